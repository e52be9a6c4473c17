"""When things go wrong around the page: no server, two tabs, text that means harm. What was typed stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import Served

import drafter
from drafter.report import show

pytestmark = pytest.mark.browser
CELL = "requests.new.natural_person"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}=1+1&quot;'\"</textarea>"


@pytest.fixture
def served(case: drafter.Case, tmp_path: Path) -> Iterator[Served]:
    with Served(case.path, tmp_path / "state") as server:
        yield server


def opened(page: Any, server: Served) -> Any:
    page.goto(server.address)
    page.wait_for_selector("#paper p[data-place]")
    return page


def text_of(case: drafter.Case) -> str:
    sections = case.current().filing.narrative.values()
    return "\n".join(text for blocks in sections for block in blocks for text in block.paragraphs)


def cell(page: Any) -> Any:
    return page.locator(f'input[data-cell="{CELL}"]')


def test_what_was_typed_while_the_server_was_gone_is_saved_when_it_is_back(
    blank: Any, served: Served, case: drafter.Case, tmp_path: Path
) -> None:
    page = opened(blank, served)
    served.kill()
    page.locator("#paper p[data-place]").nth(1).click()
    page.keyboard.press("End")
    page.keyboard.type("断线时写的话。")
    page.wait_for_selector("#trouble:has-text('连不上')")
    assert "断线时写的话。" in page.locator("#paper").inner_text() and "断线时写的话。" not in text_of(case)
    page.click("nav a[data-view=figures]")
    again = page.context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.close(run_before_unload=False)
    with Served(case.path, tmp_path / "state") as server:
        assert server.base == served.base, "the port is the one before, so the browser finds what it kept"
        opened(again, server)
        again.wait_for_selector(".unsaved", state="detached")
        again.wait_for_selector("#paper p:has-text('断线时写的话。')")
        assert "断线时写的话。" in text_of(case)
    blank.troubles.clear()  # the browser tells of each request that nobody answered


def test_text_that_was_not_saved_never_writes_over_what_came_since(
    blank: Any, served: Served, case: drafter.Case, tmp_path: Path
) -> None:
    page = opened(blank, served)
    served.kill()
    line = page.locator("#paper p[data-place]").nth(1)
    line.click()
    page.keyboard.type("没保存的话。")
    page.wait_for_selector("#trouble:has-text('连不上')")
    path = case.path / "drafts" / "001.md"
    path.write_text(path.read_text(encoding="utf-8").replace("认真学习", "深入学习"), encoding="utf-8")
    again = page.context.new_page()
    page.close(run_before_unload=False)
    with Served(case.path, tmp_path / "state") as server:
        opened(again, server)
        again.wait_for_selector("#trouble:has-text('没保存的话。')")
        assert "深入学习" in text_of(case) and "没保存的话。" not in text_of(case)
    blank.troubles.clear()


def test_two_tabs_merge_what_is_not_the_same_and_say_what_is(blank: Any, served: Served, case: drafter.Case) -> None:
    one = opened(blank, served)
    served.client()
    two = one.context.new_page()
    two.goto(served.base)
    two.wait_for_selector("#paper p[data-place]")
    for page, number, words in ((one, 1, "第一页写的。"), (two, 2, "第二页写的。")):
        page.locator("#paper p[data-place]").nth(number).click()
        page.keyboard.press("End")
        page.keyboard.type(words)
        page.wait_for_selector(".unsaved", state="detached")
    assert "第一页写的。" in text_of(case) and "第二页写的。" in text_of(case)
    one.locator("#paper p[data-place]").nth(3).evaluate("(p) => p.focus()")
    two.locator("#paper p[data-place]").nth(3).click()
    two.keyboard.type("二")
    two.wait_for_selector(".unsaved", state="detached")
    one.keyboard.type("一")
    one.wait_for_selector("#trouble:has-text('别处')")
    assert one.locator("#paper p.unsaved").inner_text().count("一") >= 1


def test_the_back_button_goes_back_to_the_view_before(blank: Any, served: Served) -> None:
    page = opened(blank, served)
    page.click("nav a[data-view=figures]")
    page.wait_for_selector("#tables input")
    page.click("nav a[data-view=notes]")
    page.go_back()
    page.wait_for_selector("#tables input")
    page.go_back()
    page.wait_for_selector("#paper p[data-place]")


def test_hostile_text_is_text_in_every_view(blank: Any, served: Served, case: drafter.Case) -> None:
    page, alerts = blank, list[str]()
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    opened(page, served)
    page.fill("#by", HOSTILE[:50])
    line = page.locator("#paper p[data-place]").nth(1)
    line.click()
    page.keyboard.insert_text(HOSTILE)
    page.wait_for_selector(".unsaved", state="detached")
    assert HOSTILE in line.inner_text()
    page.click("nav a[data-view=figures]")
    cell(page).fill(HOSTILE)
    page.keyboard.press("Tab")
    page.wait_for_selector("input.unsaved", state="detached")
    page.locator(".entry input").first.fill(HOSTILE)
    page.keyboard.press("Tab")
    page.wait_for_selector("input.unsaved", state="detached")
    assert show(case.folder.given().figures[CELL]) == HOSTILE
    page.click("nav a[data-view=notes]")
    page.locator(".note textarea").first.fill(f"- {HOSTILE}")
    page.wait_for_selector(".unsaved", state="detached")
    page.click("nav a[data-view=text]")
    page.click("#sign")
    page.check("#last-year")
    page.wait_for_selector(".was")
    page.click("nav a[data-view=review]")
    page.select_option("#since", "1")
    page.click("#show-changes")
    page.wait_for_selector("#changes ins")
    assert page.locator("main img, main script").count() == 0 and alerts == []
    assert HOSTILE[:30] in page.locator("#changes").inner_text()


def test_a_case_without_a_workbook_shows_its_figures_and_takes_none(
    blank: Any, case: drafter.Case, tmp_path: Path
) -> None:
    from drafter.report import json as filing_codec

    filing = case.current().filing
    (case.path / "figures.json").write_bytes(filing_codec.write(filing))
    (case.path / "figures.xlsx").unlink()
    with Served(case.path, tmp_path / "state") as server:
        page = opened(blank, server)
        page.click("nav a[data-view=figures]")
        page.wait_for_selector(f'input[data-cell="{CELL}"]')
        assert cell(page).is_disabled() and cell(page).input_value() == show(filing.figures[CELL])


def test_an_excel_that_holds_the_workbook_open_is_told(blank: Any, served: Served, case: drafter.Case) -> None:
    (case.path / "~$figures.xlsx").write_bytes(b"")
    page = opened(blank, served)
    page.click("nav a[data-view=figures]")
    page.wait_for_selector("#figures-notices:has-text('figures.xlsx')")
