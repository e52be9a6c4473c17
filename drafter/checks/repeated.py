"""One thing, one value: what is said in several places with different numbers, and amounts that cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from drafter.checks.figures import cell_text, cells_in, subject_text
from drafter.checks.matter import Matter
from drafter.checks.numbers import UNIT
from drafter.checks.rules import Outcome, Rule
from drafter.form.expression import Expression
from drafter.form.phrases import Repeated
from drafter.messages import Text, both
from drafter.records import dataclass
from drafter.report import Number, Severity, show
from drafter.report.quantities.chinese import Exactness, QuantityKind
from drafter.statements import Binding, Discourse, Sense, State, Time

_KINDS = {"count": QuantityKind.COUNT, "amount": QuantityKind.AMOUNT}
_CONTEXT = 48


@dataclass(frozen=True, slots=True)
class _Said:
    """A place where a thing is given a value; zero where it is said that there is none."""

    paragraph: Discourse
    start: int
    end: int
    value: Number

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]


def check_repeated(matter: Matter) -> Iterator[Outcome]:
    """Everything that has one value in a report, and figures of which no cell can decide."""
    for item, before, unless, zero in matter.phrases.repeated:
        paragraphs = {where: one for where, one in matter.account.paragraphs.items() if _cued(one, item)}
        if not paragraphs:
            continue
        near = [one for one in matter.account.bindings if one.where in paragraphs]
        none = list(_zeros(paragraphs.values(), zero))
        parts = [] if not none else [one for one in _values(item, before, None, near, matter) if one.value]
        said = [*_values(item, before, unless, near, matter), *none, *(parts[:1] if parts else ())]
        said = list(dict.fromkeys(said))
        yield from _one_value(item, said)
        yield from _amounts(item, [one for one in said if one.value], matter)
    yield from _undecided(matter)


def _rule(item: Repeated) -> Rule:
    return replace(FEE, code=item.rule, severity=Severity(item.severity))


def _cued(paragraph: Discourse, item: Repeated) -> bool:
    return any(cue in paragraph.text for cue in item.cues)


def _values(
    item: Repeated, before: Expression, unless: Expression | None, near: Sequence[Binding], matter: Matter
) -> Iterator[_Said]:
    for binding in near:
        quantity = binding.quantity
        if quantity.kind is not _KINDS[item.kind] or quantity.exactness is not Exactness.EXACT:
            continue
        paragraph = matter.account.paragraphs[binding.where]
        start = paragraph.sentence_at(quantity.start).start
        words = "".join(paragraph.text[max(start, quantity.start - _CONTEXT) : quantity.start].split())
        if (
            before.search(words)
            and not (unless is not None and unless.search(paragraph.text, start, quantity.start))
            and _stands(paragraph, quantity.start)
        ):
            yield _Said(paragraph, quantity.start, quantity.end, quantity.value)


def _stands(paragraph: Discourse, position: int) -> bool:
    """Whether what is said at a place is said of this year, outside open marks."""
    return paragraph.time(position) is Time.NOW and not paragraph.in_mark(position)


def _zeros(paragraphs: Iterable[Discourse], zero: Expression) -> Iterator[_Said]:
    for paragraph in paragraphs:
        for match in zero.finditer(paragraph.text):
            if _stands(paragraph, match.start()):
                yield _Said(paragraph, match.start(), match.end(), 0)


def _one_value(item: Repeated, said: Sequence[_Said]) -> Iterator[Outcome]:
    """Every later place against the first."""
    for other in said[1:]:
        if other.value == said[0].value:
            yield _rule(item).held()
            continue
        name = Text(item.name.zh, item.name.en)
        message = both("findings.two_values", name=name, first=said[0].text, second=other.text)
        where = other.paragraph.at(other.start, other.end)
        yield _rule(item).failed(where, message, expected=said[0].text, found=other.text, source=item.source)


def _amounts(item: Repeated, said: Sequence[_Said], matter: Matter) -> Iterator[Outcome]:
    """Amounts that the price list cannot yield, and a part that is more than its whole."""
    whole = matter.facts.value(item.within) if item.within else None
    for one in said:
        if item.multiple_of:
            divides = one.value % item.multiple_of == 0
            yield _rule(item).held() if divides else _multiple(item, one)
        if whole is not None and item.within:
            fits = one.value <= whole * item.scale
            yield UNIT.held() if fits else _part(item, one, whole, matter)


def _multiple(item: Repeated, one: _Said) -> Outcome:
    name = Text(item.name.zh, item.name.en)
    message = both("findings.not_multiple", name=name, found=one.text, step=item.multiple_of)
    where = one.paragraph.at(one.start, one.end)
    rule = replace(_rule(item), severity=Severity.WARNING)
    return rule.failed(where, message, found=one.text, source=item.source)


def _part(item: Repeated, one: _Said, whole: Number, matter: Matter) -> Outcome:
    cell = item.within or ""
    name, label = Text(item.name.zh, item.name.en), cell_text(cell, matter.form)
    unit = matter.phrases.unit(cell)
    message = both("findings.part_exceeds", name=name, found=one.text, cell=label, value=show(whole), unit=unit)
    where = one.paragraph.at(one.start, one.end, (cell,))
    rule = replace(UNIT, severity=Severity.WARNING)
    return rule.failed(where, message, expected=show(whole), found=one.text, source=item.source)


def _undecided(matter: Matter) -> Iterator[Outcome]:
    """Figures said twice with different numbers where the cell is blank."""
    first: dict[tuple[str, ...], Binding] = {}
    for binding in matter.account.bindings:
        decidable = binding.sense is Sense.OTHER and binding.said and binding.state is State.OPEN
        if not decidable or binding.quantity.exactness is not Exactness.EXACT:
            continue
        if any(matter.facts.value(target) is not None for target in binding.said):
            continue
        before = first.setdefault(binding.said, binding)
        if before is not binding:
            yield SAME.held() if before.quantity.value == binding.quantity.value else _twice(before, binding, matter)


def _twice(before: Binding, binding: Binding, matter: Matter) -> Outcome:
    quantity, subject = binding.quantity, binding.said[0]
    name, cells = subject_text(subject, matter.facts), cells_in(subject, matter.form)
    message = both("findings.two_values", name=name, first=before.quantity.text, second=quantity.text)
    where = matter.account.paragraphs[binding.where].at(quantity.start, quantity.end, cells)
    first, source = before.quantity.text, matter.phrases.book.source
    return SAME.failed(where, message, expected=first, found=quantity.text, source=source)


SAME = Rule("T10", Severity.WARNING, check_repeated)
FEE = Rule("T12", Severity.ERROR, check_repeated)
RULES = (SAME, FEE)
