"""The pictures of the clerk's guide, taken from the real page into docs/pictures/ (or a folder that is named).

A season of the fictional example is played on the page; each picture is taken where the guide shows it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from served import Served  # noqa: E402

import drafter  # noqa: E402
from drafter.report import show  # noqa: E402

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
PICTURES = ROOT / "docs" / "pictures"
CELL = 'input[data-cell="{}"]'


def take(output: Path) -> None:
    """Play the season and write its pictures."""
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, _page(Path(name)) as page:

        def picture(title: str) -> None:
            page.wait_for_selector(".unsaved", state="detached")
            page.wait_for_timeout(1200)
            page.screenshot(path=output / f"{title}.png")

        _start(page, picture)
        _figures(page, picture)
        _text(page, picture)
        _review(page, picture)


@contextmanager
def _page(folder: Path) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    (folder / "年报").mkdir()
    with Served(folder / "年报", folder / "state") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1120, "height": 700})
        page.goto(server.address)
        yield page
        browser.close()


def _start(page: Any, picture: Any) -> None:
    page.set_input_files("#pick", str(ROOT / "examples" / "last-year.docx"))
    page.wait_for_selector("#read-tables td")
    page.locator("#reading").evaluate("(element) => scrollTo(0, element.offsetTop - 20)")
    page.evaluate("document.getElementById('folder').textContent = '年报'")
    picture("reading")
    page.click("#take")
    page.wait_for_selector("#tables input")


def _figures(page: Any, picture: Any) -> None:
    figures = drafter.Case.open(ROOT / "examples").current().facts.figures
    for cell in page.locator("#tables input").all():
        name = cell.get_attribute("data-cell")
        if not cell.evaluate("(input) => input.parentElement.classList.contains('total')"):
            cell.fill(show(figures[name]))
    page.keyboard.press("Tab")
    page.fill(CELL.format("requests.granted.natural_person"), "65")
    page.keyboard.press("Tab")
    page.wait_for_selector("#relations:not([hidden])")
    page.locator("#relations button").last.click()
    picture("figures")
    page.fill(CELL.format("requests.granted.natural_person"), show(figures["requests.granted.natural_person"]))
    page.keyboard.press("Tab")
    for number, entry in enumerate(page.locator(".entry input").all()):
        entry.fill(str(36 + number)) if number % 4 else None
    page.keyboard.press("Tab")
    page.locator("#entries").scroll_into_view_if_needed()
    page.locator("#entries").evaluate("(element) => scrollTo(0, element.offsetTop - 100)")
    picture("entries")
    page.click("nav a[data-view=notes]")
    page.locator(".note textarea").nth(0).fill("- 2025年5月在农技站举办“种子质量大家看”开放日，102名群众参加。")
    page.locator(".note textarea").nth(2).fill("- 完成农业、水利两个领域政府信息属性的逐件核对。")
    picture("notes")


def _text(page: Any, picture: Any) -> None:
    page.click("#draft")
    page.wait_for_selector("#paper p[data-place]")
    page.fill("#by", "王敏")
    line = page.locator("#paper p[data-place]").nth(2)
    line.scroll_into_view_if_needed()
    line.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("首次荣获全省政务公开先进单位称号。")
    picture("text")
    page.check("#last-year")
    page.wait_for_selector(".was")
    page.locator("#paper p[data-place]").nth(2).evaluate("(element) => scrollTo(0, element.offsetTop + 40)")
    picture("last-year")
    page.uncheck("#last-year")


def _review(page: Any, picture: Any) -> None:
    page.fill("#by", "李强")
    page.locator("#paper p[data-place]").nth(1).evaluate(
        """(element) => { const found = new Range(); found.setStart(element.firstChild, 6);
        found.setEnd(element.firstChild, 24); getSelection().removeAllRanges(); getSelection().addRange(found); }"""
    )
    page.wait_for_selector("#comment:not([hidden])")
    page.click("#comment")
    page.locator("#card textarea").fill("这一句请按今年的提法改。")
    page.evaluate("scrollTo(0, 0)")
    picture("comment")
    page.click("#card .main")
    page.wait_for_selector("#card", state="hidden")
    page.click("nav a[data-view=review]")
    page.select_option("#since", "1")
    page.click("#show-changes")
    page.wait_for_selector("#changes ins")
    picture("review")


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
