"""A whole season in the page, from the dropped file to the final text; and an input method that loses nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import ROOT, Served

import drafter
from drafter.report import show

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def start(blank: Any, tmp_path: Path) -> Iterator[Any]:
    """The start page of an empty folder."""
    (tmp_path / "cases").mkdir()
    with Served(tmp_path / "cases", tmp_path / "state") as server:
        blank.goto(server.address)
        blank.cases = tmp_path / "cases"
        yield blank


def settled(page: Any) -> None:
    page.wait_for_selector(".unsaved", state="detached", timeout=60_000)
    page.wait_for_selector("#saved:has-text('正在')", state="detached", timeout=60_000)


def view(page: Any, name: str, shown: str) -> None:
    page.click(f"nav a[data-view={name}]")
    page.wait_for_selector(shown)


def test_a_season_from_the_dropped_file_to_the_final_text(start: Any, tmp_path: Path) -> None:
    page, this_year = start, drafter.Case.open(ROOT / "examples").current()
    figures = {cell: show(figure) for cell, figure in this_year.facts.figures.items()}
    page.set_input_files("#pick", str(ROOT / "examples" / "last-year.docx"))
    page.click("#take")
    page.wait_for_selector("#tables input")
    # 200 cells in a clerk's order: row by row, Tab from one to the next; totals are computed and passed over.
    page.locator("#tables input").first.focus()
    seen: set[str] = set()
    while len(seen) < len(figures):
        cell = page.evaluate("document.activeElement.dataset.cell")
        total = page.evaluate("document.activeElement.parentElement.classList.contains('total')")
        if cell and not total:
            page.keyboard.type(figures[cell])
        seen |= {cell} if cell else set()
        page.keyboard.press("Tab")
    settled(page)
    case = drafter.Case.open(next(page.cases.iterdir()))
    assert {cell: show(figure) for cell, figure in case.current().facts.figures.items()} == figures
    assert page.locator("#relations").is_hidden()
    for entry in page.locator(".entry input").all():
        entry.fill("36")
    page.keyboard.press("Tab")
    settled(page)
    view(page, "notes", ".note textarea")
    page.locator(".note textarea").nth(3).fill("- 新设“乡村种子站”视频栏目1个。")
    settled(page)
    page.click("#draft")
    page.wait_for_selector("#paper p[data-place]")
    while page.locator("#items li.mark button").count():
        page.locator("#items li.mark button").first.click()
        settled(page)
        page.wait_for_timeout(50)
    page.fill("#by", "王敏")
    while page.locator("#items li:not(.decided) button").count():
        page.locator("#items li:not(.decided) button").first.click()
        page.locator("#items form input").fill("已核对，情况属实")
        page.keyboard.press("Enter")
        page.wait_for_selector("#items form", state="detached")
    for _ in range(3):
        page.click("#sign")
        page.wait_for_timeout(600)
    page.wait_for_selector("#export:not([disabled])")
    with page.expect_download() as download:
        page.click("#export")
    final = tmp_path / "final.docx"
    download.value.save_as(final)
    read = drafter.read(final).filing
    assert {cell: show(figure) for cell, figure in read.figures.items()} == figures
    assert read.narrative == case.current().filing.narrative
    assert not drafter.Case.open(case.path).check().undecided_errors
    assert [item.review.value for item in case.folder.ledger().signatures] == ["first", "second", "final"]


WORDS = "新公开条件政府信息申请答复群众网站专栏目录"


def test_an_input_method_loses_no_character_in_two_hundred_compositions(page: Any, case: drafter.Case) -> None:
    chance, protocol = random.Random(7), page.context.new_cdp_session(page)
    count = page.locator("#paper p[data-place]").count()
    for number in range(200):
        line = page.locator("#paper p[data-place]").nth(chance.randrange(count))
        word = chance.choice(WORDS)
        before = line.inner_text()
        at = line.evaluate(
            """(p, spin) => { p.focus(); p.normalize(); const text = p.firstChild.data;
            const ends = [...text.matchAll(/[0-9]+/g)].flatMap((found) => [found.index, found.index + found[0].length]);
            const open = (at) => text.lastIndexOf("【", at) <= text.lastIndexOf("】", at);
            const free = ends.filter((end) => open(end - 1) && open(end));
            const at = free.length ? free[spin % free.length] : text.length;
            getSelection().collapse(p.firstChild, at); return at; }""",
            number,
        )
        for typed in ("z", "zh", "zhong"):
            size = len(typed)
            protocol.send("Input.imeSetComposition", {"text": typed, "selectionStart": size, "selectionEnd": size})
            page.wait_for_timeout(chance.choice([0, 20, 200]))
        protocol.send("Input.insertText", {"text": word})
        wanted = before[:at] + word + before[at:]
        assert line.inner_text() == wanted, number
        page.wait_for_selector(".unsaved", state="detached")
        assert line.inner_text() == wanted, number
    sections = case.current().filing.narrative.values()
    kept = [text for blocks in sections for block in blocks for text in block.paragraphs]
    assert [one.inner_text() for one in page.locator("#paper p[data-place]").all()] == kept
