"""What a person sees while a model writes."""

from __future__ import annotations

import io

from drafter.llm import AskFailed
from drafter.llm.writer import Progress
from drafter.views.model_run import ProgressLines


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO) -> str:
    lines = ProgressLines(stream, "zh")
    lines(Progress("a", "甲", "asked"))
    lines(Progress("a", "甲", "heard", 10, "一、总体情况"))
    lines(Progress("a", "甲", "heard", 20, "（一）主动公开情况"))
    lines(Progress("a", "甲", "done"))
    lines(Progress("b", "乙", "failed", error=AskFailed("model_nothing", model="m", answered=True)))
    lines(Progress("c", "丙", "failed", error=AskFailed("model_key", address="x", reason="no", fatal=True)))
    return stream.getvalue()


def test_a_file_gets_a_line_for_what_happened_and_none_for_what_comes_in() -> None:
    assert shown(io.StringIO()) == "甲：已发出\n甲：写好，已保存\n乙：没有写成（模型 m 的回答里一句话也没有）\n"


def test_a_terminal_counts_what_comes_in_on_one_line_that_is_wiped() -> None:
    text = shown(Terminal())
    assert "\r正在写 一、总体情况，已收到 10 字\x1b[K" in text and "\r\x1b[K甲：写好" in text
