"""Regular expressions of a form that are compiled when they are first used: a report needs few of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from drafter.patterns import compiled


class Expression:
    """A regular expression; `compiled` raises re.error where its source is none."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return compiled(self.source)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in a text."""
        return self.compiled.search(text, start, len(text) if end is None else end)

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The match that begins at `start`."""
        return self.compiled.match(text, start, len(text) if end is None else end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match that is the whole text."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """All matches in a text, in order."""
        return self.compiled.finditer(text, start, len(text) if end is None else end)
