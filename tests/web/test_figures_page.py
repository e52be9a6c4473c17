"""The figures in a real browser: keys as in a spreadsheet, ten kinds of paste, nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from pasted_tables import clips

import drafter
from drafter.report import show

pytestmark = pytest.mark.browser
FIRST = "requests.new.natural_person"


@pytest.fixture
def tables(page: Any) -> Any:
    """The page with its figures shown."""
    page.click("nav a[data-view=figures]")
    page.wait_for_selector(f'input[data-cell="{FIRST}"]')
    return page


def cell(page: Any, name: str) -> Any:
    return page.locator(f'input[data-cell="{name}"]')


def settled(page: Any) -> None:
    page.wait_for_selector("input.unsaved", state="detached")
    page.wait_for_selector("#saved:has-text('正在')", state="detached")


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.dataset.cell"))


def paste(page: Any, name: str, text: str, markup: str) -> None:
    """As the browser tells the page of a paste."""
    page.evaluate(
        """([name, text, markup]) => { const input = document.querySelector(`input[data-cell="${name}"]`);
        input.focus(); const given = new DataTransfer(); given.setData("text/plain", text);
        if (markup) given.setData("text/html", markup);
        const told = { clipboardData: given, bubbles: true, cancelable: true };
        input.dispatchEvent(new ClipboardEvent("paste", told)); }""",
        [name, text, markup],
    )


def typed(case: drafter.Case) -> dict[str, str]:
    return {name: show(figure) for name, figure in case.folder.given().figures.items()}


def test_keys_move_as_in_a_spreadsheet(tables: Any, case: drafter.Case) -> None:
    cell(tables, FIRST).focus()
    for key, name in (
        ("ArrowRight", "requests.new.business"),
        ("ArrowDown", "requests.carried_in.business"),
        ("Enter", "requests.granted.business"),
        ("Shift+Enter", "requests.carried_in.business"),
        ("ArrowLeft", "requests.carried_in.natural_person"),
        ("ArrowUp", FIRST),
        ("Tab", "requests.new.business"),
    ):
        tables.keyboard.press(key)
        assert focused(tables) == name, key
    tables.keyboard.type("987")
    tables.keyboard.press("Escape")
    assert cell(tables, "requests.new.business").input_value() == typed(case)["requests.new.business"]


def test_a_typed_cell_is_kept_and_what_does_not_add_up_is_marked(tables: Any, case: drafter.Case) -> None:
    cell(tables, FIRST).focus()
    tables.keyboard.type("999")
    tables.keyboard.press("Enter")
    settled(tables)
    assert typed(case)[FIRST] == "999"
    tables.wait_for_selector("#relations:not([hidden])")
    assert tables.locator("td.involved, td.suspect").count() >= 4
    tables.locator("#relations button").last.click()
    assert focused(tables).startswith("requests.")
    tables.click("#undo")
    tables.wait_for_selector("#relations", state="hidden")
    assert typed(case)[FIRST] != "999"


def test_ten_kinds_of_tables_are_pasted_without_one_wrong_cell(tables: Any, case: drafter.Case) -> None:
    for name, clip in clips(case.form, 5):
        expected = typed(case) | {one: text.replace(",", "") for one, text in clip.cells.items()}
        paste(tables, clip.at, clip.text, clip.page)
        tables.wait_for_selector("#saved:has-text('已填入')")
        tables.evaluate("document.getElementById('saved').textContent = ''")
        totals = {one for one, shown in expected.items() if one in case.current().facts.computed}
        now = typed(case)
        wrong = {one: (now[one], text) for one, text in expected.items() if now[one] != text and one not in totals}
        assert not wrong, name


def test_a_paste_that_does_not_fit_says_why_and_changes_nothing(tables: Any, case: drafter.Case) -> None:
    before = typed(case)
    paste(tables, FIRST, "1.属于国家秘密\t3\t0\r\n", "")
    tables.wait_for_selector("#trouble:has-text('1.属于国家秘密')")
    assert typed(case) == before
    assert cell(tables, FIRST).input_value() == before[FIRST]


def test_what_another_wrote_meanwhile_is_asked_about(tables: Any, case: drafter.Case) -> None:
    from drafter.workbook import with_figures

    path = case.path / "figures.xlsx"
    cell(tables, FIRST).focus()
    tables.keyboard.type("501")
    path.write_bytes(with_figures(path.read_bytes(), {FIRST: 500}, case.form))
    tables.keyboard.press("Enter")
    tables.wait_for_selector("#conflicts li")
    assert typed(case)[FIRST] == "500"
    tables.locator("#conflicts button").last.click()
    tables.wait_for_selector("#conflicts", state="hidden")
    settled(tables)
    assert typed(case)[FIRST] == "501"


def test_an_entry_shows_the_number_that_is_meant_and_goes_into_the_text(tables: Any, case: drafter.Case) -> None:
    entry = tables.locator(".entry").filter(has=tables.locator("mark", has_text="5场"))
    entry.locator("input").fill("8")
    tables.keyboard.press("Enter")
    settled(tables)
    tables.click("nav a[data-view=text]")
    tables.wait_for_selector("#paper p:has-text('召开新闻发布会8场')")
