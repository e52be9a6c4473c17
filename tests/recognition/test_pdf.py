"""Round trip through PDF, printed by WeasyPrint and exported by LibreOffice, and under random damage."""

from __future__ import annotations

import logging
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from drafter.drafting.merge import merge
from drafter.form import load_form
from drafter.formats import FORMATS
from drafter.recognition import recognize
from drafter.report.filing import Filing
from tests.damage import DAMAGES, PDF, STYLE, damaged, judge
from tests.strategies import filings

FORM = load_form("disclosure-2021")
QUICKLY = (Phase.explicit, Phase.reuse, Phase.generate)
EVERY = list(HealthCheck)
pytestmark = [pytest.mark.pdf, pytest.mark.filterwarnings("ignore")]
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
logging.getLogger("fontTools").setLevel(logging.CRITICAL)


LOST_MARK = "，(?=[^\u4e00-\u9fff])"
"""A comma before what is no ideograph, at a line's end, may be missing from the page that LibreOffice exports."""


def told(filing: Filing, lost: str = "") -> dict[str, list[tuple[str, list[str]]]]:
    """The narrative without white space, of which a PDF keeps only what it looks like, and without what is `lost`."""

    def squeezed(text: str | None) -> str:
        dense = re.sub(r"\s", "", text or "")
        return re.sub(lost, "", dense) if lost else dense

    return {
        section: [(squeezed(block.heading), [squeezed(text) for text in block.paragraphs]) for block in blocks]
        for section, blocks in filing.narrative.items()
    }


def reads_back(data: bytes, filing: Filing, lost: str = "") -> None:
    again = recognize(FORMATS["pdf"].read(data), FORM).filing
    assert again.figures == filing.figures
    assert not again.unread
    assert told(again, lost) == told(filing, lost)


@settings(max_examples=60, deadline=None, phases=QUICKLY, suppress_health_check=EVERY)
@given(filing=filings(FORM))
def test_a_filing_reads_back_from_a_printed_page(filing: Filing) -> None:
    reads_back(PDF.write(merge(filing, FORM)), filing)


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_filings_read_back_from_what_libreoffice_exports(tmp_path: Path) -> None:
    made: list[Filing] = []

    @settings(max_examples=60, deadline=None, phases=(Phase.generate,), database=None, suppress_health_check=EVERY)
    @given(filing=filings(FORM))
    def make(filing: Filing) -> None:
        made.append(filing)

    make()
    for number, filing in enumerate(made):
        (tmp_path / f"{number}.docx").write_bytes(FORMATS["docx"].write(merge(filing, FORM), STYLE))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=300)
    for number, filing in enumerate(made):
        reads_back((tmp_path / f"{number}.pdf").read_bytes(), filing, LOST_MARK)


@pytest.mark.parametrize("damage", sorted(DAMAGES))
@settings(max_examples=10, deadline=None, phases=QUICKLY, suppress_health_check=EVERY)
@given(filing=filings(FORM), seed=st.integers(0, 10**6))
def test_no_damage_to_a_pdf_makes_a_number_wrong(damage: str, filing: Filing, seed: int) -> None:
    case = damaged(filing, FORM, "pdf", damage, random.Random(seed))
    if case is None:
        return
    verdict = judge(case, FORM)
    assert not verdict.wrong, verdict.wrong
    assert not verdict.lost, verdict.lost
    assert verdict.reported
