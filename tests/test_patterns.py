"""An expression from the cache is the expression that `re` compiles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafter import patterns
from drafter.cache import Shelf
from drafter.patterns import compiled

EXPRESSIONS = (
    (r"(?P<year>[0-9]{4})年(?P<rest>.*?)(?=[。；]|$)", 0),
    (r"(?i:abc)|[一二三四五六七八九十百千万]+|(?<!第)\d+(?:\.\d+)?", 0),
    (r"(a)(?:b)(?P<c>c)?(?(1)d|e)", re.IGNORECASE | re.DOTALL),
    (r"(?!)", 0),
    ("", 0),
)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """The shelf of expressions, empty, in a folder of its own."""
    monkeypatch.setenv("DRAFTER_CACHE", str(tmp_path / "cache"))
    shelf = Shelf("patterns")
    monkeypatch.setattr(patterns, "PATTERNS", shelf)
    compiled.cache_clear()
    yield shelf
    compiled.cache_clear()


@pytest.mark.parametrize(("source", "flags"), EXPRESSIONS)
def test_what_was_kept_is_what_would_be_compiled(
    source: str, flags: int, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = re.compile(source, flags)
    assert compiled(source, flags) == expected
    shelf.save()
    compiled.cache_clear()
    monkeypatch.setattr(patterns, "PATTERNS", Shelf("patterns"))
    monkeypatch.setattr(patterns, "_compile", lambda *_: pytest.fail("it was compiled again"))
    kept = compiled(source, flags)
    assert kept == expected
    assert (kept.groups, kept.groupindex, kept.flags) == (expected.groups, expected.groupindex, expected.flags)


@pytest.mark.parametrize("source", ["(", "[", "(?P<a>x)(?P<a>y)", "*", "a{2,1}"])
def test_what_is_no_expression_is_told_as_re_tells_it(source: str, shelf: Shelf) -> None:
    with pytest.raises(re.error) as expected:
        re.compile(source)
    with pytest.raises(re.error, match=re.escape(str(expected.value))):
        compiled(source)


@pytest.mark.parametrize("kept", [None, 3, (), (0, b"\x01\x02\x03", 1, {}), (0, b"\xff" * 8, 1, {}), ("", "", "", "")])
def test_an_entry_that_is_none_is_not_used(kept: object, shelf: Shelf) -> None:
    compiled("ab+")
    (key,) = shelf._asked
    shelf.put(key, kept)
    compiled.cache_clear()
    assert compiled("ab+") == re.compile("ab+")


def test_another_python_compiles(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_MAGIC", None)
    assert compiled("ab+") == re.compile("ab+")
