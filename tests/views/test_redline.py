"""The Word document with tracked changes and comments."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from lxml import etree
from report_pairs import FORM, edited, reports
from tracked_changes import W, settled

from drafter.checks import check
from drafter.comparison import compare
from drafter.document import Document, TextBlock
from drafter.drafting.merge import merge
from drafter.form import load_form
from drafter.formats import FORMATS
from drafter.formats.style import load_style
from drafter.report.facts import facts_for
from drafter.report.filing import Block, Filing
from drafter.views.redline import redline

SEEDS = range(20)
WHEN = datetime(2026, 1, 15, 9, 30)


def pair(seed: int) -> tuple[Filing, Filing]:
    base, _ = reports()
    old = base if seed % 2 else edited(base, seed + 100)
    return old, edited(base, seed)


def redlined(old: Filing, new: Filing, **more) -> bytes:
    return redline(compare(old, new, FORM), FORM, language="zh", date=WHEN, **more)


def read(data: bytes) -> Document:
    return FORMATS["docx"].read(data)


def written(filing: Filing) -> bytes:
    return FORMATS["docx"].write(merge(filing, FORM), load_style(FORM.definition.style))


def xml(data: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(BytesIO(data)).read(name))


@pytest.mark.parametrize("seed", SEEDS)
def test_accepting_all_gives_the_new_report_and_rejecting_all_the_old(seed):
    old, new = pair(seed)
    data = redlined(old, new)
    assert read(settled(data, accept=True)).blocks == read(written(new)).blocks
    assert read(settled(data, accept=False)).blocks == read(written(old)).blocks


@pytest.mark.parametrize("seed", SEEDS)
def test_a_reader_of_the_redline_sees_the_new_report(seed):
    old, new = pair(seed)
    assert read(redlined(old, new)).blocks == read(written(new)).blocks


@pytest.mark.parametrize("seed", SEEDS)
def test_another_program_accepts_and_rejects_alike(seed, tmp_path):
    revisions = pytest.importorskip("docx_revisions")
    old, new = pair(seed)
    for name, side in (("accept_all", new), ("reject_all", old)):
        document = revisions.RevisionDocument(BytesIO(redlined(old, new)))
        getattr(document, name)()
        document.save(tmp_path / "settled.docx")
        assert texts((tmp_path / "settled.docx").read_bytes()) == texts(written(side))


def texts(data: bytes) -> list[str]:
    """Every text of a file in order, whatever paragraph or cell it is in."""
    found = ("".join(t.text or "" for t in p.iter(W + "t")) for p in xml(data).iter(W + "p"))
    return "".join(found).split("。")


def test_no_number_is_cut():
    old, new = reports()
    root = xml(redlined(old, new))
    changed = {t.text for t in root.iter(W + "delText")} | {
        t.text for r in root.iter(W + "ins") for t in r.iter(W + "t")
    }
    assert {"12.5%", "7.4%", "132条", "158条", "87条", "96条", "2024", "2025"} <= changed
    assert not [text for text in changed if re.match(r"[.%\d万]*[.%万]$|[.%]", text or "") and "%" not in text[-1:]]


def test_a_change_has_its_author_and_date():
    old, new = reports()
    changes = list(xml(redlined(old, new, author="初审")).iter(W + "ins", W + "del"))
    assert {change.get(W + "author") for change in changes} == {"初审"}
    assert {change.get(W + "date") for change in changes} == {"2026-01-15T09:30:00Z"}
    assert len({change.get(W + "id") for change in changes}) == len(changes)


def test_a_figure_in_a_table_changes_whole():
    old, new = reports()
    table = list(xml(redlined(old, new)).iter(W + "tbl"))[1]
    cells = [cell for cell in table.iter(W + "tc") if cell.find(f".//{W}del") is not None]
    shown = {("".join(x.text for x in c.iter(W + "delText")), "".join(x.text for x in c.iter(W + "t"))) for c in cells}
    assert ("7", "12") in shown and ("8", "15") in shown and ("1", "3") in shown


def test_a_split_paragraph_is_one_inserted_end():
    old, new = reports()
    ends = xml(redlined(old, new)).xpath("//w:p[w:pPr/w:rPr/w:ins]", namespaces={"w": W[1:-1]})
    plain = ["".join(t.text or "" for t in end.findall(f"{W}r/{W}t")) for end in ends]
    assert "健全信息发布审核制度，坚持先审后发。" in plain


def test_findings_are_comments_at_their_place():
    old, new = reports()
    checked = check(new, facts_for(new, FORM, last=old))
    data = redlined(old, new, findings=checked.findings)
    comments = xml(data, "word/comments.xml").findall(W + "comment")
    root = xml(data)
    starts = [mark.get(W + "id") for mark in root.iter(W + "commentRangeStart")]
    ends = [mark.get(W + "id") for mark in root.iter(W + "commentRangeEnd")]
    assert len(comments) == len(checked.findings) > 0
    assert sorted(starts) == sorted(ends) == sorted(comment.get(W + "id") for comment in comments)
    assert read(settled(data, accept=True)).blocks == read(written(new)).blocks
    assert read(settled(data, accept=False)).blocks == read(written(old)).blocks


def test_a_finding_about_a_blank_cell_is_a_comment_in_it():
    old, new = reports()
    checked = check(new, facts_for(new, FORM, last=old))
    blank = next(n for n, f in enumerate(checked.findings) if "disputes.review.upheld" in f.place.cells)
    root = xml(redlined(old, new, findings=checked.findings))
    mark = next(m for m in root.iter(W + "commentRangeStart") if m.get(W + "id") == str(blank))
    assert next(mark.iterancestors(W + "tc"), None) is not None


def test_a_comment_about_words_is_on_those_words():
    old, new = reports()
    wrong = new.narrative | {"overview": (Block(("2025年新收政府信息公开申请99件。",)),)}
    new = Filing(new.form, new.figures, wrong, new.organization, new.year, new.title)
    checked = check(new, facts_for(new, FORM, last=old))
    number, finding = next((n, f) for n, f in enumerate(checked.findings) if f.found == "99件")
    root = xml(redlined(old, new, findings=checked.findings))
    begin = next(m for m in root.iter(W + "commentRangeStart") if m.get(W + "id") == str(number))
    covered = ""
    for element in begin.itersiblings():
        if element.tag == W + "commentRangeEnd" and element.get(W + "id") == str(number):
            break
        covered += "".join(t.text or "" for t in element.iter(W + "t"))
    assert covered == finding.found


def test_an_open_mark_stays_highlighted_where_it_was_inserted():
    old, new = reports()
    inserted = xml(redlined(old, new)).xpath("//w:ins/w:r[w:rPr/w:highlight]/w:t/text()", namespaces={"w": W[1:-1]})
    assert "".join(inserted) == "【待核：上年26】"


def test_rows_that_only_one_report_has_are_inserted_or_deleted_whole():
    form = load_form("tests/forms/records-2020")
    table = next(table for table in form.tables.values() if table.open_rows)
    column = next(iter(table.columns))
    old = Filing(form.key, {f"{table.key}.Office A.{column}": 1, f"{table.key}.Office B.{column}": 2})
    new = Filing(form.key, {f"{table.key}.Office A.{column}": 1, f"{table.key}.Office C.{column}": 3})
    data = redline(compare(old, new, form), form, language="en")
    style = load_style(form.definition.style)
    for accept, side in ((True, new), (False, old)):
        plain = FORMATS["docx"].write(merge(side, form), style)
        assert read(settled(data, accept=accept)).blocks == read(plain).blocks


def test_the_same_reports_make_no_change():
    old, _ = reports()
    assert not list(xml(redlined(old, old)).iter(W + "ins", W + "del"))


@pytest.mark.slow
@pytest.mark.office
def test_an_office_program_reads_the_same_changes(tmp_path):
    """LibreOffice opens every redline and every settled file, and finds in them the new and the old report."""
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice")
    expected = {}
    for seed in SEEDS:
        old, new = pair(seed)
        data = redlined(old, new)
        files = {"redline": data, "accepted": settled(data, accept=True), "rejected": settled(data, accept=False)}
        for name, content in files.items():
            (tmp_path / f"{name}-{seed}.docx").write_bytes(content)
        expected[seed] = written(old), written(new)
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(out)]
    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.docx")))], check=True, capture_output=True, timeout=300)
    for seed, (old_data, new_data) in expected.items():
        before, after = lines(read(old_data)), lines(read(new_data))
        through = (out / f"redline-{seed}.docx").read_bytes()
        assert lines(read(settled(through, accept=True))) == after
        assert lines(read(settled(through, accept=False))) == before
        assert lines(read((out / f"accepted-{seed}.docx").read_bytes())) == after
        assert lines(read((out / f"rejected-{seed}.docx").read_bytes())) == before


def lines(document: Document) -> list[str]:
    """The texts of a document: an office program may give styles and spans in its own way."""
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, TextBlock):
            found.append(block.text)
        else:
            found += [cell.text for row in getattr(block, "rows", ()) for cell in row]
    return [text for text in found if text.strip()]
