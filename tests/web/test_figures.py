"""Figures typed in the page: in the workbook at once, beside what Excel changed meanwhile, and undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

import drafter
from drafter.form import Form
from drafter.report import show
from drafter.workbook import read, with_figures, write

CELL = "requests.granted.natural_person"
TOTAL = "requests.granted.total"
FORMULA = "=2+3"


def figures(client: TestClient) -> Any:
    return client.get("/api/figures").json()


def typed(client: TestClient, cell: str) -> str:
    return str(figures(client)["cells"][cell]["typed"])


def type_in(post: Callable[..., Any], **cells: tuple[str, str]) -> Any:
    asked = [
        {"cell": cell.replace("__", "."), "before": before, "text": text} for cell, (before, text) in cells.items()
    ]
    return post("/api/figures", cells=asked)


def excel(case: drafter.Case, **cells: int | None) -> None:
    """Somebody changes cells of the workbook elsewhere."""
    path = case.path / "figures.xlsx"
    changed = {cell.replace("__", "."): value for cell, value in cells.items()}
    path.write_bytes(with_figures(path.read_bytes(), changed, case.form))


def test_the_tables_are_drawn_with_every_cell_once(client: TestClient, case: drafter.Case) -> None:
    data = figures(client)
    drawn = [slot["cell"] for table in data["tables"] for line in table["grid"] for slot in line if "cell" in slot]
    assert sorted(drawn) == sorted(data["cells"]) == sorted(case.form.cells)
    for table in data["tables"]:
        assert abs(sum(table["widths"]) - 1) < 1e-9


def test_each_cell_shows_last_years_and_the_difference(client: TestClient, case: drafter.Case) -> None:
    now = case.current().facts
    for cell, one in figures(client)["cells"].items():
        assert one["last"] == show(now.last_figures.get(cell))
        assert one["change"] == f"{now.value(cell) - now.before(cell):+}"


def test_what_is_typed_is_in_the_workbook_and_in_the_text_at_once(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    before = typed(client, CELL)
    answer = type_in(post, **{CELL.replace(".", "__"): (before, " 1,203 ")})
    assert answer.json()["written"] == [CELL] and typed(client, CELL) == "1203"
    assert case.current().facts.value(CELL) == 1203
    entry = next(item for item in figures(client)["entries"] if not item["typed"])
    type_in(post, **{entry["cell"]: ("", "77")})
    assert "77" in "".join(
        text for blocks in case.current().filing.narrative.values() for block in blocks for text in block.paragraphs
    )


def test_words_in_a_cell_stay_words_and_are_told(client: TestClient, post: Callable[..., Any]) -> None:
    for text in ("十来件", FORMULA, "<b>1</b>", "'1"):
        type_in(post, **{CELL.replace(".", "__"): (typed(client, CELL), text)})
        shown = figures(client)["cells"][CELL]
        assert shown["typed"] == text and shown["faulty"]


def test_a_text_that_looks_like_a_formula_is_none(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    type_in(post, **{CELL.replace(".", "__"): (typed(client, CELL), FORMULA)})
    book = openpyxl.load_workbook(case.path / "figures.xlsx")
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == FORMULA]
    assert [cell.data_type for cell in found] == ["s"]


def test_a_total_is_proposed_beside_what_is_typed_and_computed_again_when_cleared(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    proposed = figures(client)["cells"][TOTAL]["proposed"]
    wrong = str(int(proposed) + 1)
    data = type_in(post, **{TOTAL.replace(".", "__"): ("", wrong)}).json()
    assert data["cells"][TOTAL]["typed"] == wrong and data["cells"][TOTAL]["proposed"] == proposed
    assert any(item["suspect"] == TOTAL and item["expected"] == proposed for item in data["relations"])
    type_in(post, **{TOTAL.replace(".", "__"): (wrong, "")})
    assert typed(client, TOTAL) == "" and figures(client)["relations"] == []


def test_a_total_that_is_cleared_gets_its_formula_back(form: Form) -> None:
    data = write(form, {}, {}, [])
    cleared = with_figures(with_figures(data, {TOTAL: 7}, form), {TOTAL: None}, form)
    before, after = (openpyxl.load_workbook(io.BytesIO(one))["表三"] for one in (data, cleared))
    formulas = {item.coordinate: item.value for row in before.iter_rows() for item in row if item.data_type == "f"}
    assert formulas and {where: after[where].value for where in formulas} == formulas
    assert read(cleared, form).figures[TOTAL] is None


def test_every_cell_of_a_failing_relation_is_named(client: TestClient, post: Callable[..., Any]) -> None:
    before = typed(client, CELL)
    data = type_in(post, **{CELL.replace(".", "__"): (before, str(int(before) + 5))}).json()
    column = [item for item in data["relations"] if all(".natural_person" in cell for cell in item["cells"])]
    assert column and {"requests.new.natural_person", "requests.carried_out.natural_person"} <= set(column[0]["cells"])


def test_cells_that_excel_changed_meanwhile_are_merged_and_conflicts_asked(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    other = "requests.granted.business"
    seen, beside = typed(client, CELL), typed(client, other)
    excel(case, requests__granted__natural_person=500, requests__new__business=600)
    data = type_in(post, **{CELL.replace(".", "__"): (seen, "501"), other.replace(".", "__"): (beside, "502")}).json()
    assert data["conflicts"] == [{"cell": CELL, "now": "500", "typed": "501"}] and data["written"] == [other]
    assert (typed(client, CELL), typed(client, other), typed(client, "requests.new.business")) == ("500", "502", "600")
    type_in(post, **{CELL.replace(".", "__"): ("500", "501")})
    assert typed(client, CELL) == "501"


def test_the_same_typed_on_both_sides_is_no_conflict(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    seen = typed(client, CELL)
    excel(case, requests__granted__natural_person=500)
    assert type_in(post, **{CELL.replace(".", "__"): (seen, "500")}).json()["conflicts"] == []


def test_the_rest_are_zero_and_nothing_else(client: TestClient, post: Callable[..., Any], case: drafter.Case) -> None:
    excel(case, requests__granted__research=None, disputes__review__upheld=None)
    data = post("/api/rest-zero", table="requests").json()
    assert data["written"] == ["requests.granted.research"] and typed(client, "requests.granted.research") == "0"
    assert typed(client, "disputes.review.upheld") == ""


def test_an_undo_takes_a_typed_cell_back_though_excel_changed_another(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    seen = typed(client, CELL)
    before = (case.path / "figures.xlsx").read_bytes()
    type_in(post, **{CELL.replace(".", "__"): (seen, "501")})
    post("/api/undo")
    assert (case.path / "figures.xlsx").read_bytes() == before
    type_in(post, **{CELL.replace(".", "__"): (seen, "501")})
    excel(case, requests__new__business=600)
    assert post("/api/undo").status_code == 200
    assert (typed(client, CELL), typed(client, "requests.new.business")) == (seen, "600")
    type_in(post, **{CELL.replace(".", "__"): (seen, "501")})
    excel(case, requests__granted__natural_person=502)
    assert post("/api/undo").status_code == 409 and typed(client, CELL) == "502"


def test_what_excel_saved_its_older_copy_over_is_asked_about_until_somebody_answers(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    path = case.path / "figures.xlsx"
    seen, older = typed(client, CELL), path.read_bytes()
    type_in(post, **{CELL.replace(".", "__"): (seen, "501")})
    assert figures(client)["lost"] == []
    path.write_bytes(older)
    assert figures(client)["lost"] == [{"cell": CELL, "now": seen, "typed": "501"}]
    assert type_in(post, **{CELL.replace(".", "__"): (seen, seen)}).json()["lost"] == [], "it is to stay"
    type_in(post, **{CELL.replace(".", "__"): (seen, "502")})
    path.write_bytes(older)
    assert type_in(post, **{CELL.replace(".", "__"): (seen, "502")}).json()["lost"] == [], "it was put back"
    assert typed(client, CELL) == "502"
    post("/api/undo")
    assert [one["typed"] for one in figures(client)["lost"]] == ["502"], "as before it was put back"


def test_an_unknown_cell_is_refused_and_nothing_written(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    before = (case.path / "figures.xlsx").read_bytes()
    answer = type_in(post, **{CELL.replace(".", "__"): (typed(client, CELL), "9"), "requests__x__y": ("", "1")})
    assert answer.status_code == 409 and "requests.x.y" in answer.json()["error"]
    assert (case.path / "figures.xlsx").read_bytes() == before


def test_a_paste_that_does_not_fit_writes_nothing_and_says_why(post: Callable[..., Any], case: drafter.Case) -> None:
    before = (case.path / "figures.xlsx").read_bytes()
    answer = post("/api/paste", at=CELL, text="1.属于国家秘密\t3\t0", page="")
    assert answer.status_code == 409 and "1.属于国家秘密" in answer.json()["error"]
    assert (case.path / "figures.xlsx").read_bytes() == before


def test_pasted_totals_that_add_up_stay_computed(client: TestClient, post: Callable[..., Any]) -> None:
    label, values = "1.属于国家秘密", ["1", "2", "0", "0", "0", "0", "3"]
    post("/api/paste", at=CELL, text="\t".join([label, *values]), page="")
    row = [figures(client)["cells"][f"requests.denied.state_secret.{key}"]["typed"] for key in ("business", "total")]
    assert row == ["2", ""]
    post("/api/paste", at=CELL, text="\t".join([label, *values[:-1], "4"]), page="")
    assert typed(client, "requests.denied.state_secret.total") == "4"


@pytest.mark.parametrize("damage", [b"no workbook", b""])
def test_a_case_whose_workbook_is_gone_or_damaged_says_so(
    client: TestClient, case: drafter.Case, damage: bytes
) -> None:
    path = case.path / "figures.xlsx"
    path.write_bytes(damage)
    answer = client.get("/api/figures")
    assert answer.status_code == 409 and "figures.xlsx" in answer.json()["error"]
