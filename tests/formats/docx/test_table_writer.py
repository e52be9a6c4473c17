"""Tables as they are written: widths, spans, headers."""

import pytest

from drafter.document import Cell, Document, Span, TableBlock, TextBlock, cell
from drafter.formats.docx import read, write
from tests.formats.docx.docx_making import REPORT, STYLE, found, long_table, xml


def test_a_table_is_as_wide_as_the_text_and_its_columns_keep_their_proportions():
    widths = [int(item) for item in found(xml(REPORT), "//w:gridCol/@w:w")]
    assert sum(widths) == pytest.approx((210 - 28 - 26) / 25.4 * 1440, abs=2)
    assert widths[0] == pytest.approx(14 * widths[1], rel=0.02)


def test_a_number_is_made_smaller_where_its_column_is_narrow():
    assert found(xml(REPORT), "//w:tc[contains(., '96171')]//w:sz/@w:val") == ["16"]
    assert not found(xml(REPORT), "//w:tc[contains(., '项目')]//w:sz")


@pytest.mark.parametrize(
    ("table", "repeated"),
    [(long_table({0, 1}), 2), (long_table({0}, rows=12), 0), (long_table({0, 9}), 0), (long_table(set(range(20))), 0)],
)
def test_header_rows_of_a_long_table_repeat(table, repeated):
    assert len(found(xml(Document((table,))), "//w:tblHeader")) == repeated


def test_rows_stay_whole_and_merged_cells_are_real():
    table = TableBlock(((cell("甲", row_span=2), cell("乙", col_span=2)), (cell("1"), cell("2"))))
    root = xml(Document((table,)))
    assert len(found(root, "//w:tr[w:trPr/w:cantSplit]")) == 2
    assert found(root, "//w:vMerge/@w:val") == ["restart", "continue"]
    assert found(root, "//w:gridSpan/@w:val") == ["2"]


def test_two_tables_in_a_row_stay_two():
    table = TableBlock(((cell("1"),),))
    assert len(read(write(Document((table, table)), STYLE)).blocks) == 2


def test_uneven_tables_are_written_without_a_fault():
    uneven = TableBlock(((cell("甲", row_span=9), cell("乙")), (), (cell("丙"), cell("丁", col_span=3)), ()))
    assert [item.text for row in next(read(write(Document((uneven,)), STYLE)).tables()).rows for item in row] == [
        "甲",
        "乙",
        "丙",
        "丁",
    ]


def test_a_row_that_is_one_label_is_a_band_and_no_other_is():
    band, label, value = (
        Cell((Span(text),), col_span=span, label=True) for text, span in (("甲", 2), ("乙", 1), ("丙", 1))
    )
    root = xml(Document((TableBlock(((band,), (label, value), (cell("1", col_span=2),))),)))
    assert found(root, "//w:tr[1]//w:shd/@w:fill") == [STYLE.table_band] and not found(
        root, "//w:tr[position()>1]//w:shd"
    )
    assert found(root, "//w:tr[1]//w:jc/@w:val") == ["left"]


@pytest.mark.parametrize(("rows", "breaks"), [(12, 0), (30, 1), (60, 0)])
def test_a_long_table_that_fits_a_page_starts_one(rows, breaks):
    heading = TextBlock((Span("三、情况"),), level=1)
    root = xml(Document((heading, long_table({0}, rows=rows), TextBlock((Span("正文"),)))))
    assert len(found(root, "//w:pageBreakBefore")) == breaks
    assert len(found(root, "//w:body/w:p[w:pPr/w:spacing/@w:after]")) == 1, (
        "some space above the table, and nowhere else"
    )
