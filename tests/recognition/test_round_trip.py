"""What is written in a format is read back the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter.drafting.merge import merge
from drafter.form import Form, load_form
from drafter.formats import FORMATS
from drafter.formats.style import load_style
from drafter.recognition import recognize
from drafter.report import json as filing_codec
from drafter.report.filing import Filing
from tests.strategies import filings

FORM = load_form("disclosure-2021")
STYLE = load_style(FORM.definition.style)


def through(filing: Filing, name: str, form: Form = FORM) -> Filing:
    data = FORMATS[name].write(merge(filing, form), STYLE)
    return recognize(FORMATS[name].read(data), form).filing


@pytest.mark.parametrize("name", ["docx", "html", "md", "txt"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_filing_reads_back_as_it_was_written(name: str, data: st.DataObject) -> None:
    filing = data.draw(filings(FORM))
    assert through(filing, name) == filing


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(filing=filings(FORM))
def test_a_filing_reads_back_from_json(filing: Filing) -> None:
    assert filing_codec.read(filing_codec.write(filing), FORM) == filing


@pytest.mark.parametrize("name", ["docx", "html", "md", "txt"])
def test_open_rows_and_text_columns_read_back(name: str, english: Form) -> None:
    figures = {cell: index for index, cell in enumerate(english.cells)}
    rows = {"North quay": (60, 8, 68, "moved in May"), "South v2.1": ("N/A", 5, None, None)}
    for row, values in rows.items():
        figures |= {
            f"components.{row}.{column}": value
            for column, value in zip(english.tables["components"].columns, values, strict=True)
        }
    filing = Filing(english.key, figures, {}, "Harbour Office", 2023, "Annual Records Report of Harbour Office, 2023")
    again = through(filing, name, english)
    assert again.figures == filing.figures
    assert (again.organization, again.year) == ("Harbour Office", 2023)
