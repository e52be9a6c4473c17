"""White text is read where something dark is behind it."""

import pytest

from drafter.document import cell
from tests.formats.docx.docx_making import BLUE, WHITE, blocks, p, rp, style, tbl, tc, tr


@pytest.mark.parametrize(
    "body",
    [
        tbl(tr(tc(p(rp("12", WHITE)), properties=BLUE))),
        tbl(tr(tc(p(rp("12", WHITE), properties=BLUE)))),
        tbl(tr(tc(p(rp("12", WHITE))))).replace("<w:tbl>", f"<w:tbl><w:tblPr>{BLUE}</w:tblPr>"),
        tbl(tr(tc(p(rp("12", WHITE))))).replace("<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="Dark"/></w:tblPr>'),
        tbl(tr(tc(p(rp("12", WHITE))))) + p('<w:r><w:drawing><wp:anchor behindDoc="1"/></w:drawing></w:r>'),
    ],
)
def test_white_text_is_seen_where_something_dark_is_behind_it(body):
    head = f'<w:tblStylePr w:type="firstRow"><w:tcPr>{BLUE}</w:tcPr></w:tblStylePr>'
    (table,) = blocks(body, styles=style("table", "Dark", more=head))
    assert table.rows == ((cell("12"),),)


def test_white_text_is_not_seen_in_a_white_cell_of_a_dark_table():
    white = BLUE.replace("1F4E79", "FFFFFF")
    body = tbl(tr(tc(p(rp("12", WHITE)), properties=white))).replace("<w:tbl>", f"<w:tbl><w:tblPr>{BLUE}</w:tblPr>")
    (table,) = blocks(body)
    assert table.rows == ((cell(""),),)
