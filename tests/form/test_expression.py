"""An expression is compiled when it is first used, and searches within a stretch as a compiled one does."""

from __future__ import annotations

import re

import pytest

from drafter.form import expression
from drafter.form.expression import Expression


def test_a_wrong_expression_is_told_when_it_is_used_and_not_before() -> None:
    wrong = Expression("(")
    with pytest.raises(re.error):
        wrong.search("x")


def test_it_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    compile_it = expression.compiled
    monkeypatch.setattr(expression, "compiled", lambda source: (made.append(source), compile_it(source))[1])
    one = Expression("[0-9]+")
    assert made == []
    assert one.search("a12") and one.search("b3") and made == ["[0-9]+"]


@pytest.mark.parametrize(("start", "end"), [(0, None), (2, None), (0, 3), (2, 4), (9, None)])
def test_a_stretch_of_a_text_is_searched_like_the_whole(start: int, end: int | None) -> None:
    text, own, plain = "a12b34", Expression(r"\d+"), re.compile(r"\d+")
    stop = len(text) if end is None else end
    assert [found.span() for found in own.finditer(text, start, end)] == [
        found.span() for found in plain.finditer(text, start, stop)
    ]
    for name in ("search", "match"):
        mine, theirs = getattr(own, name)(text, start, end), getattr(plain, name)(text, start, stop)
        assert (mine and mine.span()) == (theirs and theirs.span())


def test_a_full_match_is_of_the_whole_text() -> None:
    assert Expression(r"\d+").fullmatch("12") and not Expression(r"\d+").fullmatch("12b")
