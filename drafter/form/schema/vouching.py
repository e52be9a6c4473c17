"""The schema of `vouching.toml`: which words of a sentence need something behind them, and which need it exactly."""

from __future__ import annotations

from drafter.form.schema.values import Key, Strict


class ClaimWords(Strict):
    """Words that claim more than a fact: each needs itself or another of its group in the very source.

    `practice`: last year's practice may be that source; an award, a first or a result of last year is none.
    `figures`: figures that are bound in the sentence may be that source.
    """

    key: Key
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    """Regular expressions for what is no fixed word; what they match stands in the source as it is."""
    endings: tuple[str, ...] = ()
    """How other words of the group end, such as the names of offices."""
    practice: bool = False
    figures: bool = False

    def may_be(self, kind: str) -> bool:
        """Whether a source of a kind may be the one: a note, an entry, last year's practice."""
        return self.practice or kind != "last"


class ProgressWords(Strict):
    """How far something got, as regular expressions: what the source plans or has begun is not done in the sentence."""

    open: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


class PracticeWords(Strict):
    """What makes a clause of last year's report an event, which vouches for nothing this year; regular expressions."""

    events: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    """A list of fields that last year's report names; only the list vouches for nothing."""


class VouchingBook(Strict):
    """A whole `vouching.toml`."""

    glue: tuple[str, ...] = ()
    """Plain words of official prose that state nothing."""
    fixed: tuple[str, ...] = ()
    """Fixed expressions that need no source; regular expressions."""
    figures: tuple[str, ...] = ()
    """Words in which figures are said, beside the labels of the form."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    claims: tuple[ClaimWords, ...] = ()
    progress: ProgressWords = ProgressWords()
    last_year: PracticeWords = PracticeWords()
    clause_end: str = ",;:"
    joins: str = "(?!)"
    """What joins the items of a list, a character; a regular expression."""
    most_uncovered: float = 0
    """Words, weighed, that may stand in a sentence without a source, ..."""
    most_share: float = 0
    """... what share of its words they may be, ..."""
    most_alone: float = 1
    """... and from how many on they must not make up a clause of their own."""
