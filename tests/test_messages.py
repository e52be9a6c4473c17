"""Sentences in two languages: looked up by key, filled in by name, in the language that was asked for."""

from __future__ import annotations

import contextvars
import threading

import pytest

from drafter.errors import CaseError, DrafterError, FormError
from drafter.messages import (
    Text,
    both,
    catalogue,
    error_text,
    joined,
    language_in_use,
    phrase,
    say,
    use_language,
)


def test_a_message_is_said_in_the_language_and_filled_in() -> None:
    shown = both("errors.no_case", folder="案卷", settings="drafter.toml", quoted="案卷")
    assert "案卷" in shown.zh and "案卷" in shown.en and shown.zh != shown.en
    assert shown.in_language("zh") == shown.zh and shown.in_language("fr") == shown.en


def test_a_text_inside_a_text_is_shown_in_each_ones_own_language() -> None:
    inner = Text("水利局", "the water office")
    shown = both("errors.no_case", folder=inner, settings="x", quoted=inner)
    assert "水利局" in shown.zh and "the water office" in shown.en and "水利局" not in shown.en


def test_names_are_listed_as_each_language_lists_them() -> None:
    assert joined([Text("甲", "a"), Text("乙", "b")]) == Text("甲、乙", "a, b")


@pytest.mark.parametrize("values", [{}, {"folder": "x"}])
def test_a_message_without_its_values_is_a_fault_of_the_program(values: dict[str, object]) -> None:
    with pytest.raises(FormError) as caught:
        say("en", "errors.no_case", **values)
    assert caught.value.key == "no_message"


def test_words_without_a_message_of_their_own_stay_as_they_are() -> None:
    assert phrase("zh", "hows", "by no way that is known") == "by no way that is known"
    key = next(key for key in catalogue("zh") if key.startswith("hows."))
    assert phrase("zh", "hows", key.removeprefix("hows.").replace("_", " ")) == catalogue("zh")[key]


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "Chinese_China.936"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_locale_says_the_language_where_nobody_asked_for_one(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert contextvars.Context().run(language_in_use) == language


def test_an_error_says_its_sentence_in_the_language_in_use_of_its_thread() -> None:
    error = CaseError("no_case", folder="案卷", settings="drafter.toml", quoted="案卷")
    said: list[str] = []

    def speak() -> None:
        use_language("zh")
        said.append(str(error))

    thread = threading.Thread(target=speak)
    thread.start()
    thread.join()
    assert said == [error_text("zh", error)]


def test_an_error_without_a_sentence_still_says_what_it_knows() -> None:
    assert str(DrafterError("no such sentence", path="x")) == "no such sentence: {'path': 'x'}"
