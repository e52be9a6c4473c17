"""Whatever the bytes are, reading takes at most 10 s of processor time and 500 MB, and says one sentence."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SECONDS, MEGABYTES = 10, 500
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def docx(body: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        relation = f'<Relationship Id="d" Type="{_OFFICE}" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>')
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{_SPACE}"><w:body>{body}</w:body></w:document>')
    return buffer.getvalue()


def html(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def many(text: str, size: int) -> str:
    return text * (size // len(text))


FILES = {
    "html of 50 MB": lambda: html(many("<p>规章</p>", 20_000_000)),
    "html of 50 MB of text": lambda: html("规" * 16_000_000),
    "html of as many tags as are read": lambda: html("<p>1" * 499_990),
    "html of as many cells as are read": lambda: html("<table>" + "<tr><td>1<td>2" * 166_000),
    "html of attributes": lambda: html("<p " + " ".join(f"a{n}" for n in range(1_300_000)) + ">1"),
    "html of styles": lambda: html("".join(f"<p style='font-size:0;a:{n}'>1" for n in range(200_000))),
    "html of nested sizes": lambda: html("<b style='font-size:0'>" * 1500 + "<i style='font-size:1px'>1" * 400),
    "html of nested tables": lambda: html("<table><tr><td>规章" * 200),
    "html of nesting without end": lambda: html("<table><tr><td>规章" * 100_000),
    "html of lines": lambda: html("<pre>" + "1\n" * 399_990),
    "html of entities": lambda: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + html("&b;" * 1_000_000),
    "html of sheets": lambda: html(
        f"<style>{''.join(f'.a{n} .b .c > .d{n}{{display:none}}' for n in range(5_000))}</style>"
        + "<table>"
        + "<tr class='a1 b'><td class='a2'><b class=c><i class='d1 d2'>1</i></b>" * 60_000
    ),
    "text of links above a heading": lambda: ("甲县2024年政府信息公开链接\n" * 90_000 + "一、总体情况\n略\n").encode(),
    "text of titles": lambda: (
        "一、总体情况\n" + "".join(f"甲{n}县2024年政府信息公开工作年度报告\n" for n in range(60_000))
    ).encode(),
    "text of filled up rows": lambda: (
        "三、收到和处理政府信息公开申请情况\n" + "第二十条第（一）项 |\n|||\n规章 |\n0 |\n" * 20_000
    ).encode(),
    "docx of paragraphs": lambda: docx("<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 600_000),
    "docx of as many paragraphs as are read": lambda: docx("<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 160_000),
    "docx of empty paragraphs": lambda: docx("<w:p/>" * 3_900_000),
    "docx of cells": lambda: docx("<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 199_000 + "</w:tbl>"),
    "docx of nested tables": lambda: docx("<w:tbl><w:tr><w:tc>" * 70 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 70),
    "docx that is a bomb": lambda: docx("<w:p/>" * 10_000_000),
}


MEASURED = """
import atexit, re, time
from pathlib import Path
memory = lambda: re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]
atexit.register(lambda: Path(KEPT).write_text(f"{time.process_time()} {memory()}"))
from drafter.cli import main
main()
"""
"""A run that leaves its processor time and the most memory it had; what a parent is told counts its own as well."""


def read(path: Path) -> tuple[int, str, float, float]:
    """Exit code, what is said, seconds of processor time and megabytes of reading a file in a process of its own."""
    kept = path.with_suffix(".used")
    code = MEASURED.replace("KEPT", repr(str(kept)))
    command = [sys.executable, "-c", code, "--lang", "en", "read", str(path), "--format", "text"]
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", timeout=90)
    seconds, kilobytes = kept.read_text().split()
    return result.returncode, result.stderr, float(seconds), int(kilobytes) / 1024


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory is asked for as Linux has it")
@pytest.mark.parametrize("name", FILES)
def test_reading_is_bounded_and_says_in_one_sentence_what_is_wrong(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_bytes(FILES[name]())
    code, said, seconds, megabytes = read(path)
    assert code in (1, 2)
    assert "Traceback" not in said
    assert code == 1 or len(said.strip().splitlines()) == 1
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
