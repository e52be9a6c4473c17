"""Round trip over the textual forms, over three layouts of HTML, and under random damage."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from drafter.drafting.merge import merge
from drafter.form import load_form
from drafter.recognition import recognize
from drafter.report.filing import Filing
from tests.damage import DAMAGES, FORMATS, damaged, judge
from tests.strategies import filings
from tests.text_forms import FILLED_UP, FORMS, TRACELESS, write

FORM = load_form("disclosure-2021")
READ = FORMATS["F1"].read


def blank_rows(filing: Filing) -> set[str]:
    """Rows (of the form's printed lines) with a blank cell."""
    rows = [row for table in FORM.tables.values() for row in table.printed]
    return {cell for row in rows for cell in row.addresses if any(filing.figures[c] is None for c in row.addresses)}


def rows_of_nothing(filing: Filing) -> set[str]:
    rows = [row for table in FORM.tables.values() for row in table.printed]
    return {cell for row in rows for cell in row.addresses if all(filing.figures[c] is None for c in row.addresses)}


pytestmark = pytest.mark.slow
QUICKLY = (Phase.explicit, Phase.reuse, Phase.generate)
"""A whole filing is not worth shrinking: the seed of the damage is what one looks at."""


def ambiguous_rows(filing: Filing) -> set[str]:
    """Cells of rows that can be cut in more than one way when nothing divides them; a row of one cell cannot."""
    rows = [row.addresses for table in FORM.tables.values() for row in table.printed]
    return {cell for row in rows for cell in row if len(row) > 1 and not divides(row, filing)}


def divides(row: tuple[str, ...], filing: Filing) -> bool:
    """Zeros and signs for every cell, or a digit for every cell of a row that adds up."""
    values = [filing.figures[cell] for cell in row]
    if set(values) <= {0, "/"}:
        return True
    digits = all(isinstance(value, int) and value < 10 for value in values)
    return digits and len(row) == 7 and sum(values[:-1]) == values[-1]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(set(FORMS) - {"F7"}))
@settings(max_examples=300, deadline=None, phases=QUICKLY, suppress_health_check=list(HealthCheck))
@given(filing=filings(FORM))
def test_a_filing_reads_back_from_a_textual_form(name: str, filing: Filing) -> None:
    again = recognize(READ(write(merge(filing, FORM), name).encode()), FORM).filing
    gone = blank_rows(filing) if name in TRACELESS | FILLED_UP else set()
    if name in FILLED_UP:
        gone -= rows_of_nothing(filing)
    unread = {item.cell for item in again.unread}
    assert unread == gone, "where a blank leaves no trace its row is unread, and nothing else"
    assert {c: v for c, v in again.figures.items() if c not in gone} == {
        c: v for c, v in filing.figures.items() if c not in gone
    }
    assert again.narrative == filing.narrative


@settings(max_examples=300, deadline=None, phases=QUICKLY, suppress_health_check=list(HealthCheck))
@given(filing=filings(FORM, counts=st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 999))))
def test_cells_run_together_are_read_where_there_is_one_way_to_divide_them(filing: Filing) -> None:
    """Rows with a blank are left out: their digits may make up a row that adds up by chance, which is to be checked."""
    reading = recognize(READ(write(merge(filing, FORM), "F7").encode()), FORM)
    again, gone = reading.filing, blank_rows(filing)
    unread = {item.cell for item in again.unread}
    assert unread <= gone | ambiguous_rows(filing)
    read = set(FORM.cells) - unread - gone
    assert {c: again.figures[c] for c in read} == {c: filing.figures[c] for c in read}
    several = {
        cell for table in FORM.tables.values() for row in table.printed if len(row.cells) > 1 for cell in row.addresses
    }
    assert not any(cell.certain for cell in reading.cells if cell.cell in several)
    assert again.narrative == filing.narrative


@pytest.mark.parametrize("name", ["docx", "md", "txt"])
@settings(max_examples=300, deadline=None, phases=QUICKLY, suppress_health_check=list(HealthCheck))
@given(filing=filings(FORM))
def test_a_filing_reads_back_from_a_format_that_is_written(name: str, filing: Filing) -> None:
    fmt = FORMATS[name]
    assert recognize(fmt.read(fmt.write(merge(filing, FORM))), FORM).filing == filing


@pytest.mark.parametrize("name", ["plain", "paragraphs", "layout", "gbk"])
@settings(max_examples=300, deadline=None, phases=QUICKLY, suppress_health_check=list(HealthCheck))
@given(filing=filings(FORM))
def test_a_filing_reads_back_from_pages_as_sites_make_them(name: str, filing: Filing) -> None:
    fmt = FORMATS[f"html {name}"]
    again = recognize(fmt.read(fmt.write(merge(filing, FORM))), FORM).filing
    assert again.figures == filing.figures and not again.unread
    assert again.narrative == filing.narrative


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("damage", sorted(DAMAGES))
@settings(max_examples=12, deadline=None, phases=QUICKLY, suppress_health_check=list(HealthCheck))
@given(filing=filings(FORM), seed=st.integers(0, 10**6))
def test_no_damage_makes_a_number_wrong(name: str, damage: str, filing: Filing, seed: int) -> None:
    case = damaged(filing, FORM, name, damage, random.Random(seed))
    if case is None:
        return
    verdict = judge(case, FORM)
    assert not verdict.wrong, verdict.wrong
    assert not verdict.lost, verdict.lost
    assert verdict.reported
