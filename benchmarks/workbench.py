"""What a person waits for at the workbench: from a key to its mark, from the start to the page; its memory and weight.

Run it by itself: `python benchmarks/workbench.py`. It needs Chromium. A key is typed in the page of a report of 6 and
of 60 pages, the wait ends when what was typed is saved, checked and painted; the pause of 150 ms after which the page
saves is left out. These figures are by the clock, the machine's other work included: it is what a person sees. Beside
them stands the processor time of the server, which a busy machine leaves as it is.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from playwright.sync_api import sync_playwright  # noqa: E402
from served import Served, post  # noqa: E402

import drafter  # noqa: E402
from drafter.app.output import bytes_of  # noqa: E402
from drafter.case.typing import TypedCell, type_cells  # noqa: E402
from drafter.report import Block, Filing, show  # noqa: E402

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHARACTERS = 22 * 28
"""Of a printed page: lines and characters of a line, as GB/T 9704 has them."""
KEYS = 60


def report_of(pages: int) -> Filing:
    """Last year's report of the example with as much text as fills so many pages."""
    filing = drafter.read(ROOT / "examples" / "last-year.txt").filing
    blocks = filing.narrative["overview"]
    size = sum(len(text) for block in blocks for text in block.paragraphs)
    parts = max(1, round(pages * CHARACTERS / size))
    more = tuple(
        Block(tuple(f"{text[:-1]}（{part}）。" for text in block.paragraphs), block.heading, block.topic, block.run_in)
        for part in range(parts)
        for block in blocks
    )
    narrative = {**filing.narrative, "overview": more}
    return Filing(filing.form, filing.figures, narrative, filing.organization, filing.year, filing.title)


def case_of(pages: int, folder: Path) -> drafter.Case:
    """A drafted case of a report of so many pages, with the example's figures."""
    source = folder / f"last-{pages}.md"
    form = drafter.load_form("disclosure-2021")
    source.write_bytes(bytes_of(report_of(pages), form, ".md"))
    case = drafter.Case.new(folder / f"case-{pages}", last_year=source, language="zh")
    figures = drafter.Case.open(ROOT / "examples").current().given.figures
    before = case.current().given.figures
    type_cells(case.folder, [TypedCell(cell, show(before[cell]), show(value)) for cell, value in figures.items()])
    case.draft()
    return case


@contextmanager
def page_of(server: Served, browser: Any) -> Iterator[Any]:
    """The page with its text."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(server.address)
    page.wait_for_selector("#paper p[data-place]")
    yield page
    page.close()


WAIT = """(place) => new Promise((done) => {
  const element = [...document.querySelectorAll("#paper p[data-place]")].find((one) => one.dataset.place === place);
  const began = performance.now();
  const look = () => element.classList.contains("unsaved") ? requestAnimationFrame(look)
    : requestAnimationFrame(() => done(performance.now() - began));
  element.focus(); getSelection().collapse(element.firstChild, element.firstChild.length);
  document.execCommand("insertText", false, "新");
  look(); })"""


def keys(page: Any, count: int) -> list[float]:
    """Milliseconds from a key to what is painted, without the pause, in paragraphs one after the other."""
    places = page.evaluate("[...document.querySelectorAll('#paper p[data-place]')].map((one) => one.dataset.place)")
    return [page.evaluate(WAIT, places[number % len(places)]) - 150 for number in range(count)]


def start_to_page(case: drafter.Case, folder: Path, browser: Any, rounds: int) -> tuple[float, float]:
    """Seconds from the command to the text in the page, the browser being open: by the clock, and of the server."""
    clock, own = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        with Served(case.path, folder) as server, page_of(server, browser):
            clock.append(time.perf_counter() - began)
            own.append(processor(server.process))
    return statistics.median(clock), statistics.median(own)


def memory(process: subprocess.Popen[str]) -> float:
    """Most megabytes that a process has held."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def processor(process: subprocess.Popen[str]) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def weight(server: Served) -> int:
    """Bytes of the page with style and scripts, without what it asks of the case."""
    client = server.client()
    names = re.findall(r'"(/static/[\w.-]+)"', client.get("/").text)
    names += [f"/static/workbench-{name}.js" for name in ("figures", "notes", "text", "review")]
    return len(client.get("/").content) + sum(len(client.get(name).content) for name in names)


def shown(values: list[float]) -> str:
    """The middle value and the one that 95 of 100 stay below."""
    ordered = sorted(values)
    return f"p50 {statistics.median(ordered):6.0f}   p95 {ordered[int(len(ordered) * 0.95) - 1]:6.0f}"


def main() -> None:
    """Print a line for each."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for pages in (6, 60):
            case = case_of(pages, folder)
            with Served(case.path, folder / "state") as server, page_of(server, browser) as page:
                before = processor(server.process)
                waits = shown(keys(page, KEYS))
                each = 1000 * (processor(server.process) - before) / KEYS
                print(f"a key to its mark, {pages} pages, ms   {waits}   processor {each:.0f}")
                print(f"memory of the server, MB        {memory(server.process):6.0f}")
                if pages == 6:
                    client, cell = server.client(), "requests.new.natural_person"
                    taken, held = [], show(case.current().given.figures[cell])
                    before = processor(server.process)
                    for number in range(20):
                        began = time.perf_counter()
                        post(client, "/api/figures", cells=[{"cell": cell, "before": held, "text": str(number)}])
                        taken.append(1000 * (time.perf_counter() - began))
                        held = str(number)
                    each = 1000 * (processor(server.process) - before) / len(taken)
                    print(f"a figure to the workbook and back, ms   {shown(taken)}   processor {each:.0f}")
                    print(f"weight of the page, KB          {weight(server) / 1000:6.0f}")
            if pages == 6:
                clock, own = start_to_page(case, folder, browser, 5)
                print(f"start to page, s                {clock:6.2f}   processor {own:.2f}")
        browser.close()


if __name__ == "__main__":
    main()
