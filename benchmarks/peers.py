"""What reading and checking are compared with: other libraries, and the least that the work could be."""

from __future__ import annotations

import io
import re
import zipfile

from benchmarks.material import FORM
from drafter.report import Figures

NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def by_position(text: str) -> dict[str, str]:
    """The least that can be called reading: numbers by their order, wrong at the first one too many."""
    tables = text[text.index("二、") : text.rindex("五、")]
    return dict(zip(FORM.cells, NUMBER.findall(tables), strict=False))


def one_pass(data: bytes) -> int:
    """Every cell of a .docx looked at once."""
    from lxml import etree

    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return sum(len("".join(node.text or "" for node in cell.iter(_WORD + "t"))) for cell in root.iter(_WORD + "tc"))


def bare_sums(figures: Figures) -> int:
    """A bare loop over the same terms, that only adds them up and compares."""
    failed = 0
    for item in FORM.identities:
        if not item.crosses_years:
            left = sum(term.weight * figures[term.address] for term in item.left)  # type: ignore[operator]
            right = sum(term.weight * figures[term.address] for term in item.right)  # type: ignore[operator]
            failed += left != right
    return failed


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
