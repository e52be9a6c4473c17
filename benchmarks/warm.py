"""Work inside one process, as a program that reads many reports does it, each beside what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.diffs import section, with_difflib_by_character, with_patch
from benchmarks.material import CITY, EXAMPLE, FORM, SEED, filing, written
from benchmarks.measure import Action, Line, by_turns
from benchmarks.peers import (
    NUMBER,
    bare_sums,
    by_position,
    in_the_wild,
    one_pass,
    with_lxml,
    with_pdfplumber,
    with_python_docx,
)
from drafter.checks import check
from drafter.checks.figures import rules_of
from drafter.checks.matter import Matter
from drafter.checks.rules import apply
from drafter.comparison.words import words
from drafter.formats import FORMATS
from drafter.recognition import recognize
from drafter.report import Filing, facts_for, facts_of
from drafter.report.recent import Recent


def pair(
    name: str, own: Action, peer: str, theirs: Action, goal: float, rounds: int, *, repeat: int = 5, times: bool = False
) -> Line:
    """Milliseconds beside a peer, by turns; the goal is in seconds, or with `times` a multiple of the peer."""
    found = by_turns({"own": own, "theirs": theirs}, rounds, repeat=repeat)
    return Line(name, found["own"], "ms", goal, peer, found["theirs"], relative=times)


def reading(rounds: int) -> Iterator[Line]:
    """A report from bytes to data."""
    text = SEED.read_bytes()
    docx, page = written(filing(), "docx"), written(filing(), "html")
    pages = {"read a page": page, "read a page of a site": in_the_wild(page)}

    def read(kind: str, data: bytes) -> Action:
        return lambda: recognize(FORMATS[kind].read(data), FORM)

    decoded, cells = text.decode(), "one pass over its cells"
    yield pair("read a text", read("txt", text), "by position", lambda: by_position(decoded), 0.0013, rounds)
    yield pair("read a .docx", read("docx", docx), cells, lambda: one_pass(docx), 0.006, rounds)
    yield pair("read a .docx", read("docx", docx), "python-docx", lambda: with_python_docx(docx), 1, rounds, times=True)
    for name, data in pages.items():
        yield pair(name, read("html", data), "lxml alone", lambda data=data: with_lxml(data), 4, rounds, times=True)
    if CITY.suffix == ".pdf":
        pdf, tables = CITY.read_bytes(), "pdfplumber's tables"
        yield pair("read a .pdf", read("pdf", pdf), tables, lambda: with_pdfplumber(pdf), 2, 3, repeat=1, times=True)


def checking(rounds: int) -> Iterator[Line]:
    """All rules on a report that was read, statements and vouching among them; twice the goals without these."""
    for path, goal in ((SEED, 0.004), (CITY, 0.006), (EXAMPLE, 0.008)):
        report = filing(path)

        def checked(report: Filing = report) -> object:
            Recent.forget_all()
            return check(report, facts_for(report, FORM))

        text = "\n".join(text for blocks in report.narrative.values() for block in blocks for text in block.paragraphs)
        peer = "its numbers alone"
        yield pair(f"check {path.stem}", checked, peer, lambda text=text: NUMBER.findall(text), goal, rounds)
    figures = filing(SEED).figures
    yield pair(
        "figure checks",
        lambda: apply(rules_of(FORM), Matter(facts_of(FORM, figures), Filing(FORM.key, figures))),
        "only the sums", lambda: bare_sums(figures), 0.00008, rounds, repeat=100,
    )  # fmt: skip


def comparing(rounds: int) -> Iterator[Line]:
    """Two texts to their differences."""
    old, new = section()
    for name, peer in (("difflib", with_difflib_by_character), ("diff-match-patch", with_patch)):
        try:
            list(peer("a", "b"))
        except ImportError:
            continue
        theirs = partial(lambda peer: list(peer(old, new)), peer)
        yield pair("words that differ", lambda: list(words(old, new)), name, theirs, 0.0014, rounds)


def lines(rounds: int) -> Iterator[Line]:
    """All of it."""
    yield from reading(rounds)
    yield from checking(rounds)
    yield from comparing(rounds)
