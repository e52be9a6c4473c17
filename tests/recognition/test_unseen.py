"""Digits that nobody sees on the page, or that are crossed out, beside every number of a report, change no figure."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from pathlib import Path

import pytest

from drafter.drafting.merge import merge
from drafter.form import Form
from drafter.formats import FORMATS
from drafter.formats.style import load_style
from drafter.recognition import recognize
from drafter.recognition.files import read_report
from drafter.report.filing import Filing

EXAMPLE = Path(__file__).parents[2] / "examples" / "last-year.txt"
STYLES = """
<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="GoneToo"><w:basedOn w:val="Gone"/></w:style>
<w:style w:type="character" w:styleId="Struck"><w:rPr><w:strike/></w:rPr></w:style>
"""
WORD_LOOKS = {
    "hidden by a style": '<w:rStyle w:val="GoneToo"/>',
    "struck by a style": '<w:rStyle w:val="Struck"/>',
    "white": '<w:color w:val="FFFFFF"/>',
    "tiny": '<w:sz w:val="2"/>',
}
PAGE_LOOKS = {"struck": "text-decoration:line-through", "white": "color:#fff"}


@pytest.fixture(scope="module")
def filing(form: Form) -> Filing:
    return read_report(EXAMPLE, form).filing


def written(filing: Filing, form: Form, kind: str) -> bytes:
    return FORMATS[kind].write(merge(filing, form), load_style(form.definition.style))


@pytest.mark.parametrize("look", WORD_LOOKS.values(), ids=WORD_LOOKS)
def test_unseen_digits_in_a_word_document_change_no_figure(look: str, filing: Filing, form: Form) -> None:
    run = f"<w:r><w:rPr>{look}</w:rPr><w:t>7</w:t></w:r>"
    with zipfile.ZipFile(io.BytesIO(written(filing, form, "docx"))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    numbers = re.compile(r'<w:r>(?:(?!</w:r>).)*<w:t xml:space="preserve">\d+</w:t></w:r>')
    document, count = numbers.subn(lambda found: run + found[0], parts["word/document.xml"])
    parts["word/document.xml"] = document
    parts["word/styles.xml"] = parts["word/styles.xml"].replace("</w:styles>", f"{STYLES}</w:styles>")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    found = recognize(FORMATS["docx"].read(buffer.getvalue()), form)
    assert found.filing.figures == filing.figures
    assert sum(item.text == "7" for item in found.filing.unplaced) == count > 0


@pytest.mark.pdf
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("look", PAGE_LOOKS.values(), ids=PAGE_LOOKS)
def test_unseen_digits_on_a_printed_page_change_no_figure(look: str, filing: Filing, form: Form) -> None:
    from drafter.formats.pdf.writer import pdf_of

    pytest.importorskip("weasyprint")
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    page = written(filing, form, "html").decode()
    page = re.sub(r"(<td [^>]*>)(\d+)(?=</td>)", rf'\1<span style="{look}">7</span>\2', page)
    found = recognize(FORMATS["pdf"].read(pdf_of(page.encode())), form)
    assert found.filing.figures == filing.figures
    assert found.filing.unplaced
