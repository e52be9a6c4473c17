"""What the page of two filings shows, line by line: passages cut into pieces, printed tables, notes in the margin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from drafter.case.decisions import Judged, Standing
from drafter.comparison import BREAK, CellChange, ComparedPassage, ComparedSentence, Comparison, Run, RunKind, Status
from drafter.document import Cell, Role, TableBlock
from drafter.drafting.merge import PREFACE
from drafter.form import Form
from drafter.formats.html import head_rows
from drafter.messages import say
from drafter.records import dataclass
from drafter.report import Finding, Place, show
from drafter.statements import Account, Binding, State
from drafter.views.compare_records import Change, Grid, Line, MarginNote, Number, Piece, Row, TableSlot, TextPart
from drafter.views.diff_text import cell_words, percentage, status_key
from drafter.views.marks import Mark, Numbered, anchors_of, binding_marks, finding_marks, numbered, parts, text_marks
from drafter.views.names import reference_named
from drafter.views.redline import address_of, grids, row_role

_BEGINS = 24
"""Code points of a changed line that its entry in the list of changes shows."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything that rows are made from."""

    comparison: Comparison
    form: Form
    language: str
    findings: Sequence[Finding]
    account: Account
    judged: Mapping[str, Judged]
    anchors: Mapping[tuple[str, str], tuple[int, ...]]
    numbered: Numbered
    """The findings by paragraph."""
    bindings: Mapping[Place, Sequence[Binding]]
    """The numbers of the new text by paragraph."""
    moves: Mapping[tuple[str, str], tuple[str, str]]
    """By the old and new wording of a moved sentence: the lines that it went from and came to."""

    def say(self, key: str, /, **values: object) -> str:
        """A message of the page."""
        return say(self.language, f"compare.{key}", **values)

    def notes(self, numbers: Sequence[int]) -> tuple[MarginNote, ...]:
        """The findings with these positions as notes."""
        return tuple(_note(number, self) for number in dict.fromkeys(numbers))


def view_of(
    comparison: Comparison,
    form: Form,
    language: str,
    findings: Sequence[Finding],
    account: Account,
    judged: Sequence[Judged] = (),
) -> View:
    """The view of a comparison."""
    answers = {item.finding.key: item for item in judged}
    anchors = anchors_of(comparison, form, findings)
    by_paragraph = account.by_paragraph()
    moves = _moves(comparison)
    return View(
        comparison, form, language, findings, account, answers, anchors, numbered(findings), by_paragraph, moves
    )


def _moves(comparison: Comparison) -> Mapping[tuple[str, str], tuple[str, str]]:
    went: dict[tuple[str, str], str] = {}
    came: dict[tuple[str, str], str] = {}
    for section in comparison.sections:
        for number, passage in enumerate(section.passages):
            for sentence in passage.sentences:
                if sentence.status is Status.MOVED:
                    side = came if sentence.new is not None else went
                    side[_moved_as(sentence)] = f"{section.key}-{number}"
    return {key: (went[key], came[key]) for key in went if key in came}


def _moved_as(sentence: ComparedSentence) -> tuple[str, str]:
    """The old and the new wording of a moved sentence."""
    here, there = sentence.new if sentence.old is None else sentence.old, sentence.elsewhere or ""
    return (here or "", there) if sentence.new is None else (there, here or "")


# --- findings --------------------------------------------------------------------------------------------------------


def _note(number: int, view: View) -> MarginNote:
    finding = view.findings[number]
    judged = view.judged.get(finding.key)
    decided = judged is not None and judged.standing is Standing.DECIDED
    related = tuple(text.in_language(view.language) for text in finding.related)
    label = say(view.language, f"severity.{finding.severity.value}")
    message = finding.message.in_language(view.language)
    return MarginNote(number, finding, label, message, related, _answer(judged, view) if judged else "", decided)


def _answer(judged: Judged, view: View) -> str:
    """The decision about a finding in words, or last year's, which is offered again."""
    decision = judged.decision or judged.offered
    if decision is None:
        return ""
    key = "offered" if judged.decision is None else "decided" if judged.standing is Standing.DECIDED else "reopened"
    values = {"answer": view.say(decision.answer.value), "reason": decision.reason}
    return view.say(key, **values, by=decision.by, date=decision.date)


# --- narrative -------------------------------------------------------------------------------------------------------


def title_row(view: View) -> Row:
    """The titles."""
    runs = [(run, run.kind.value) for run in view.comparison.title]
    old, new = (tuple(_paragraphs(_title_pieces(runs, side))) for side in ("old", "new"))
    changed = any(not run.same for run, _ in runs)
    worded = any(run.kind is RunKind.WORDING for run, _ in runs)
    notes = view.notes(view.anchors.get(("title", ""), ()))
    flags = ("changed",) * changed + ("wording",) * worded + ("findings",) * bool(notes)
    return Row("title", "changed" if worded else "numbers" if changed else "kept", old, new, True, flags, notes)


def _title_pieces(runs: Sequence[tuple[Run, str]], side: str) -> Iterator[Piece]:
    for run, kind in runs:
        text = run.old if side == "old" else run.new
        if text:
            yield Piece(text, kind)


def sections(view: View) -> Iterator[TextPart]:
    """The preface and the sections, with their tables."""
    tables = grids(view.comparison, view.form)
    for section in view.comparison.sections:
        preface, heading = section.key == PREFACE, _heading(section.key, view)
        ratio = "" if section.reuse is None else view.say("section_reuse", percent=percentage(section.reuse))
        rows = tuple(_row(passage, f"{section.key}-{n}", view) for n, passage in enumerate(section.passages))
        keys = [] if preface else [table.key for table in view.form.tables_of(section.key)]
        shown = tuple(_grid(key, tables[key], view) for key in keys)
        notes = view.notes(view.anchors.get(("section", section.key), ()))
        if rows or shown or not preface:
            yield TextPart(section.key, heading, ratio, rows, shown, notes)


def _row(passage: ComparedPassage, identity: str, view: View) -> Row:
    marks = (
        *text_marks(passage.new, view.form),
        *finding_marks(passage.new, view.numbered),
        *binding_marks(passage.new, view.bindings),
    )
    before = tuple(text_marks(passage.old, view.form))
    old = tuple(_paragraphs(_pieces(passage, "old", before, view)))
    new = tuple(_paragraphs(_pieces(passage, "new", marks, view)))
    notes = view.notes([mark.meaning for mark in marks if isinstance(mark.meaning, int)])
    flags, links = tuple(_flags(passage, marks, notes)), tuple(dict.fromkeys(_links(passage, view)))
    return Row(identity, status_key(passage), old, new, passage.heading, flags, notes, links)


def _links(passage: ComparedPassage, view: View) -> Iterator[tuple[str, str]]:
    for sentence in passage.sentences:
        lines = view.moves.get(_moved_as(sentence)) if sentence.status is Status.MOVED else None
        if lines is not None and lines[0] != lines[1]:
            other, key = (lines[1], "moved_to") if sentence.new is None else (lines[0], "moved_from")
            yield view.say(key, place=_heading(other.rpartition("-")[0], view)), other


def _heading(section: str, view: View) -> str:
    return view.say("preface") if section == PREFACE else view.form.section(section).heading


def changes(title: Row, shown: Sequence[TextPart], view: View) -> Iterator[Change]:
    """Every line and table that changed, in order."""
    lines: list[tuple[str, Row | Grid]] = [("", title)]
    for part in shown:
        lines += [(part.heading, row) for row in part.rows]
        lines += [(part.heading, grid) for grid in part.grids]
    for heading, row in lines:
        if "changed" not in row.flags:
            continue
        if isinstance(row, Row):
            yield Change(f"r-{row.id}", heading, view.say(f"status_{row.status}"), _begins(row))
        else:
            name = view.form.tables[row.id.removeprefix("t-")].definition.name
            yield Change(row.id, heading, name, view.say("cells", count=len(row.changes)))


def _begins(row: Row) -> str:
    """The words with which the changed side of a line begins."""
    text = "".join(piece.text for line in (row.new or row.old) for _, pieces in line for piece in pieces)
    return text if len(text) <= _BEGINS else f"{text[:_BEGINS]}\u2026"


def _flags(passage: ComparedPassage, marks: Sequence[Mark], notes: Sequence[MarginNote]) -> Iterator[str]:
    if passage.status is not Status.KEPT:
        yield "changed"
        if passage.wording:
            yield "wording"
    if any(mark.meaning is Role.OPEN for mark in marks):
        yield "open"
    if notes:
        yield "findings"


def _pieces(passage: ComparedPassage, side: str, marks: Sequence[Mark], view: View) -> Iterator[Piece]:
    position = 0
    for sentence in passage.sentences:
        for run in sentence.here():
            text = run.old if side == "old" else run.new
            kind = "moved" if sentence.status is Status.MOVED else run.kind.value
            for piece, on in parts(text, position, marks) if text else ():
                yield _piece(piece, position, kind, on, view)
                position += len(piece)


def _piece(text: str, position: int, kind: str, on: Sequence[Mark], view: View) -> Piece:
    roles = [mark.meaning.value for mark in on if isinstance(mark.meaning, Role)]
    findings = tuple(mark.meaning for mark in on if isinstance(mark.meaning, int))
    number = next((mark for mark in on if isinstance(mark.meaning, Binding)), None)
    if number is None or not isinstance(number.meaning, Binding) or Role.OPEN in roles:
        return Piece(text, kind, roles[0] if roles else "", findings)
    shown = _number(number.meaning, view)
    return Piece(text, kind, roles[0] if roles else "", findings, shown, number.start == position)


def _number(binding: Binding, view: View) -> Number:
    identity = _number_id(binding)
    cells = cells_of(binding, view.form)
    named = _named(binding, view.form) if cells else ""
    if binding.state is State.OPEN:
        return Number(identity, "open", (), view.say("unbound"))
    if named:
        return Number(identity, binding.state.value, cells, view.say(binding.state.value, cell=named))
    base = reference_named(binding.reference, view.form, view.language) if binding.reference else ""
    return Number(identity, binding.state.value, (), view.say("based", base=base))


def _number_id(binding: Binding) -> str:
    return f"n-{binding.where.section}-{binding.where.paragraph}-{binding.quantity.start}"


def cells_of(binding: Binding, form: Form) -> tuple[str, ...]:
    """The cells that a number rests on; none for one that rests on a note or an entry."""
    reference = binding.reference
    if reference is None or reference.prefix in ("note", "entry"):
        return ()
    return form.cells_of(reference.target)


def _named(binding: Binding, form: Form) -> str:
    named = [f"{form.row_label(one)} · {form.column_label(one)}" for one in (binding.target or "").split("+")]
    derived = f" | {binding.reference.derivation}" if binding.reference and binding.reference.derivation else ""
    return " + ".join(named) + derived


def _paragraphs(pieces: Iterator[Piece]) -> Iterator[Line]:
    """The pieces by paragraph and by kind."""
    line: list[Piece] = []
    for piece in pieces:
        first, *more = piece.text.split(BREAK)
        line += [replace(piece, text=first)] if first else []
        for text in more:
            yield _line(line)
            line = [replace(piece, text=text)] if text else []
    if line:
        yield _line(line)


def _line(pieces: Sequence[Piece]) -> Line:
    whole: list[Piece] = []
    for piece in pieces:
        if whole and replace(whole[-1], text="") == replace(piece, text=""):
            whole[-1] = replace(piece, text=whole[-1].text + piece.text)
        else:
            whole.append(piece)
    return tuple((kind, tuple(group)) for kind, group in groupby(whole, key=lambda piece: piece.kind))


# --- tables ----------------------------------------------------------------------------------------------------------


def _grid(key: str, table: TableBlock, view: View) -> Grid:
    changes = {item.cell: item for item in view.comparison.cells if item.cell.partition(".")[0] == key}
    on_cells = _Cells(changes, _resting(view), _found(view))
    rows = tuple(tuple(_slot(cell, on_cells, view) for cell in row) for row in table.rows)
    marks = tuple((role.value if (role := row_role(row, view.comparison)) else "") for row in table.rows)
    numbers = [number for anchor, found in view.anchors.items() if _in_table(anchor, key) for number in found]
    notes = view.notes(sorted(numbers))
    listed = tuple((item.row, item.column, *cell_words(item, view.language)) for item in changes.values())
    flags = ("changed",) * bool(changes) + ("findings",) * bool(notes)
    return Grid(f"t-{key}", table, head_rows(table), rows, marks, listed, flags, notes)


def _in_table(anchor: tuple[str, str], key: str) -> bool:
    return anchor[0] == "cell" and anchor[1].partition(".")[0] == key


def _resting(view: View) -> dict[str, tuple[str, ...]]:
    """The numbers of the text that rest on each cell."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for binding in view.account.bindings:
        for cell in cells_of(binding, view.form):
            found[cell].append(_number_id(binding))
    return {cell: tuple(numbers) for cell, numbers in found.items()}


def _found(view: View) -> dict[str, tuple[int, ...]]:
    """The findings about each cell: the note of each stands once, but every cell that it names is marked."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for (where, _), numbers in view.anchors.items():
        for number in numbers if where == "cell" else ():
            for cell in view.findings[number].place.cells:
                for address in view.form.cells_of(cell):
                    found[address].append(number)
    return {address: tuple(numbers) for address, numbers in found.items()}


@dataclass(frozen=True, slots=True)
class _Cells:
    """What there is to say about cells, by address."""

    changes: Mapping[str, CellChange]
    resting: Mapping[str, tuple[str, ...]]
    findings: Mapping[str, tuple[int, ...]]


def _slot(cell: Cell, on_cells: _Cells, view: View) -> TableSlot:
    address = address_of(cell)
    if address is None:
        return TableSlot(cell, None)
    old, new = (show(side.figures.get(address)) for side in (view.comparison.old, view.comparison.new))
    hint = _hint(on_cells.changes[address], view) if address in on_cells.changes else ""
    return TableSlot(
        cell, address, old, new, hint, on_cells.resting.get(address, ()), on_cells.findings.get(address, ())
    )


def _hint(change: CellChange, view: View) -> str:
    before, after, *more = cell_words(change, view.language)
    told = " ".join(filter(None, more))
    if told:
        return view.say("cell_difference", old=before, new=after, change=told)
    return view.say("cell_change", old=before, new=after)
