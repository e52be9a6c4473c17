"""The schema of `phrases.toml`: how a form's figures are said, and what in prose is compared with what."""

from __future__ import annotations

from typing import Annotated, Literal

from drafter.form.schema.values import NEVER, Bilingual, Pattern, Severity, Strict, pattern_with, template_with


class Words(Strict):
    """Words for change; templates are str.format with the fields they show. Without them signs are written."""

    increase: str = "+"
    decrease: str = "-"
    unchanged: str = "+0"
    grow: str = "+"
    fall: str = "-"
    flat: str = "+0%"
    change: Annotated[str, template_with("direction", "value", "unit")] = "{direction}{value}"
    growth: Annotated[str, template_with("direction", "value")] = "{direction}{value}"
    percentage: Annotated[str, template_with("value")] = "{value}%"
    points: Annotated[str, template_with("direction", "value")] = "{direction}{value} percentage points"
    """How a share is said to have moved; `points_up` and `points_down` are its directions."""
    points_up: str = "up "
    points_down: str = "down "
    zero: Annotated[str, template_with("subject", "value", "unit")] = "{subject}: 0"
    """Fields `subject` and `unit`: how a figure without a wording of its own is said when it is zero."""
    positive: Annotated[str, template_with("subject", "value", "unit")] = "{subject}: {value}"
    clause_end: str = ",;:."
    """Characters at which a clause ends."""
    year: Annotated[str, pattern_with("year")] = r"(?P<year>(?:19|20)\d\d)"
    """How a year is written; a regular expression with the group `year`."""
    growth_before: Pattern = NEVER
    """What stands before the size of a change: its direction word (group `direction`)."""
    compared: Pattern = NEVER
    """Words that announce a comparison with last year, from the figure compared on; without them all is one."""
    compared_with: Pattern = NEVER
    """What stands before last year's number where a comparison names it."""
    trend: Pattern = NEVER
    """A comparison without a size, right after a figure: its direction word (group `direction`)."""
    share_before: Pattern = NEVER
    """What stands before a share in percent."""
    share_of_all: Pattern = NEVER
    """What stands before a share that can only be one of a total."""
    falling: tuple[str, ...] = ()
    """Direction words that say less."""
    zero_after: Pattern = NEVER
    """What may stand between a number and the end of its clause for the whole clause to be worded anew when it is 0."""
    item: Pattern = NEVER
    """The beginning of an item of an enumeration."""
    measures_from: Pattern = NEVER
    """Where a text on problems turns to measures."""
    time: Pattern = NEVER
    """Words that set the time of what follows in a sentence: groups `year`, `now`, `last`, `part`; the last holds."""
    narrower: Pattern = NEVER
    """Words in a sentence after which figures may be of a part of the organisation only."""
    joining: str = ""
    """Characters that join two names in front of one number."""
    vague_units: tuple[str, ...] = ()
    """Units that count figures of the form only where no noun follows them."""
    counted_first: Pattern = "^"
    """What may stand before a number that its name follows."""
    counted_then: Pattern = ""
    """What may stand between a number and the name that follows it."""
    named_then: Pattern = ""
    """What may stand between a name and the number that follows it."""


class Subject(Strict):
    """What a cell or named sum is called, and in which unit it is counted."""

    target: str
    unit: str
    positive: str
    zero: str


class Scope(Strict):
    """What a sentence is about since one of these words."""

    key: str
    words: Pattern
    topics: tuple[str, ...] = ()
    """Topics of which a paragraph is about this from the beginning."""
    local: bool = False
    """Whether it ends with its sentence."""
    about: Pattern = ""
    """What the paragraph must speak of somewhere (or have a topic of some scope) for strict sayings to be strict."""


class Saying(Strict):
    """A way of stating cells: what stands before the number, perhaps what stands after, in which scope and units.

    Bases differ in practice, so several targets may be meant; the first whose value agrees is. `strict`: with none of
    them agreeing, the number contradicts the first. `name` stands for two sayings: name first, and number first.
    """

    targets: tuple[str, ...]
    before: Pattern = ""
    after: Pattern = ""
    name: Pattern = ""
    cues: tuple[str, ...] = ()
    """Literal words one of which every match holds (of `after`, where there is one), to make the search quick."""
    scope: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    kind: Literal["count", "amount", "percent"] = "count"
    scale: int = 1
    """Value of the number per unit of the cell (10000 for yuan against ten thousand yuan)."""
    share_of: str | None = None
    or_share_of: str | None = None
    """Another whole that the share may be one of."""
    strict: bool = True
    unless: Pattern = ""
    """Words of the sentence before the number with which the saying is not strict."""
    whole: bool = False
    """Whether it states a total, which is no item of a breakdown."""


class Claim(Strict):
    """Words that state figures without a number.

    `zero` claims that the cells are; `only`, that all is of one kind, so that the cells of the others are; `settled`,
    that nothing remains in the first cell. Of settled ones, `rate` says that the rate is 100 %, and `timely` only that
    what was done was in time.
    """

    kind: Literal["zero", "settled", "only"]
    pattern: Pattern
    cells: tuple[str, ...]
    scope: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    grade: Literal["all", "rate", "timely"] = "all"
    carried: str | None = None
    """Of a settled claim: the cell of cases that came from last year."""
    counting: tuple[str, ...] = ()
    """Targets that count those cases too, when the sentence states them."""
    done: tuple[str, ...] = ()
    """Targets of which the claim is true in any case, when it is about them."""
    subjects: tuple[str, ...] = ()
    """Targets that the claim can be about."""
    qualified: Pattern = NEVER
    """Words of the sentence that except the rest."""
    writes: str = ""
    """Draft text with references that says it for any figures; without it the claim is opened when it is not true."""
    severity: Severity = "error"
    source: str = ""


class Lists(Strict):
    """How a breakdown is announced, and the words that say it is not complete, or that it is."""

    opens: Pattern = NEVER
    open_ended: Pattern = NEVER
    complete: Pattern = NEVER
    sentence_opens: Pattern = NEVER
    """The beginning of a sentence that breaks down what the sentence before it states."""


class Split(Strict):
    """A total said by its parts: the words that name each part, and the targets that their sum may be."""

    rule: str
    scope: tuple[str, ...] = ()
    parts: tuple[Pattern, ...]
    complete: bool = False
    """Whether the parts are all there are, when every one of them is named."""
    targets: tuple[str, ...]
    unless: Pattern = NEVER
    source: str = ""


class Repeated(Strict):
    """Something that has one value in a report, said perhaps in several places."""

    key: str
    name: Bilingual
    rule: str
    severity: Severity = "error"
    before: Pattern
    cues: tuple[str, ...] = ()
    kind: Literal["count", "amount"] = "count"
    unless: Pattern = NEVER
    zero: Pattern = NEVER
    """Words that say there is none."""
    multiple_of: int = 0
    within: str | None = None
    """The cell that it is a part of, and the value of the number per unit of that cell."""
    scale: int = 1
    source: str = ""


class YearWords(Strict):
    """Years and periods that belong in a report, as regular expressions."""

    period: Pattern = NEVER
    """The statistics period: groups `first`, `first_day`, `last`, `last_day`; days as written, with a month."""
    first_day: Pattern = NEVER
    last_day: Pattern = NEVER
    until: Pattern = NEVER
    """The end of a count: group `day`."""
    glued: Pattern = NEVER
    """A year without its own word, run into a month."""
    leading: Pattern = NEVER
    """A year at the head of a clause (group `year`), that tells when all of it was."""
    comparing: Pattern = NEVER
    """Words of a sentence that may speak of other years."""
    ahead: Pattern = NEVER
    """Words of a sentence or text that may speak of next year."""
    source: str = ""


class Unsettled(Strict):
    """Words that were true last year and that nothing here can vouch for this year: they go into an open mark."""

    pattern: Pattern
    why: Bilingual


class PhraseBook(Strict):
    """A whole `phrases.toml`; `parts` are pieces of patterns, which other patterns name as <<part>>."""

    parts: dict[str, Pattern] = {}
    words: Words = Words()
    units: tuple[str, ...] = ()
    """Units in which the figures of the form are counted where a saying names none."""
    subjects: tuple[Subject, ...] = ()
    scopes: tuple[Scope, ...] = ()
    sayings: tuple[Saying, ...] = ()
    claims: tuple[Claim, ...] = ()
    lists: Lists = Lists()
    splits: tuple[Split, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    years: YearWords = YearWords()
    source: str = ""
    """Where it is laid down that the text must agree with the tables."""
    unsettled: tuple[Unsettled, ...] = ()
