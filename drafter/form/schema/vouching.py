"""The schema of `vouching.toml`: which words of a sentence need something behind them, and which need it exactly."""

from __future__ import annotations

from drafter.form.schema.values import Key, Strict


class ClaimWords(Strict):
    """Words that claim more than a fact: each needs itself or another of its group in the very source.

    `practice`: last year's practice may be that source; an award, a first or a result of last year is none.
    `figures`: figures that are bound in the clause may be that source.
    `planned`: what is only planned may say it without a source.
    `counted`: what is counted in the source, beside it, may be all that is meant.
    """

    key: Key
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    """Regular expressions for what is no fixed word; what they match stands in the source as it is."""
    endings: tuple[str, ...] = ()
    """How other words of the group end, such as the names of offices."""
    practice: bool = False
    figures: bool = False
    planned: bool = False
    counted: bool = False
    mild: bool = False
    """Whether such a word needs nothing where its source holds all else of the clause."""
    led: str = ""
    """What stands before such a word where it is told to have done it, a regular expression; only there must the
    source tell the very thing of it."""

    def may_be(self, kind: str) -> bool:
        """Whether a source of a kind may be the one: a note, an entry, last year's practice."""
        return self.practice or kind != "last"


class ProgressWords(Strict):
    """How far something got, as regular expressions: it must be as far in the clause of the source that is about it."""

    open: tuple[str, ...] = ()
    """Planned, begun, or done in part."""
    done: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    """Not done, or not there."""
    lacking: tuple[str, ...] = ()
    """Signs in a source that something is not so: weaker than `negative`, for what a sentence may say of it."""
    waiting: tuple[str, ...] = ()
    """Not done yet: the source must say so, or that it is open."""
    planned: tuple[str, ...] = ()
    """What is promised from here on; the year after the reporting year is always such a word."""
    measures: tuple[str, ...] = ()
    """How a measure begins in the section of problems, where it needs no such word."""
    names: tuple[str, ...] = ()
    """Names, such as labels of the form, that only sound as if something was not done: they are left aside."""
    partly: tuple[str, ...] = ()
    """The source leaves something out: what it says is not so of all."""


class PracticeWords(Strict):
    """What makes a clause of last year's report an event, which vouches for nothing this year; regular expressions."""

    events: tuple[str, ...] = ()
    habits: tuple[str, ...] = ()
    """What shows that a clause tells what goes on, whatever else it says."""
    counted: tuple[str, ...] = ()
    """What was done so often, or how much came of it."""
    said: str = "(?!)"
    """What says in a sentence that the number right behind it is last year's; a regular expression."""
    compared: str = "(?!)"
    """What compares a number with last year's; a regular expression."""
    fields: tuple[str, ...] = ()
    """A list of fields that last year's report names; only the list vouches for nothing."""


class VouchingBook(Strict):
    """A whole `vouching.toml`."""

    glue: tuple[str, ...] = ()
    """Plain words of official prose that state nothing."""
    weak: tuple[str, ...] = ()
    """Plain words, in `glue` as well, that tell of something done unless a clause begins with one of `mild`."""
    mild: tuple[str, ...] = ()
    """How a clause begins that promises or praises nothing in particular; regular expressions."""
    fixed: tuple[str, ...] = ()
    """Fixed expressions that need no source; regular expressions."""
    figures: tuple[str, ...] = ()
    """Words in which figures are said, beside the labels of the form."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    claims: tuple[ClaimWords, ...] = ()
    progress: ProgressWords = ProgressWords()
    last_year: PracticeWords = PracticeWords()
    clause_end: str = ",;:"
    label_end: str = ":"
    """What ends the label with which a note begins, a character."""
    joins: str = "(?!)"
    """What joins the items of a list, a character; a regular expression."""
    bodies: str = "(?!)"
    """How the name of a body ends; a regular expression. A source may name it in short."""
    names: str = "(?!)"
    """A name in its quotation marks; a regular expression."""
    most_uncovered: float = 0
    """Words, weighed, that may stand in a sentence without a source, ..."""
    most_share: float = 0
    """... what share of its words they may be, ..."""
    most_alone: float = 1
    """... from how many on they must not make up a clause of their own, ..."""
    most_added: float = 1
    """... nor stand in a clause that a source holds in part."""
