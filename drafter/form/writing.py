"""What a form says about text written by a model: its `writing.toml`, compiled; without one all is allowed."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from functools import cache

from drafter.form import Form
from drafter.form.files import read_file
from drafter.form.schema.values import NEVER, Pattern, Strict
from drafter.records import dataclass


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
    rising: tuple[str, ...] = ()
    falling: tuple[str, ...] = ()
    before: Pattern = NEVER
    after: Pattern = NEVER
    forbidden: Pattern = r"[$<>`{}]"
    """What no text of a report holds."""
    adverbs: Pattern = NEVER
    """Words between a figure and the direction that it is said to have gone."""
    unchanged: tuple[str, ...] = ()
    """Words that say that a figure is as it was."""
    comparing: Pattern = NEVER
    """Words before a year that is compared with."""
    last_year: Pattern = NEVER
    """Words that say that a number is last year's."""
    respectively: Pattern = NEVER
    """Words after which a change is told by its size alone."""
    told: Pattern = NEVER
    """Words of an instruction after which a revision may change what is stated."""
    done: Pattern = NEVER
    """Words that say that something is finished."""
    listed: tuple[str, ...] = ()
    """Measure words of problems."""
    alike: tuple[tuple[str, ...], ...] = ()
    """Measure words of the same things, one of which may stand for another."""
    frequency: Pattern = NEVER
    """How often something is done as a rule."""
    next_year: Pattern = NEVER
    """Words for the year after the report's."""
    solved: Pattern = NEVER
    """Words that say that a problem is no more."""
    blocks: tuple[BlockFigures, ...] = ()


@dataclass(frozen=True, eq=False)
class Writing:
    """A form's writing rules, compiled."""

    definition: WritingDefinition
    stop: re.Pattern[str]
    fixed: re.Pattern[str]
    quantities: re.Pattern[str]
    turned: re.Pattern[str]
    """A direction word right before a reference that writes the direction itself."""
    around: re.Pattern[str]
    forbidden: re.Pattern[str]
    directed: re.Pattern[str]
    """A direction word, or one for none."""
    trend: re.Pattern[str]
    """All that stands between a figure and the direction word that is said of it."""
    comparing: re.Pattern[str]
    last_year: re.Pattern[str]
    respectively: re.Pattern[str]
    told: re.Pattern[str]
    done: re.Pattern[str]
    frequency: re.Pattern[str]
    next_year: re.Pattern[str]
    solved: re.Pattern[str]

    def figures_for(self, section: str, topic: str | None) -> tuple[str, ...]:
        """Patterns of the addresses offered for a block; every address where the form says nothing."""
        if not self.definition.blocks:
            return ("*",)
        found = (item for item in self.definition.blocks if (item.section, item.topic) == (section, topic))
        return next((item.figures for item in found), ())

    def alike(self, one: str | None, other: str | None) -> bool:
        """Whether two measure words count the same things."""
        return one == other or any(one in group and other in group for group in self.definition.alike)

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
        turned=re.compile(rf"({'|'.join(map(re.escape, directions)) or NEVER})$"),
        around=re.compile(f"{book.before}|{book.after}"),
        forbidden=re.compile(book.forbidden),
        directed=_any(re.escape(word) for word in sorted((*directions, *book.unchanged), key=len, reverse=True)),
        trend=re.compile(rf"\w{{0,3}}[^\w]{{0,2}}(?:{book.adverbs}|{book.comparison})*"),
        comparing=re.compile(book.comparing),
        last_year=re.compile(book.last_year),
        respectively=re.compile(book.respectively),
        told=re.compile(book.told),
        done=re.compile(book.done),
        frequency=re.compile(book.frequency),
        next_year=re.compile(book.next_year),
        solved=re.compile(book.solved),
    )


def _any(patterns: object) -> re.Pattern[str]:
    assert hasattr(patterns, "__iter__")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or NEVER)
