"""Adding up sixty units: every cell is the sum of what was given, and each fault changes exactly what it must."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook
from received import EXAMPLE, FORM, put, sheet

from drafter.app.aggregate import DATA, Aggregated, AggregateOptions, aggregate_batch
from drafter.app.batch import BatchOptions, check_batch
from drafter.app.batch_folder import AGGREGATE
from drafter.app.case import Case
from drafter.batch.aggregate import Aggregate, Contributor, missing_in
from drafter.batch.matching import Arrival, Delivery
from drafter.form import load_form
from drafter.report import Figure, Filing, Unread, as_number, complete
from drafter.report import json as filing_codec

UNITS = [f"青禾县第{number}局" for number in range(1, 61)]
COMPUTED = {identity.left[0].address for identity in FORM.identities if identity.relation.computes}
NEW = "requests.new.natural_person"
NEW_CELLS = {NEW, "requests.new.total"}


def made(name: str, seed: int, year: int = 2024) -> Filing:
    """A unit's report with figures of its own that balance."""
    dice = Random(seed)
    figures: dict[str, Figure] = {cell: dice.randint(0, 9) for cell in FORM.cells if cell not in COMPUTED}
    figures |= {
        cell: Decimal("12.5") * dice.randint(0, 9) for cell in FORM.cells if FORM.columns[cell].kind == "amount"
    }
    figures |= dict.fromkeys(COMPUTED)
    columns = {cell.rpartition(".")[2] for cell in FORM.cells if cell.startswith("requests.")} - {"total"}
    done = dict(complete(figures, FORM)[0])
    for column in columns:  # what came in is handled or carried out
        wanted = done[f"requests.handled_total.{column}"] + done[f"requests.carried_out.{column}"]  # type: ignore[operator]
        done[f"requests.carried_in.{column}"] = 1
        done[f"requests.new.{column}"] = int(wanted) - 1  # type: ignore[call-overload]
    for row in ("new", "carried_in"):
        done[f"requests.{row}.total"] = sum(int(done[f"requests.{row}.{column}"]) for column in columns)  # type: ignore[arg-type]
    return replace(EXAMPLE, organization=name, year=year, title=f"{name}{year}年政府信息公开工作年度报告", figures=done)


REPORTS = {name: made(name, seed) for seed, name in enumerate(UNITS)}


def summed(reports: Mapping[str, Filing], **options: object) -> Aggregate:
    units = [Contributor.of(name, filing) for name, filing in reports.items()]
    return Aggregate(FORM, units, **options)  # type: ignore[arg-type]


BASE = summed(REPORTS)


def changed(after: Aggregate) -> dict[str, object]:
    """By how much each cell differs from the sums of all sixty."""
    pairs = zip(BASE.cells, after.cells, strict=True)
    return {old.cell: (new.total or 0) - (old.total or 0) for old, new in pairs if new.total != old.total}


def with_unit(change: Callable[[Filing], Filing], unit: str = UNITS[7]) -> Aggregate:
    return summed({**REPORTS, unit: change(REPORTS[unit])})


def test_every_cell_is_the_sum_of_what_sixty_units_gave() -> None:
    assert len(BASE.cells) == len(FORM.cells) and BASE.is_whole and not list(BASE.breaks())
    for item in BASE.cells:
        assert item.total == sum(as_number(filing.figures[item.cell]) or 0 for filing in REPORTS.values())


def test_a_wrong_unit_changes_its_cell_and_is_named_by_the_relations_that_fail() -> None:
    def wrong(filing: Filing) -> Filing:
        return replace(filing, figures={**filing.figures, NEW: int(str(filing.figures[NEW])) + 100})

    after = with_unit(wrong)
    assert changed(after) == {NEW: 100}
    assert {(item.name, item.identity.rule) for item in after.breaks()} == {
        (name, rule) for name in (UNITS[7], "") for rule in ("A1", "A3")
    }


def test_a_blank_is_no_zero_and_its_unit_is_named_at_that_cell_alone() -> None:
    before = REPORTS[UNITS[7]].figures[NEW]
    after = with_unit(lambda filing: replace(filing, figures={**filing.figures, NEW: None}))
    assert changed(after) == ({NEW: -int(str(before))} if before else {})
    assert {item.cell: item.blank for item in after.cells if not item.has_all} == {NEW: (UNITS[7],)}
    nobody = summed({UNITS[7]: replace(REPORTS[UNITS[7]], figures=dict.fromkeys(FORM.cells))})
    assert {item.total for item in nobody.cells} == {None}


def test_an_unread_row_is_left_out_and_told() -> None:
    row = [cell for cell in FORM.cells if cell.startswith("requests.new.")]
    given = REPORTS[UNITS[7]].figures

    def unread(filing: Filing) -> Filing:
        told = tuple(Unread(cell, "?", "damaged") for cell in row)
        return replace(filing, figures={**filing.figures, **dict.fromkeys(row)}, unread=told)

    after = with_unit(unread)
    assert changed(after) == {cell: -int(str(given[cell])) for cell in row if given[cell]}
    assert {item.cell for item in after.cells if item.unread == (UNITS[7],)} == set(row)


def test_own_figures_are_added_and_what_was_typed_is_compared() -> None:
    own = Contributor("本级", made("本级", 99).figures)
    sums = Aggregate(FORM, BASE.units, own)
    assert all(item.total == (item.units or 0) + Decimal(str(item.own)) for item in sums.cells)
    typed = {**sums.figures, NEW: (sums.figures[NEW] or 0) + 3}
    (found,) = Aggregate(FORM, sums.units, own, typed=typed).differences()
    assert (found.cell, found.difference) == (NEW, 3)


def test_carry_over_fails_for_the_unit_that_wrote_another_number_and_for_all_together() -> None:
    last = {cell: 1 for cell in FORM.cells if cell.startswith("requests.carried_out.")}
    total = sum(1 for cell in last if not cell.endswith("total"))
    units = [replace(unit, last={**last, "requests.carried_out.total": total}) for unit in BASE.units]
    assert not list(Aggregate(FORM, units).carried())
    units[3] = replace(units[3], last={**(units[3].last or {}), "requests.carried_out.business": 4})
    found = list(Aggregate(FORM, units).carried())
    assert [(item.name, item.left - item.right) for item in found] == [(UNITS[3], -3), ("", -3)]


def test_rows_that_each_unit_names_itself_are_added_up_by_their_names_and_their_absence_is_no_blank() -> None:
    form = load_form(str(Path(__file__).parents[1] / "forms" / "records-2020"))
    (table,) = (table for table in form.tables.values() if table.open_rows)
    rows = {f"{table.key}.x.{column}": 5 for column in table.columns}
    fixed = dict.fromkeys(form.cells, 0)
    sums = Aggregate(form, [Contributor("甲局", {**fixed, **rows}), Contributor("乙局", fixed)])
    added = {item.cell: (item.total, item.blank) for item in sums.cells if item.cell in rows}
    assert added and set(added.values()) == {(5, ())}


def test_a_missing_unit_makes_every_sum_incomplete() -> None:
    sums = summed(REPORTS, missing=(Delivery(Arrival.MISSING, unit="青禾县第61局"),))
    assert not sums.is_whole and changed(sums) == {}


FEW = UNITS[:4]


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("received")
    put(folder / "in", {f"{name}.json": filing_codec.write(REPORTS[name]) for name in FEW})
    put(folder / "in", {f"{FEW[3]}(又).json": filing_codec.write(made(FEW[3], 77))})
    (folder / "units.xlsx").write_bytes(sheet([["单位"], *([name] for name in (*FEW, UNITS[9]))]))
    return folder


def run(folder: Path, **options: object) -> Aggregated:
    told = BatchOptions(units=folder / "units.xlsx", year=2024, workers=1)
    batch = check_batch([folder / "in"], folder / "out", told)
    return aggregate_batch(batch, AggregateOptions(**options))  # type: ignore[arg-type]


def test_a_double_counts_nowhere_and_is_named_with_the_missing(received: Path) -> None:
    done = run(received)
    assert [unit.name for unit in done.view.sums.units] == FEW[:3]
    assert [(row.unit, row.arrival) for row in done.view.sums.missing] == [
        (FEW[3], Arrival.DOUBLE),
        (UNITS[9], Arrival.MISSING),
    ]
    expected = summed({name: REPORTS[name] for name in FEW[:3]}).figures
    assert dict(done.view.sums.figures) == dict(expected)


def test_a_file_of_nobody_is_missing_only_where_no_list_tells_whose_reports_are_due() -> None:
    rows = [Delivery(Arrival.CLEAN, unit=UNITS[0]), Delivery(Arrival.UNREADABLE, "通知.txt")]
    rows += [Delivery(Arrival.NOT_LISTED, "x.docx"), Delivery(Arrival.OTHER_YEAR, "y.docx", unit=UNITS[0])]
    assert [row.file for row in missing_in(rows, is_listed=True)] == ["x.docx"]
    assert [row.file for row in missing_in(rows, is_listed=False)] == ["通知.txt", "x.docx"]


def test_the_workbook_and_the_data_hold_every_cell_with_every_contribution(received: Path) -> None:
    done = run(received, own=received / "in" / f"{FEW[0]}.json")
    book = load_workbook(done.batch.folder / AGGREGATE)
    sums, contributions, wanting, *_ = ([list(row) for row in page.iter_rows(values_only=True)] for page in book)
    assert len(sums) - 1 == len(contributions) - 1 == len(FORM.cells)
    assert contributions[0][3:] == ["合计", "本级", *FEW[:3]]
    for line in contributions[1:]:
        assert sum(line[4:]) == line[3]
    assert [line[0] for line in wanting[1:]] == [FEW[3], UNITS[9]]
    data = json.loads((done.batch.folder / DATA).read_bytes())
    assert data["cells"][NEW]["total"] == done.view.sums.figures[NEW] and not data["whole"]


def test_sums_go_into_a_case_only_when_they_are_whole_or_at_the_users_word(received: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    Case.new(case, organization="青禾县", year=2024)
    before = (case / "figures.xlsx").read_bytes()
    assert run(received, into=case).kept is None and (case / "figures.xlsx").read_bytes() == before
    done = run(received, into=case, incomplete=True)
    assert done.kept is not None and done.kept.read_bytes() == before
    given = complete(Case.open(case).folder.given().figures, FORM)[0]
    assert {cell: given[cell] for cell in FORM.cells} == {cell: done.view.sums.figures[cell] for cell in FORM.cells}
