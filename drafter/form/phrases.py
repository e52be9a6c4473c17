"""How a form's figures are said: words for change, wordings, and patterns that tell what a number states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from drafter.errors import FormError
from drafter.form import Form
from drafter.form.definition import Bilingual, Severity, Strict
from drafter.resources import load_toml

Number = int | Decimal


class Words(Strict):
    """Words for change; templates are str.format with the fields they show."""

    increase: str
    decrease: str
    unchanged: str
    grow: str
    fall: str
    flat: str
    change: str
    growth: str
    percentage: str
    zero: str
    """Fields `subject` and `unit`: how a figure without a wording of its own is said when it is zero."""
    positive: str
    clause_end: str
    """Characters at which a clause ends."""
    sentence_end: str
    year: str
    """How a year is written; a regular expression with the group `year`."""
    growth_before: str
    """What stands before the size of a change, up to and with its direction word (group `direction`)."""
    share_before: str
    """What stands before a share in percent."""
    falling: tuple[str, ...]
    """Direction words that say less."""
    zero_after: str
    """What may stand between a number and the end of its clause for the whole clause to be worded anew when it is 0."""
    item: str
    """The beginning of an item of an enumeration."""
    measures_from: str
    """Where a text on problems turns to measures."""


class Subject(Strict):
    """What a cell or named sum is called, and in which unit it is counted."""

    target: str
    unit: str
    positive: str
    zero: str


class Scope(Strict):
    """What a sentence is about since one of these words."""

    key: str
    words: str
    topics: tuple[str, ...] = ()
    """Topics of which a paragraph is about this from the beginning."""


class Saying(Strict):
    """A way of stating cells: what stands before the number, perhaps what stands after, in which scope and units.

    Bases differ in practice, so several targets may be meant; the first whose value agrees is. `strict`: with none of
    them agreeing, the number contradicts the first.
    """

    targets: tuple[str, ...]
    before: str
    after: str = ""
    scope: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    kind: Literal["count", "amount", "percent"] = "count"
    scale: int = 1
    """Value of the number per unit of the cell (10000 for yuan against ten thousand yuan)."""
    share_of: str | None = None
    strict: bool = True


class Claim(Strict):
    """Words that state figures without a number: `zero` claims that the cells are, `settled` that none remain."""

    kind: Literal["zero", "settled"]
    pattern: str
    cells: tuple[str, ...]
    writes: str = ""
    """Draft text with references that says it for any figures; without it the claim is opened when it is not true."""
    severity: Severity = "error"
    source: str = ""


class Unsettled(Strict):
    """Words that were true last year and that nothing here can vouch for this year: they go into an open mark."""

    pattern: str
    why: Bilingual


class PhraseBook(Strict):
    """A whole `phrases.toml`."""

    words: Words
    units: tuple[str, ...]
    """Units in which the figures of the form are counted where a saying names none."""
    subjects: tuple[Subject, ...] = ()
    scopes: tuple[Scope, ...] = ()
    sayings: tuple[Saying, ...] = ()
    claims: tuple[Claim, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledSaying:
    """A saying with its patterns compiled; `before` must end where the number begins."""

    saying: Saying
    before: re.Pattern[str]
    after: re.Pattern[str] | None
    units: frozenset[str]


@dataclass(frozen=True, eq=False)
class Phrases:
    """The phrase book of a form, compiled."""

    form: Form
    book: PhraseBook
    subjects: Mapping[str, Subject]
    scopes: re.Pattern[str]
    sayings: tuple[CompiledSaying, ...]
    claims: tuple[tuple[re.Pattern[str], Claim], ...]
    unsettled: tuple[re.Pattern[str], ...]
    growth_before: re.Pattern[str]
    share_before: re.Pattern[str]
    item: re.Pattern[str]
    measures_from: re.Pattern[str]
    year: re.Pattern[str]

    def change(self, difference: Number, target: str) -> str:
        """A difference in words: direction, size and unit, or that there is none."""
        words = self.book.words
        if not difference:
            return words.unchanged
        direction = words.increase if difference > 0 else words.decrease
        size = _show(max(difference, -difference))
        return words.change.format(direction=direction, value=size, unit=self.unit(target))

    def growing(self, rate: Decimal) -> str:
        """A growth rate (percent) in words: direction and size, or that there is none."""
        words = self.book.words
        if not rate:
            return words.flat
        return words.growth.format(direction=words.grow if rate > 0 else words.fall, value=self.percentage(abs(rate)))

    def percentage(self, value: Decimal) -> str:
        """A percentage as written; whole ones without decimals."""
        whole = value == value.to_integral_value()
        return self.book.words.percentage.format(value=int(value) if whole else value)

    def wording(self, target: str, value: Number) -> str:
        """What is said of a figure: its own wording, for zero as well."""
        subject = self.subjects.get(target)
        words = self.book.words
        if subject:
            return (subject.positive if value else subject.zero).format(value=_show(value))
        name, unit = self.form.row_label(target), self.unit(target)
        return (words.positive if value else words.zero).format(subject=name, value=_show(value), unit=unit)

    def unit(self, target: str) -> str:
        """The unit that a figure is counted in."""
        subject = self.subjects.get(target)
        if subject:
            return subject.unit
        column = self.form.column_of(target)
        return column.unit or self.book.units[0]


def _show(value: Number) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@cache
def phrases_of(form: Form) -> Phrases:
    """The phrase book in the form's folder; FormError when it names what the form does not have."""
    path = form.folder / "phrases.toml"
    book = load_toml(path, PhraseBook)
    try:
        return _compile(form, book)
    except (re.error, ValueError) as error:
        raise FormError("form_structure", path=path, reason=error) from error


def _compile(form: Form, book: PhraseBook) -> Phrases:
    _known(form, book)
    scopes = "|".join(f"(?P<{scope.key}>{scope.words})" for scope in book.scopes) or r"(?!)"
    return Phrases(
        form=form,
        book=book,
        subjects={subject.target: subject for subject in book.subjects},
        scopes=re.compile(scopes),
        sayings=tuple(_saying(saying, book) for saying in book.sayings),
        claims=tuple((re.compile(claim.pattern), claim) for claim in book.claims),
        unsettled=tuple(re.compile(item.pattern) for item in book.unsettled),
        growth_before=re.compile(rf"{book.words.growth_before}$"),
        share_before=re.compile(rf"(?:{book.words.share_before})$"),
        item=re.compile(book.words.item),
        measures_from=re.compile(book.words.measures_from),
        year=re.compile(book.words.year),
    )


def _saying(saying: Saying, book: PhraseBook) -> CompiledSaying:
    after = re.compile(saying.after) if saying.after else None
    return CompiledSaying(saying, re.compile(rf"(?:{saying.before})$"), after, frozenset(saying.units or book.units))


def _known(form: Form, book: PhraseBook) -> None:
    cells = set(form.cells)
    named = [target for saying in book.sayings for target in (*saying.targets, saying.share_of) if target]
    named += [cell for claim in book.claims for cell in claim.cells] + [subject.target for subject in book.subjects]
    unknown = [name for name in named if name not in cells and name not in form.sums]
    if unknown:
        raise ValueError(f"no cell or named sum {unknown[0]!r}")
