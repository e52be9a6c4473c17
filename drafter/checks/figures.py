"""Figures against the form: values of the right kind, every relation, and the one wrong cell behind failures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.form import Form, Identity, Term
from drafter.form.schema.form import RelationDefinition
from drafter.messages import Text, both
from drafter.records import dataclass
from drafter.report import Facts, Figures, Number, Place, Severity, Unread, identities_of, show, total
from drafter.statements.judge import ENTRY

_SHOWN_TERMS = 8
_FEW = 2
"""So many blank rows are told one by one, even where nothing of a table was filled in."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A relation between cells that are all given, with what its sides come to."""

    identity: Identity
    left: Number
    right: Number

    @property
    def residual(self) -> Number:
        difference: Number = self.left - self.right
        return difference


@dataclass(frozen=True, slots=True)
class FailingRelation:
    """A relation that does not hold: this year's cells in it, and the one cell behind it with the value it wants."""

    rule: str
    cells: tuple[str, ...]
    message: Text
    suspect: str | None = None
    expected: Number | None = None


def check_unread(matter: Matter) -> Iterator[Outcome]:
    """Cells that could not be read, one finding per row and reason."""
    return _unread(matter.filing.unread, matter.form)


def check_cells(matter: Matter) -> Iterator[Outcome]:
    """Blank cells, one finding per row, and raw text, one per cell."""
    return _cells(matter.facts.figures, matter.form, {item.cell for item in matter.filing.unread})


def check_relations(matter: Matter) -> Iterator[Outcome]:
    """Every relation, last year's figures included; first the cells that alone are behind failures."""
    form, figures, last, computed = matter.form, matter.facts.figures, matter.facts.last_figures, matter.facts.computed
    told = list(_judge(figures, form, last))
    failing, given, suspects = _failures(told, figures, computed, form)
    for cell, value, items in suspects:
        yield _suspect(cell, value, items, figures, form)
    explained = {id(item) for _, _, items in suspects for item in items}
    own = {id(item) for item in given} - explained
    failed = {id(item) for item in failing}
    for identity, item in told:
        if item is None:
            yield _plain_outcome(identity.rule, None)
        elif id(item) in own:
            yield _relation(item, figures, last, form)
        else:
            yield _plain_outcome(identity.rule, id(item) not in failed)


def failing_relations(facts: Facts) -> Iterator[FailingRelation]:
    """Every relation that does not hold, but for those that only follow from others; as `check_relations` tells them.

    Those that one cell is behind come first, cell by cell.
    """
    form, figures, last = facts.form, facts.figures, facts.last_figures
    _, given, suspects = _failures(list(_judge(figures, form, last)), figures, facts.computed, form)
    behind = {id(item): (cell, value) for cell, value, items in suspects for item in items}
    for item in sorted(given, key=lambda one: id(one) not in behind):
        suspect, value = behind.get(id(item), (None, None))
        message = _sentence(item, figures, last, form)
        yield FailingRelation(item.identity.rule, item.identity.cells, message, suspect, value)


def _failures(
    told: Sequence[tuple[Identity, _Judged | None]], figures: Figures, computed: frozenset[str], form: Form
) -> tuple[list[_Judged], list[_Judged], list[tuple[str, Number, list[_Judged]]]]:
    """Relations that do not hold, those of them that do not only follow, and the cells that alone are behind some."""
    judged = [item for _, item in told if item is not None]
    failing = [item for item in judged if not _holds(item)]
    given = [item for item in failing if not _only_follows(item, failing, computed)]
    return failing, given, _suspects(given, judged, figures, computed, form)


_plain_outcome = cache(Outcome)
"""An outcome without a finding; there are nearly as many as relations, so equal ones are made once."""


def cell_text(address: str, form: Form) -> Text:
    """What people call a cell: table, row and column as the form prints them."""
    table = form.tables[address.partition(".")[0]].definition.name
    row, column = form.row_label(address), form.column_label(address)
    return both(
        "findings.cell", table=table, row=row, column=column, address=form.english(f"{table}, {row}, {column}", address)
    )


def cells_in(subject: str, form: Form) -> tuple[str, ...]:
    """The cells of what a number is about; entries have none."""
    names = [name for name in subject.split("+") if name and not name.startswith(ENTRY)]
    return tuple(cell for name in names for cell in form.cells_of(name))


def subject_text(subject: str, facts: Facts) -> Text:
    """What people call what a number is about: a cell, a named sum, an entry, or several of these joined by "+"."""
    labels = [_label(name, facts) for name in subject.split("+") if name]
    return Text("+".join(label.zh for label in labels), " + ".join(label.en for label in labels))


def _label(name: str, facts: Facts) -> Text:
    if not name.startswith(ENTRY):
        return cell_text(name, facts.form)
    return both("findings.entry", sentence=facts.entry_of[name.removeprefix(ENTRY)].sentence)


def _judge(figures: Figures, form: Form, last: Figures) -> Iterator[tuple[Identity, _Judged | None]]:
    """Every relation, and what its sides come to; None where a cell is not given."""
    for identity in identities_of(figures, form):
        left = total(identity.left, figures, last)
        right = None if left is None else total(identity.right, figures, last)
        yield identity, None if left is None or right is None else _Judged(identity, left, right)


def _holds(item: _Judged) -> bool:
    residual, tolerance = item.residual, item.identity.tolerance
    match item.identity.relation.is_:
        case "=":
            return -tolerance <= residual <= tolerance
        case "<=":
            return residual <= tolerance
        case _:
            return residual >= -tolerance


def _only_follows(item: _Judged, failing: Sequence[_Judged], computed: frozenset[str]) -> bool:
    """Whether a relation stands between computed totals alone, so that it fails because another one does."""
    cells = item.identity.cells
    return all(cell in computed for cell in cells) and any(
        other.identity.rule == item.identity.rule and other is not item for other in failing
    )


def _suspects(
    failing: Sequence[_Judged], judged: Sequence[_Judged], figures: Figures, computed: frozenset[str], form: Form
) -> list[tuple[str, Number, list[_Judged]]]:
    """Cells whose change alone would balance every relation they stand in, at least two, and no other cell as well.

    A cell is named only where the failing relations that it explains cross in no other such cell.
    """
    if len(failing) < 2:
        return []
    through: dict[str, list[_Judged]] = {}
    for item in judged:
        if _is_hard(item):
            for cell in item.identity.cells:
                through.setdefault(cell, []).append(item)
    failed = {id(item) for item in failing}
    candidates = []
    for cell, items in through.items():
        if len(items) < 2 or cell in computed or not all(id(item) in failed for item in items):
            continue
        value = _balancing(cell, items, figures, form)
        if value is not None:
            candidates.append((cell, value, items))
    shared = Counter(id(item) for _, _, items in candidates for item in items)
    return [found for found in candidates if all(shared[id(item)] == 1 for item in found[2])]


def _is_hard(item: _Judged) -> bool:
    return item.identity.relation.is_ == "=" and item.identity.relation.severity == "error"


def _balancing(cell: str, items: Sequence[_Judged], figures: Figures, form: Form) -> Number | None:
    """The value of `cell` with which all of `items` balance; None when there is none, or none that it may have."""
    changes = {_change(cell, item) for item in items}
    if len(changes) != 1:
        return None
    current = figures[cell]
    assert current is not None and not isinstance(current, str)
    value = current + changes.pop()
    column = form.column_of(cell)
    return value if column.signed or value >= 0 else None


def _change(cell: str, item: _Judged) -> Number:
    weight = sum(term.weight for term in item.identity.left if _is(term, cell))
    weight -= sum(term.weight for term in item.identity.right if _is(term, cell))
    change = Decimal(-item.residual) / weight if weight else Decimal(0)
    return int(change) if change == change.to_integral_value() else change


def _is(term: Term, cell: str) -> bool:
    return term.address == cell and not term.last


def _suspect(cell: str, value: Number, items: Sequence[_Judged], figures: Figures, form: Form) -> Outcome:
    found, expected = show(figures[cell]), show(value)
    return SUSPECT.failed(
        Place(cells=(cell,)),
        both("findings.suspect", cell=cell_text(cell, form), found=found, expected=expected),
        expected=expected,
        found=found,
        source=items[0].identity.relation.source,
        related=tuple(_sentence(item, figures, {}, form) for item in items),
    )


def _relation(item: _Judged, figures: Figures, last: Figures, form: Form) -> Outcome:
    message = _sentence(item, figures, last, form)
    rule, place = _rule(item.identity.relation), Place(cells=item.identity.cells)
    return rule.failed(place, message, expected=show(item.right), found=show(item.left))


def _sentence(item: _Judged, figures: Figures, last: Figures, form: Form) -> Text:
    relation = item.identity.relation
    values = {
        "rule": relation.rule,
        "name": Text(relation.name.zh, relation.name.en),
        "where": _where(item.identity, form),
        "left": show(item.left),
        "right": show(item.right),
        "difference": show(max(item.residual, -item.residual)),
        "left_terms": _terms(item.identity.left, figures, last, item.identity, form),
        "right_terms": _terms(item.identity.right, figures, last, item.identity, form),
    }
    return both("findings.relation" if relation.is_ == "=" else "findings.inequality", **values)


def _where(identity: Identity, form: Form) -> Text:
    """The row or column that an identity is about."""
    address = identity.cells[0]
    table = form.tables[address.partition(".")[0]].definition.name
    if identity.relation.per == "once":
        return cell_text(address, form)
    key = f"findings.in_{identity.relation.per}"
    name = form.column_label(address) if identity.relation.per == "column" else form.row_label(address)
    short = address.rpartition(".")[2] if identity.relation.per == "column" else address.rpartition(".")[0]
    return both(key, table=table, name=name, key=form.english(f"{table}, {name}", short))


def _terms(terms: Sequence[Term], figures: Figures, last: Figures, identity: Identity, form: Form) -> Text:
    """The terms with their values; zeros of a long sum are left out."""
    valued = [(term, (last if term.last else figures).get(term.address)) for term in terms]
    shown = [pair for pair in valued if len(terms) <= _SHOWN_TERMS or pair[1]][:_SHOWN_TERMS]
    texts = [_term(term, show(value), identity, form) for term, value in shown]
    more = "" if len(shown) >= sum(1 for _, value in valued if value) else "…"
    return Text(_joined([text.zh for text in texts]) + more, _joined([text.en for text in texts]) + more)


def _joined(texts: Sequence[str]) -> str:
    return "".join(text if not index else f" {text[0]} {text[1:]}" for index, text in enumerate(texts)).lstrip("+")


def _term(term: Term, value: str, identity: Identity, form: Form) -> Text:
    in_row = identity.relation.per == "row"
    name = form.column_label(term.address) if in_row else form.row_label(term.address)
    key = term.address.rpartition(".")[2] if in_row else term.address.rpartition(".")[0].partition(".")[2]
    sign = "-" if term.weight < 0 else "+"
    text = both(
        "findings.last_term" if term.last else "findings.term", name=name, key=form.english(name, key), value=value
    )
    return Text(sign + text.zh, sign + text.en)


def _cells(figures: Figures, form: Form, unread: set[str]) -> Iterator[Outcome]:
    blanks: dict[str, list[str]] = {}
    totals: set[str] | None = None
    for address, figure in figures.items():
        if figure is not None and not isinstance(figure, str):
            continue
        column = form.column_of(address)
        if column.kind in ("text", "date"):
            continue
        if figure is None and address not in unread:
            totals = totals if totals is not None else _totals(figures, form)
            if address not in totals:
                blanks.setdefault(address.rpartition(".")[0], []).append(address)
        elif isinstance(figure, str) and figure not in column.legal:
            yield _raw(address, figure, form)
    yield from _blanks(blanks, form)


def _totals(figures: Figures, form: Form) -> set[str]:
    """Cells that compute themselves: blank, they follow from what is blank or wrong elsewhere."""
    return {item.left[0].address for item in identities_of(figures, form) if item.relation.computes}


def _blanks(blanks: Mapping[str, Sequence[str]], form: Form) -> Iterator[Outcome]:
    """A finding per row with blank cells, or one for a table in which nothing was filled in."""
    for table in form.tables.values():
        rows = {row: cells for row, cells in blanks.items() if row.partition(".")[0] == table.key}
        rest = {item.left[0].address for item in form.identities if item.relation.prefills}
        count = sum(cell not in rest for cells in rows.values() for cell in cells)
        if len(rows) > _FEW and count == _components(table.key, form):
            name = table.definition.name
            first = next(iter(rows.values()))[0]
            values = {"row": form.row_label(first), "count": len(rows), "row_key": form.english_row(first)}
            message = both("findings.blank_table", table=name, key=form.english(name, table.key), **values)
            place = Place(cells=tuple(cell for cells in rows.values() for cell in cells))
            yield CELL.failed(place, message, source=form.definition.source)
            continue
        for cells in rows.values():
            yield _blank(cells, form)


def _components(table: str, form: Form) -> int:
    """Cells of a table that somebody must fill in: neither computed nor taken from last year's report."""
    known = {item.left[0].address for item in form.identities if item.relation.computes or item.relation.prefills}
    return sum(cell.partition(".")[0] == table and cell not in known for cell in form.cells)


def _raw(address: str, figure: str, form: Form) -> Outcome:
    kind = {"count": "not_whole", "amount": "not_amount"}.get(form.column_of(address).kind, "raw")
    numeric = any(character.isdigit() for character in figure)
    message = both(f"findings.{kind if numeric else 'raw'}", cell=cell_text(address, form), raw=figure)
    return CELL.failed(Place(cells=(address,)), message, found=figure, source=form.definition.source)


def _blank(cells: Sequence[str], form: Form) -> Outcome:
    table = form.tables[cells[0].partition(".")[0]].definition.name
    names = form.definition.reading.list_separator.join(form.column_label(cell) for cell in cells)
    row = form.row_label(cells[0])
    key = form.english_row(cells[0])
    message = both("findings.blank", table=table, row=row, names=names, count=len(cells), key=key)
    return CELL.failed(Place(cells=tuple(cells)), message, source=form.definition.source)


def _unread(unread: Iterable[Unread], form: Form) -> Iterator[Outcome]:
    rows: dict[tuple[str, str, str], list[str]] = {}
    for item in unread:
        rows.setdefault((item.cell.rpartition(".")[0], item.reason, item.raw), []).append(item.cell)
    for (_, reason, raw), cells in rows.items():
        table = form.tables[cells[0].partition(".")[0]].definition.name
        why = both(f"reasons.{reason}")
        label = form.row_label(cells[0])
        key = form.english_row(cells[0])
        message = both("findings.unread", table=table, row=label, why=why, raw=raw, count=len(cells), key=key)
        yield UNREAD.failed(Place(cells=tuple(cells)), message, found=raw or None)


SUSPECT = Rule("A0", Severity.ERROR, check_relations)
CELL = Rule("D1", Severity.ERROR, check_cells)
UNREAD = Rule("R1", Severity.ERROR, check_unread)


def rules_of(form: Form) -> tuple[Rule, ...]:
    """The rules on figures alone, and the relations that the form declares."""
    return (UNREAD, CELL, SUSPECT, *map(_rule, form.definition.relations))


def _rule(relation: RelationDefinition) -> Rule:
    name = Text(relation.name.zh, relation.name.en)
    return Rule(relation.rule, Severity(relation.severity), check_relations, name, relation.source)
