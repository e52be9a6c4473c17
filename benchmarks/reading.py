"""Reading formats, each beside a library doing the least that reading needs, in one run.

python benchmarks/reading.py
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.core import best  # noqa: E402
from drafter.drafting.merge import merge  # noqa: E402
from drafter.form import load_form  # noqa: E402
from drafter.formats import FORMATS  # noqa: E402
from drafter.formats.style import load_style  # noqa: E402
from drafter.recognition import recognize  # noqa: E402
from drafter.recognition.files import read_report  # noqa: E402

PDF = ROOT.parent / "shared" / "reports" / "huaian-2024.pdf"


def with_python_docx(data: bytes) -> int:
    """Open a .docx and walk its tables."""
    import docx

    document = docx.Document(io.BytesIO(data))
    return sum(len(cell.text) for table in document.tables for row in table.rows for cell in row.cells)


def with_lxml(data: bytes) -> int:
    """Parse a page."""
    import lxml.html

    return len(lxml.html.fromstring(data))


def with_pdfplumber(data: bytes) -> int:
    """Extract the tables of every page."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return sum(len(page.extract_tables()) for page in pdf.pages)


def in_the_wild(page: bytes) -> bytes:
    """The page as a site shows it: navigation, scripts and style sheets around, spans as Word makes them inside."""
    links = "".join(
        f'<li><a href="/zwgk/{n}.html" target="_blank">{n}</a><span>2024-01-20</span></li>' for n in range(300)
    )
    script = "<script>" + "window.settings.push({name: 'column', depth: 2});\n" * 600 + "</script>"
    styles = "<style>" + ".menu li a:hover { color: #333; background: none }\n" * 400 + "</style>"
    before, _, inside = page.partition(b"<body>")
    around = f"{script}{styles}<div class=menu><ul>{links}</ul></div><table width=1000><tr><td>".encode()
    spans = re.sub(rb"(<td[^>]*>)([^<]*)(?=</td>)", rb'\1<p class="MsoNormal"><span lang="EN-US">\2</span></p>', inside)
    return before + b"<body>" + around + spans.replace(b"</body>", b"</td></tr></table></body>")


def rows() -> Iterator[tuple[str, str, str]]:
    """What was measured, the ratio, and its goal."""
    form = load_form("disclosure-2021")
    filing = read_report(ROOT / "examples" / "last-year.txt", form).filing
    document, style = merge(filing, form), load_style(form.definition.style)
    page = FORMATS["html"].write(document, style)
    samples = [
        ("docx", FORMATS["docx"].write(document, style), with_python_docx, "python-docx walking the tables", "<= 1.5x"),
        ("html", page, with_lxml, "lxml parsing alone", "<= 3x"),
        ("html", in_the_wild(page), with_lxml, "lxml, a page of a site", "<= 3x"),
    ]
    if PDF.is_file():
        samples.append(("pdf", PDF.read_bytes(), with_pdfplumber, "pdfplumber's extract_tables", "<= 2x"))
    for name, data, other, words, goal in samples:
        times = 5 if name == "pdf" else 30
        ours = best(lambda n=name, d=data: recognize(FORMATS[n].read(d), form), times)  # type: ignore[misc]
        format_alone = best(lambda n=name, d=data: FORMATS[n].read(d), times)  # type: ignore[misc]
        theirs = best(lambda o=other, d=data: o(d), times)  # type: ignore[misc]
        measured = f"{ours / theirs:.2f}x ({ours * 1e3:.1f} ms / {theirs * 1e3:.1f} ms)"
        yield f"reading .{name} / {words}", f"{measured}, without recognition {format_alone / theirs:.2f}x", goal


def main() -> None:
    """Print the table."""
    for what, measured, goal in rows():
        print(f"{what:<52}{measured:<64}{goal}")


if __name__ == "__main__":
    main()
