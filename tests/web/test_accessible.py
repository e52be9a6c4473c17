"""Nobody is kept out: axe finds nothing serious in any view, in either light, nor does a view scroll sideways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import ROOT, Served

import drafter

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
LIGHTS = ["light", pytest.param("dark", marks=pytest.mark.slow)]
VIEWS = {
    "figures": "#tables input",
    "notes": ".note textarea",
    "text": "#paper p[data-place]",
    "review": "#acts",
}
CELL = 'input[data-cell="requests.new.natural_person"]'


def serious(page: Any) -> list[tuple[str, list[str]]]:
    """What axe calls serious or critical, with where it is."""
    page.evaluate(AXE)  # the page itself would not load it: its policy allows no script but its own
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)")
    return [
        (item["id"], [node["html"][:120] for node in item["nodes"]])
        for item in found
        if item["impact"] in ("serious", "critical")
    ]


def wide(page: Any) -> list[int]:
    """Widths at which the page scrolls sideways."""
    found = []
    for width in (1366, 1280, 400):
        page.set_viewport_size({"width": width, "height": 768})
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append(width)
    return found


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_is_open_to_all_and_fits(page: Any, name: str, light: str) -> None:
    page.emulate_media(color_scheme=light)
    page.fill("#by", "王敏")
    page.locator("#paper p[data-place]").nth(1).click()
    page.keyboard.type("窗口随到随办，获评先进。")
    page.wait_for_selector(".unsaved", state="detached")
    page.click("nav a[data-view=figures]")
    page.fill(CELL, "999")
    page.keyboard.press("Tab")
    page.wait_for_selector("#relations:not([hidden])")
    page.click(f"nav a[data-view={name}]")
    page.wait_for_selector(VIEWS[name])
    if name == "text":
        page.check("#last-year")
        page.wait_for_selector(".was")
    if name == "review":
        page.select_option("#since", "1")
        page.click("#show-changes")
        page.wait_for_selector("#changes del, #changes ins")
    assert serious(page) == []
    assert wide(page) == []


@pytest.fixture
def start(blank: Any, tmp_path: Path, case: drafter.Case) -> Iterator[Any]:
    with Served(case.path.parent, tmp_path / "state") as server:
        blank.goto(server.address)
        yield blank


@pytest.mark.parametrize("light", LIGHTS)
def test_the_start_page_is_open_to_all_and_fits(start: Any, light: str) -> None:
    start.emulate_media(color_scheme=light)
    start.wait_for_selector("#cases a")
    assert serious(start) == []
    start.set_input_files("#pick", str(ROOT / "examples" / "last-year.txt"))
    start.wait_for_selector("#read-tables td")
    assert serious(start) == []
    assert wide(start) == []


def test_all_of_it_works_at_twice_the_size_and_by_keys(page: Any) -> None:
    page.set_viewport_size({"width": 683, "height": 384})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(16):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.dataset.view || ''"))
    assert {"figures", "notes", "text", "review", "draft", "by", "sign", "export-review"} <= set(reached)


def test_the_report_is_printed_and_not_the_page(page: Any) -> None:
    page.emulate_media(media="print")
    assert page.locator("#paper").is_visible()
    for other in ("header", "#queue", "nav"):
        assert not page.locator(other).is_visible()
