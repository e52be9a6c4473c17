"""The schema of `wording.toml`: rules on the words of a report, each with severity, source and exemptions.

A user's own file has the same schema and adds to the rules of the form.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from drafter.errors import FormError
from drafter.form import Form
from drafter.form.files import read_file
from drafter.form.schema.form import SectionKind
from drafter.form.schema.values import NEVER, Bilingual, Key, Pattern, Severity, Strict, pattern_with
from drafter.patterns import compiled
from drafter.records import dataclass

_FIELDS = {"text", "expected", "section", "count", "limit", "before", "after"}
_PLAIN = re.compile(r"[^\\.^$*+?{}\[\]|()]*")


class Common(Strict):
    """What every rule has; `sections` and `kinds` (of sections) say where it applies: without both, everywhere.

    `trait`: the rule is for organisations with it, an error only where the case declares the kind. `notice`: the rule
    stands in a local notice and is off unless the case names it. Fields of messages: text, expected, section, count,
    limit, before, after.
    """

    key: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]
    severity: Severity
    name: Bilingual
    message: Bilingual
    inferred: Bilingual | None = None
    """What is said instead where the trait is only suggested by the organisation's name."""
    source: str
    sections: tuple[Key, ...] = ()
    kinds: tuple[SectionKind, ...] = ()
    trait: str | None = None
    from_year: int | None = None
    to_year: int | None = None
    notice: str | None = None

    @model_validator(mode="after")
    def _messages_can_be_filled(self) -> Common:
        for text in (self.message, self.inferred):
            for sentence in (text.zh, text.en) if text else ():
                fields = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
                if fields - _FIELDS:
                    raise ValueError(f"rule {self.key}: no field {sorted(fields - _FIELDS)[0]!r}")
        return self


class WordTerm(Strict):
    """Words that should not stand in the text (a regular expression), and what should.

    `near`: literals of which one must occur for the pattern to be tried. `not_before`, `not_after`: years of reports
    in which the words are in order. `organization`: only for names that match; `not_organization`: not for those.
    """

    pattern: Pattern
    near: tuple[str, ...] = ()
    expected: str = ""
    not_before: int | None = None
    not_after: int | None = None
    organization: Pattern | None = None
    not_organization: Pattern | None = None


class FoundRule(Common):
    """Words that should not stand there; `unless`: not where this matches in the same sentence.

    `grouped`: one finding per section, with the count. `literals` maps wrong words to right ones.
    """

    check: Literal["found"]
    terms: tuple[WordTerm, ...] = ()
    literals: dict[str, str] = Field(default_factory=dict)
    unless: Pattern | None = None
    headings: bool = True
    unplaced: bool = False
    """Whether text that stands in no section is looked at as well."""
    grouped: bool = False


class MissingRule(Common):
    """Something that must be said: one of the patterns, in the sections of the rule; judged where `when` matches."""

    check: Literal["missing"]
    patterns: tuple[Pattern, ...]
    when: Pattern | None = None
    at: Key


class TitleRule(Common):
    """The shape of the title, white space aside."""

    check: Literal["title"]
    pattern: Pattern


class CitedDocument(Strict):
    """A document: how its name is written, and the numbers (a regular expression at the end) that belong to it."""

    name: Pattern
    near: str
    number: Pattern
    expected: str


class CitationRule(Common):
    """Name and number of a cited document must pair; `after` finds the group `number` right after a name."""

    check: Literal["citation"]
    after: Annotated[str, pattern_with("number")]
    documents: tuple[CitedDocument, ...]
    other_rule: Pattern = NEVER
    """Numbers that another rule is about."""


class PartsRule(Common):
    """A sentence that lists the parts of the report (group `parts`) and counts them (group `count`)."""

    check: Literal["parts"]
    pattern: Pattern
    near: str
    between: Pattern
    """What may stand between the parts listed."""


class NumberingStyle(Strict):
    """A way of numbering: where an item begins (group `n`), and how an item may be written (field `n`)."""

    pattern: Pattern
    forms: tuple[str, ...]


class NumberingRule(Common):
    """Items of an enumeration that do not follow each other."""

    check: Literal["numbering"]
    styles: tuple[NumberingStyle, ...]


class PairsRule(Common):
    """Opening and closing marks that do not pair within a paragraph; `spare`: closing marks that need no opening."""

    check: Literal["pairs"]
    opening: tuple[str, ...]
    closing: tuple[str, ...]
    spare: Pattern


class LengthRule(Common):
    """A section that is longer than `most` characters."""

    check: Literal["length"]
    most: int


class MeasuresRule(Common):
    """Fewer measures than problems: items before and after the text turns to measures, where both are itemised."""

    check: Literal["measures"]


class SimilarityLimit(Strict):
    """How much of a section may be last year's, in percent."""

    section: Key
    most: int


class SimilarRule(Common):
    """Sections that are too much like last year's; `ignore` is left out, `least` is the length judged at all."""

    check: Literal["similar"]
    limits: tuple[SimilarityLimit, ...]
    ignore: Pattern
    least: int = 60


class UnchangedRule(Common):
    """Sections that are last year's word for word."""

    check: Literal["unchanged"]
    ignore: Pattern
    least: int = 20


class RepeatedRule(Common):
    """Items of an enumeration of problems that stood word for word in last year's report."""

    check: Literal["repeated"]
    ignore: Pattern
    least: int = 8


class SensitiveRule(Common):
    """What must not be published and is never shown whole: a kind of personal data, or what `patterns` match.

    The group `it` of a pattern, if any, is the sensitive part; the rest is as in `data/personal_data.toml`.
    """

    check: Literal["sensitive"]
    data: Literal["identity", "card", "phone", "landline", "email", "name"] | None = None
    patterns: tuple[Pattern, ...] = ()
    near: tuple[str, ...] = ()
    checksum: Literal["identity", "luhn"] | None = None
    unless_before: Pattern | None = None
    shown: int = 1

    @model_validator(mode="after")
    def _says_what_it_finds(self) -> SensitiveRule:
        if (self.data is None) == (not self.patterns):
            raise ValueError(f"rule {self.key}: either data or patterns")
        return self


Rule = Annotated[
    FoundRule
    | MissingRule
    | TitleRule
    | CitationRule
    | PartsRule
    | NumberingRule
    | PairsRule
    | LengthRule
    | MeasuresRule
    | SimilarRule
    | UnchangedRule
    | RepeatedRule
    | SensitiveRule,
    Field(discriminator="check"),
]


class TraitHint(Strict):
    """A trait that a name tells, whatever the kind of the organisation is."""

    trait: str
    suggested_by: Pattern


class WordingBook(Strict):
    """A whole `wording.toml`; `numerals` are 1, 2, 3, … as items of enumerations are numbered."""

    numerals: tuple[str, ...] = ()
    traits: tuple[TraitHint, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledTerm:
    """A term ready for use; one of `near`, if there are any, must occur for its pattern to match."""

    term: WordTerm
    near: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first needed: most never are."""
        return compiled(self.term.pattern)


@dataclass(frozen=True, eq=False)
class Wording:
    """The rules of a form and of a user, compiled."""

    rules: tuple[Rule, ...]
    numerals: tuple[str, ...]
    traits: tuple[TraitHint, ...]
    terms: Mapping[str, tuple[CompiledTerm, ...]]
    """Terms by the key of their rule."""

    @property
    def sensitive(self) -> tuple[SensitiveRule, ...]:
        """Rules on what must not be published."""
        return tuple(rule for rule in self.rules if isinstance(rule, SensitiveRule))


def wording_of(form: Form, own: Path | None = None) -> Wording:
    """The rules in the form's folder and in a user's `own` file; FormError when one of them cannot be used."""
    return _wording(form, own, own.stat().st_mtime_ns if own and own.is_file() else 0)


@lru_cache(maxsize=16)
def _wording(form: Form, own: Path | None, _changed: int) -> Wording:
    paths = [form.folder / "wording.toml", *([own] if own else [])]
    books = [(path, read_file(path, WordingBook)) for path in paths]
    for path, book in books:
        for reason in unknown_names(book, form):
            raise FormError("form_structure", path=path, reason=reason)
    rules = tuple(rule for _, book in books for rule in book.rules)
    twice = next((rule.key for i, rule in enumerate(rules) if rule.key in {other.key for other in rules[:i]}), None)
    if twice is not None:
        raise FormError("form_structure", path=paths[-1], reason=f"two rules {twice!r}")
    numerals = next((book.numerals for _, book in books if book.numerals), ())
    traits = tuple(trait for _, book in books for trait in book.traits)
    terms = {rule.key: _terms(rule) for rule in rules if isinstance(rule, FoundRule)}
    return Wording(rules, numerals, traits, terms)


def _terms(rule: FoundRule) -> tuple[CompiledTerm, ...]:
    literal = (
        WordTerm(pattern=re.escape(wrong), near=(wrong,), expected=right) for wrong, right in rule.literals.items()
    )
    return tuple(_term(term) for term in (*literal, *rule.terms))


def _term(term: WordTerm) -> CompiledTerm:
    near = term.near or ((term.pattern,) if _PLAIN.fullmatch(term.pattern) else ())
    return CompiledTerm(term, near)


def unknown_names(book: WordingBook, form: Form) -> Iterator[str]:
    """Sections and traits that rules name and the form does not have."""
    sections = {"preface", *(section.key for section in form.sections)}
    traits = {trait for kind in form.definition.kinds for trait in kind.traits}
    for rule in book.rules:
        named = {*rule.sections, *([rule.at] if isinstance(rule, MissingRule) else [])}
        named |= {limit.section for limit in rule.limits} if isinstance(rule, SimilarRule) else set()
        yield from (f"{rule.key}: no section {name!r}" for name in sorted(named - sections))
        if rule.trait is not None and rule.trait not in traits:
            yield f"{rule.key}: no trait {rule.trait!r}"
