"""The schemas of `concepts.toml` (what words of a narrative name in the form) and of a language's discourse words."""

from __future__ import annotations

from drafter.form.schema.values import Strict

Words = str
"""Words divided by spaces; a list comma inside a word may be missing in the text."""


class TableNames(Strict):
    """How a table as a whole is named, and what is meant where a row or a column is not."""

    names: Words = ""
    bare: Words = ""
    """Those of the names that other things have as well: an unknown word before one makes it another thing."""
    topics: tuple[str, ...] = ()
    """Topics of the narrative that are about this table from the beginning."""
    about: Words = ""
    """A text outside any topic of the form is about this table only if it holds one of these words; none: always."""
    near: tuple[str, ...] = ()
    """Topics in which its names need no such word."""
    rows: str = ""
    """Rows meant where none is named, likeliest first, divided by bars; none: none is."""
    columns: str = ""
    carries: bool = False
    """Whether a named row holds for what follows, until another is named."""


class ByTime(Strict):
    """Words that name one row with last year said beside them, another with next year, or one of several."""

    table: str
    last: str
    next: str
    none: str
    words: Words


class Rate(Strict):
    """A rate by its name: the part, and the wholes that it may be of."""

    words: Words
    table: str
    part: str = ""
    """`row.column`, or a column of the row that is spoken of; none: nothing is known of other values than 100 %."""
    wholes: tuple[str, ...] = ()
    rows: str = ""
    """The row that the name implies."""
    grade: str = ""
    """How 100 % claims that nothing is left: "rate" or "all"; none: it does not."""


class Settled(Strict):
    """What is claimed where all is said to be done: that nothing is left."""

    table: str
    done: tuple[str, ...]
    """Rows that count what is done."""
    left: str
    """`row.column` of what is not done."""
    carried: str
    """Of what came from last year."""
    counting: tuple[str, ...]
    """What counts that, too, when the sentence states it."""


class Split(Strict):
    """A total of the form that a text splits its own way, and the totals that the parts may come to."""

    rule: str
    table: str
    parts: tuple[str, ...]
    """Columns, or "channel": the words in `channels`."""
    complete: bool = False
    """Whether the parts are all there are, when every one of them is named."""
    targets: tuple[str, ...]


class ConceptBook(Strict):
    """A whole `concepts.toml`. Keys may join alternatives by bars, likeliest first, and sums by "+"."""

    units: Words = ""
    """Measure words in which figures of the form are counted."""
    vague_units: Words = ""
    """Those that count figures only where no noun follows them."""
    subset: Words = ""
    """Words of a clause that make its number one of a part only."""
    elsewhere: Words = ""
    """Things that are counted and have no cell."""
    apart: Words = ""
    """Those that are sorted under the very words of the form's rows: what follows in the sentence counts them."""
    tables: dict[str, TableNames] = {}
    rows: dict[str, dict[str, Words]] = {}
    columns: dict[str, dict[str, Words]] = {}
    parts: dict[str, dict[str, Words]] = {}
    """Names of what is only a part of a column."""
    weak: dict[str, dict[str, Words]] = {}
    """Names that can mean a column, and often mean something else."""
    by_time: tuple[ByTime, ...] = ()
    rates: tuple[Rate, ...] = ()
    settled: tuple[Settled, ...] = ()
    channels: Words = ""
    """Ways in which something reaches the organisation."""
    splits: tuple[Split, ...] = ()


class DiscourseWords(Strict):
    """The words by which a language speaks of figures, by what they do; patterns for years."""

    words: dict[str, Words]
    fractions: dict[str, Words] = {}
    """By "part/whole": the words for it."""
    periods: dict[str, tuple[int, ...]] = {}
    """How many of a period a year can have, by the unit of an average ("a month")."""
    patterns: dict[str, str]
