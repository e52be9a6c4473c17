"""How a form's figures are said: words for change, wordings, and patterns that tell what a number states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from drafter.errors import FormError
from drafter.form import Form
from drafter.form.expression import Expression
from drafter.form.files import read_file
from drafter.form.schema.phrases import PhraseBook, Repeated, Subject
from drafter.records import dataclass

__all__ = ["PhraseBook", "Phrases", "Repeated", "Subject", "phrases_of"]

Number = int | Decimal
_PART = re.compile(r"<<(\w+)>>")


@dataclass(frozen=True, eq=False)
class Patterns:
    """The patterns of the words, lists and years of a phrase book."""

    time: Expression
    excepted: Expression
    item: Expression
    measures_from: Expression
    year: Expression
    period: Expression
    first_day: Expression
    last_day: Expression
    until: Expression
    glued: Expression
    leading: Expression
    stale: Expression
    comparing: Expression
    ahead: Expression


@dataclass(frozen=True, eq=False)
class Phrases:
    """The phrase book of a form; its patterns are compiled when they are first used."""

    form: Form
    book: PhraseBook
    subjects: Mapping[str, Subject]
    repeated: tuple[tuple[Repeated, Expression, Expression, Expression], ...]
    unsettled: tuple[Expression, ...]
    patterns: Patterns
    expressions: tuple[Expression, ...]
    """All of them, to be looked into at once."""

    def unusable(self) -> Iterator[tuple[Expression, str]]:
        """Expressions that are none when their parts and words are written out, and why."""
        for expression in self.expressions:
            try:
                _ = expression.compiled
            except (re.error, OverflowError, RecursionError) as error:
                yield expression, str(error)

    @property
    def item(self) -> Expression:
        """The beginning of an item of an enumeration."""
        return self.patterns.item

    @property
    def measures_from(self) -> Expression:
        """Where a text on problems turns to measures."""
        return self.patterns.measures_from

    @property
    def year(self) -> Expression:
        """A year as written, with the group `year`."""
        return self.patterns.year

    def change(self, difference: Number, target: str) -> str:
        """A difference of a figure in words: direction, size and unit, or that there is none."""
        return self.changed(difference, _show(max(difference, -difference)), self.unit(target))

    def changed(self, difference: Number, size: str, unit: str) -> str:
        """A difference in words, its size already written."""
        words = self.book.words
        if not difference:
            return words.unchanged
        direction = words.increase if difference > 0 else words.decrease
        return words.change.format(direction=direction, value=size, unit=unit)

    def moved(self, points: Decimal) -> str:
        """By how many percentage points a share has moved, in words, or that it has not."""
        words = self.book.words
        if not points:
            return words.flat
        direction = words.points_up if points > 0 else words.points_down
        size = abs(points)
        whole = size == size.to_integral_value()
        return words.points.format(direction=direction, value=int(size) if whole else size)

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
        return column.unit or next(iter(self.book.units), "")


def _show(value: Number) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@cache
def phrases_of(form: Form) -> Phrases:
    """The phrase book in the form's folder; FormError when it names what the form does not have."""
    path = form.folder / "phrases.toml"
    book = read_file(path, PhraseBook)
    try:
        phrases = _Compiler(form, book).compiled()
        for expression, reason in phrases.unusable() if not form.is_built_in else ():
            raise ValueError(f"{expression.source}: {reason}")
        return phrases
    except ValueError as error:
        raise FormError("form_structure", path=path, reason=error) from error


class _Compiler:
    """Compiles a phrase book, its parts written out."""

    def __init__(self, form: Form, book: PhraseBook) -> None:
        for name in unknown_targets(form, book):
            raise ValueError(f"no cell or named sum {name!r}")
        self.form = form
        self.book = book
        self.made: list[Expression] = []
        self.parts: dict[str, str] = {}
        for name, pattern in book.parts.items():
            self.parts[name] = self.expand(pattern)

    def expand(self, pattern: str) -> str:
        """A pattern with its parts written out; ValueError for a part that is not there."""

        def part(match: re.Match[str]) -> str:
            if match.group(1) not in self.parts:
                raise ValueError(f"no part {match.group(1)!r}")
            return f"(?:{self.parts[match.group(1)]})"

        return _PART.sub(part, pattern)

    def regex(self, pattern: str) -> Expression:
        self.made.append(Expression(self.expand(pattern)))
        return self.made[-1]

    def at_end(self, pattern: str) -> Expression:
        return self.regex(rf"(?:{pattern})\Z")

    def compiled(self) -> Phrases:
        book = self.book
        return Phrases(
            form=self.form,
            book=book,
            subjects={subject.target: subject for subject in book.subjects},
            repeated=tuple(
                (item, self.at_end(item.before), self.regex(item.unless), self.regex(item.zero))
                for item in book.repeated
            ),
            unsettled=tuple(self.regex(item.pattern) for item in book.unsettled),
            patterns=self.patterns(),
            expressions=tuple(self.made),
        )

    def patterns(self) -> Patterns:
        words, years = self.book.words, self.book.years
        return Patterns(
            time=self.regex(words.time),
            excepted=self.regex(words.excepted),
            item=self.regex(words.item),
            measures_from=self.regex(words.measures_from),
            year=self.regex(words.year),
            period=self.regex(years.period),
            first_day=self.regex(years.first_day),
            last_day=self.regex(years.last_day),
            until=self.regex(years.until),
            glued=self.regex(years.glued),
            leading=self.regex(years.leading),
            stale=self.regex(years.stale),
            comparing=self.regex(years.comparing),
            ahead=self.regex(years.ahead),
        )


def unknown_targets(form: Form, book: PhraseBook) -> tuple[str, ...]:
    """Addresses in a phrase book that are no cells or named sums of the form."""
    cells = set(form.cells)
    named = [subject.target for subject in book.subjects]
    named += [item.within for item in book.repeated if item.within]
    return tuple(dict.fromkeys(name for name in named if name not in cells and name not in form.sums))
