"""What a form says about text written by a model: its `writing.toml`, compiled; without one all is allowed."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from drafter.form import Form
from drafter.form.files import read_file
from drafter.form.schema.values import NEVER, Pattern, Strict, template_with

HOLE = "\ufffc"
"""Stands for a reference in text that is judged."""


class PairWords(Strict):
    """How problems and measures become text; str.format templates."""

    problems: str = ""
    measures: str = ""
    resolved: str = ""
    resolved_item: Annotated[str, template_with("problem", "measure")] = "{problem} {measure}"
    items: tuple[str, ...] = ()
    between: str = " "
    end: str = "."


class BlockFigures(Strict):
    """Which figures are offered for a block: patterns of addresses."""

    section: str
    topic: str | None = None
    figures: tuple[str, ...]


class WritingDefinition(Strict):
    """A whole `writing.toml`."""

    stop: tuple[str, ...] = ()
    fixed: tuple[Pattern, ...] = ()
    quantities: tuple[Pattern, ...] = ()
    comparison: Pattern = NEVER
    directions: tuple[str, ...] = ()
    rising: tuple[str, ...] = ()
    falling: tuple[str, ...] = ()
    before: Pattern = NEVER
    after: Pattern = NEVER
    events: Pattern = NEVER
    honours: Pattern = NEVER
    names: Pattern = NEVER
    instructions: Pattern = NEVER
    pairs: PairWords = PairWords()
    blocks: tuple[BlockFigures, ...] = ()


@dataclass(frozen=True, eq=False)
class Writing:
    """A form's writing rules, compiled."""

    definition: WritingDefinition
    stop: re.Pattern[str]
    fixed: re.Pattern[str]
    quantities: re.Pattern[str]
    comparison: re.Pattern[str]
    directions: re.Pattern[str]
    turned: re.Pattern[str]
    """A direction word right before a reference that writes the direction itself."""
    around: re.Pattern[str]
    events: re.Pattern[str]
    honours: re.Pattern[str]
    names: re.Pattern[str]
    instructions: re.Pattern[str]

    def figures_for(self, section: str, topic: str | None) -> tuple[str, ...]:
        """Patterns of the addresses offered for a block; every address where the form says nothing."""
        if not self.definition.blocks:
            return ("*",)
        found = (item for item in self.definition.blocks if (item.section, item.topic) == (section, topic))
        return next((item.figures for item in found), ())

    def words(self, text: str) -> frozenset[str]:
        """What a text is about: pairs of neighbouring wide characters, and longer words of others."""
        return pairs_of(self.stop.sub(" ", text))


def fits(address: str, patterns: tuple[str, ...]) -> int | None:
    """The ordinal of the first pattern that an address fits; None when it fits none, or one that begins with "!"."""
    if any(fnmatch.fnmatchcase(address, pattern[1:]) for pattern in patterns if pattern.startswith("!")):
        return None
    return next((index for index, pattern in enumerate(patterns) if fnmatch.fnmatchcase(address, pattern)), None)


def pairs_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring wide characters, and longer words of others."""
    return frozenset(_words(text))


def _words(text: str) -> Iterator[str]:
    for run in re.findall(r"[^\W_]+", text):
        if run.isascii():
            if len(run) > 3:
                yield run.lower()
            continue
        yield from (run[at : at + 2] for at in range(len(run) - 1))


@cache
def writing_of(form: Form) -> Writing:
    """The writing rules in the form's folder; FormError when they are not what their schema allows."""
    return _compiled(read_file(form.folder / "writing.toml", WritingDefinition))


def _compiled(book: WritingDefinition) -> Writing:
    directions = sorted((*book.rising, *book.falling), key=len, reverse=True)
    return Writing(
        definition=book,
        stop=_any(re.escape(word) for word in sorted(book.stop, key=len, reverse=True)),
        fixed=_any(book.fixed),
        quantities=_any(book.quantities),
        comparison=re.compile(book.comparison),
        directions=_any(book.directions),
        turned=re.compile(rf"({'|'.join(map(re.escape, directions)) or NEVER})$"),
        around=re.compile(f"{book.before}|{book.after}"),
        events=re.compile(book.events),
        honours=re.compile(book.honours),
        names=re.compile(book.names),
        instructions=re.compile(book.instructions),
    )


def _any(patterns: object) -> re.Pattern[str]:
    assert hasattr(patterns, "__iter__")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or NEVER)
