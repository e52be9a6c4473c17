"""Help and mistakes on the command line, as people read them."""

from __future__ import annotations

import re

import pytest

from drafter.messages import catalogue
from tests.cli.test_commands import run

COMMANDS = ["new", "read", "check", "draft", "diff", "decide", "sign", "export", "batch", "forms", "rules"]
MISTAKES = [
    (["chek"], "没有命令“chek”", "是不是 check？"),
    (["check", "--acount"], "没有选项 --acount", "是不是 --account？"),
    (["draft", "--year", "12"], "--year 的值不对", "1990-2999"),
    (["read"], "缺少参数 FILE", "用法见 drafter read --help"),
    (["read", "a", "b"], "参数多了", "用法见 drafter read --help"),
    (["draft", "--form"], "选项 --form 后面要有值", ""),
    (["check", "--format", "xml"], "--format 的值不对", "text|json|html"),
    (["check", "--lang", "xx"], "--lang 只能是 zh 或 en", ""),
]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_whole_and_in_the_readers_language(command: str) -> None:
    text = run(*([command] if command else []), "--help", lang="zh").stdout
    assert "…" not in text.replace("命令 …", "")
    english = [word for word in ("Usage", "Options", "Show this message", "[default", "[required") if word in text]
    assert not english and "用法：" in text


@pytest.mark.parametrize(("arguments", "said", "next_step"), MISTAKES)
def test_a_mistake_is_one_sentence_and_says_what_to_do(arguments: list[str], said: str, next_step: str) -> None:
    result = run(*arguments, lang="zh")
    assert result.returncode == 2 and not result.stdout
    assert said in result.stderr and next_step in result.stderr and len(result.stderr.splitlines()) == 2


def test_the_language_may_be_told_before_and_after_the_command() -> None:
    told = (["--lang", "zh", "rules"], ["rules", "--lang", "zh"], ["rules", "--lang=zh"])
    before, after, joined = (run(*arguments, lang=None).stdout for arguments in told)
    assert before == after == joined and re.search("[\u4e00-\u9fff]", before)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_example_names_a_command_and_its_options(language: str) -> None:
    from typer.main import get_command

    from drafter.cli import app

    for key, text in catalogue(language).items():  # type: ignore[arg-type]
        for line in text.strip().splitlines() if key.startswith("examples.") else ():
            words, path = line.split(), key.removeprefix("examples.").split("_")
            assert words[: len(path) + 1] == ["drafter", *path]
            command = get_command(app)
            for word in path:
                command = command.commands[word]  # type: ignore[attr-defined]
            known = {name for item in command.params for name in (*item.opts, *item.secondary_opts)}
            assert {word for word in words if word.startswith("-")} <= known, line
