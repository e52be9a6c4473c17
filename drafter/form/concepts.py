"""What the words of a narrative name in a form, compiled: one lexicon of names and of the words of discourse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from functools import cache

from drafter.errors import FormError
from drafter.form import Form
from drafter.form.files import read_file
from drafter.form.schema.concepts import ConceptBook, DiscourseWords, Rate, Split
from drafter.patterns import compiled
from drafter.records import dataclass
from drafter.resources import load_toml

_STOPS = frozenset("\u3002\uff1b\uff01\uff1f;!?")
_OPTIONAL = "\u3001\uff0c\u201c\u201d"
"""Characters of a word that may be missing in the text."""
_MOST_VARIANTS = 16


@dataclass(frozen=True, slots=True)
class NamedCells:
    """One thing that a word may name: rows, columns, or (with neither) the table."""

    table: str
    rows: tuple[str, ...] = ()
    """Likeliest first; "a+b" is the sum of two."""
    columns: tuple[str, ...] = ()
    is_part: bool = False
    """Whether it is only a part of the column."""
    is_weak: bool = False
    is_bare: bool = False
    by_time: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None = None
    """Rows with last year beside it, with next year, with neither."""


@dataclass(frozen=True, slots=True)
class WordUse:
    """What a word does in a clause: the senses of a name, the roles of a word of discourse, a rate."""

    roles: frozenset[str] = frozenset()
    senses: tuple[NamedCells, ...] = ()
    rate: Rate | None = None
    fraction: Fraction | None = None
    """The part of a whole that it is."""


@dataclass(frozen=True, eq=False)
class Concepts:
    """The lexicon of a form in its language."""

    book: ConceptBook
    lexicon: Mapping[str, Sequence[tuple[str, WordUse]]] = field(repr=False)
    """By the first two characters (or the only one): words that begin so, longest first."""
    years: re.Pattern[str]
    year: re.Pattern[str]
    turning: re.Pattern[str]
    """Words of a clause after which a number need not be of the nearest name."""
    joined: re.Pattern[str]
    """Names of the form that hold such a word and turn nothing."""
    nesting: re.Pattern[str]
    """What opens a list inside a list, whose items are not those of the outer one."""
    partial: re.Pattern[str]
    """Words of a sentence after which its numbers may be of a part: those that are closed, pending, of a group."""
    comparing: re.Pattern[str]
    """Words before a number that is compared or a share, and no figure itself."""
    body: re.Pattern[str]
    """The end of a body's name."""
    inner: re.Pattern[str]
    """The end of the name of an office inside a body."""
    ours: re.Pattern[str]
    """What a body puts before its own name, or before a part of it."""
    average: re.Pattern[str]
    """What stands right before an average, with the unit of what it is an average of."""
    periods: Mapping[str, Sequence[int]]
    """How many of a period a year has, by the word for it."""
    tally: re.Pattern[str]
    """The unit of a number that counts the numbers before it ("the two together"), and nothing else."""
    rate: re.Pattern[str]
    """A rate right before its number, with the word that it is the rate of."""
    aggregate: re.Pattern[str]
    """The end of the name of an organisation whose report is one of many bodies."""
    spaced: bool
    """Whether the language divides words by spaces."""
    stops: frozenset[str]
    """Characters at which a statement ends for good."""
    tails: str
    """Characters that say, behind the last item, that there are more."""
    units: frozenset[str]
    vague_units: frozenset[str]

    @property
    def splits(self) -> Sequence[Split]:
        """The form's own ways of splitting a total."""
        return self.book.splits


@cache
def concepts_of(form: Form) -> Concepts:
    """The concepts in the form's folder; FormError when they name what the form does not have."""
    path = form.folder / "concepts.toml"
    book = read_file(path, ConceptBook)
    for reason in unknown_keys(form, book):
        raise FormError("form_structure", path=path, reason=reason)
    language = load_toml(f"discourse/{form.definition.language}.toml", DiscourseWords)
    return _compiled(form, book, language)


def unknown_keys(form: Form, book: ConceptBook) -> Iterator[str]:
    """Tables, rows and columns that a book names and the form does not have, each with its place."""
    tables = {*book.tables, *book.rows, *book.columns, *book.parts, *book.weak, *(item.table for item in book.by_time)}
    for table in sorted(tables - set(form.tables)):
        yield f"tables: no table {table!r}"
    axes = (("rows", book.rows, ("row",)), ("columns", book.columns, ("column",)), ("weak", book.weak, ("column",)))
    for place, named, kinds in (*axes, ("parts", book.parts, ("row", "column"))):
        for table in set(named) & set(form.tables):
            there = {key for kind in kinds for key in _keys(form, table, kind)}
            keys = (one for key in named[table] for one in re.split(r"[|+]", key))
            yield from (f"{place}.{table}: no {kinds[0]} {one!r}" for one in keys if one not in there)
    for item in book.by_time:
        keys = (one for key in (item.last, item.next, item.none) for one in key.split("|"))
        there = _keys(form, item.table, "row")
        yield from (f"by_time: no row {one!r} in table {item.table!r}" for one in keys if one not in there)


def _compiled(form: Form, book: ConceptBook, language: DiscourseWords) -> Concepts:
    uses = _uses(form, book, language)
    spaced = form.definition.reading.word_spaces
    lexicon: dict[str, list[tuple[str, WordUse]]] = {}
    for word in sorted(uses, key=len, reverse=True):
        written = word.replace("_", " ") if spaced else word
        lexicon.setdefault(written[:2], []).append((written, uses[word]))
    names = ("years", "year", "body", "inner", "ours", "aggregate", "rate", "turning", "comparing", "nesting",
             "partial", "tally", "average")  # fmt: skip
    patterns = {name: compiled(language.patterns.get(name, "(?!)")) for name in names}
    held = (word for word, use in uses.items() if use.senses and patterns["turning"].search(word))
    patterns["joined"] = compiled("|".join(map(re.escape, sorted(held, key=len, reverse=True))) or "(?!)")
    units, vague = frozenset(book.units.split()), frozenset(book.vague_units.split())
    return Concepts(
        book=book,
        lexicon=lexicon,
        spaced=spaced,
        stops=_STOPS | set(form.sentence_end),
        **patterns,
        periods=language.periods,
        tails=language.patterns.get("tails", ""),
        units=units,
        vague_units=vague,
    )


def _uses(form: Form, book: ConceptBook, language: DiscourseWords) -> dict[str, WordUse]:
    """What each word does; one that the form gives a role, or that is a rate or a fraction, has no other role."""
    roles: dict[str, set[str]] = {}
    for role, words in language.words.items():
        for word in words.split():
            for variant in _variants(word):
                roles.setdefault(variant, set()).add(role)
    roles |= {word: set(found) for word, found in _plain(book)}
    senses: dict[str, list[NamedCells]] = {word: [] for word in roles}
    bare = {table: set(words.bare.split()) for table, words in book.tables.items()}
    for word, sense in _senses(form, book):
        known = word in bare.get(sense.table, ())
        senses.setdefault(word, []).append(replace(sense, is_bare=True) if known else sense)
    uses = {word: WordUse(frozenset(roles.get(word, ())), tuple(found)) for word, found in senses.items()}
    rates = {word: rate for rate in book.rates for word in rate.words.split()}
    fractions = {word: Fraction(part) for part, words in language.fractions.items() for word in words.split()}
    uses |= {word: WordUse(frozenset({"rate"}), (), rate) for word, rate in rates.items()}
    return uses | {word: WordUse(fraction=part) for word, part in fractions.items()}


def _plain(book: ConceptBook) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The form's words that name nothing in it, with what they do; a later one takes the place of an earlier."""
    roles = (
        (("elsewhere",), book.elsewhere), (("elsewhere", "apart"), book.apart),
        (("subset",), book.subset), (("channel",), book.channels),
    )  # fmt: skip
    for role, words in roles:
        for word in words.split():
            for variant in _variants(word):
                yield variant, role


def _variants(word: str) -> Iterator[str]:
    """A word with and without each of its characters that may be missing."""
    found = [""]
    for char in word:
        if char in _OPTIONAL and len(found) <= _MOST_VARIANTS:
            found = [*found, *(item + char for item in found)]
        else:
            found = [item + char for item in found]
    return iter(found)


def _senses(form: Form, book: ConceptBook) -> Iterator[tuple[str, NamedCells]]:
    for table, words in book.tables.items():
        yield from _named(words.names, NamedCells(table))
    for table, rows in book.rows.items():
        for key, row_words in rows.items():
            yield from _named(row_words, NamedCells(table, rows=tuple(key.split("|"))))
    kinds = ((book.columns, False, False), (book.parts, True, False), (book.weak, False, True))
    for tables, part, weak in kinds:
        for table, columns in tables.items():
            for key, column_words in columns.items():
                columns_too = part and key not in _keys(form, table, "row")
                keys = tuple(key.split("|"))
                row_keys, column_keys = ((), keys) if columns_too or not part else (keys, ())
                yield from _named(column_words, NamedCells(table, row_keys, column_keys, part, weak))
    for item in book.by_time:
        timed = tuple(tuple(key.split("|")) for key in (item.last, item.next, item.none))
        yield from _named(item.words, NamedCells(item.table, rows=timed[2], by_time=(timed[0], timed[1], timed[2])))


def _named(words: str, sense: NamedCells) -> Iterator[tuple[str, NamedCells]]:
    for word in words.split():
        for variant in _variants(word):
            yield variant, sense


def _keys(form: Form, table: str, axis: str) -> set[str]:
    """The keys of the rows or the columns of a table, its named sums among them."""
    addresses = (address.partition(".")[2] for address in (*form.cells, *form.sums) if address.startswith(f"{table}."))
    return {address.rpartition(".")[0 if axis == "row" else 2] for address in addresses}
