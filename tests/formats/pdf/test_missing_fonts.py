"""Characters without their fonts: pdfminer finds what PDFium finds, at the same places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.errors import SourceError
from drafter.formats.pdf import missing_fonts
from drafter.formats.pdf.loader import load
from drafter.formats.pdf.missing_fonts import glyphs_of
from tests.formats.pdf.pdf_making import pdf, table, text

ROWS = [(20, ("名称", "制发")), (20, ("规章", "7"))]


@given(
    st.lists(
        st.tuples(st.integers(20, 400), st.integers(50, 800), st.text("甲乙丙12345", min_size=1, max_size=8)),
        max_size=6,
    )
)
@settings(max_examples=30)
def test_text_and_places_are_those_of_the_usual_way(pieces: list[tuple[int, int, str]]) -> None:
    data = pdf("".join(text(x, y, words) for x, y, words in pieces))
    found, (usual,) = glyphs_of(data, [0])[0], load(data).pages
    assert [glyph.text for glyph in found] == [char for _, _, words in pieces for char in words]
    for x, y, words in pieces:
        assert any(
            abs(glyph.x0 - x) < 0.1 and abs(842 - y - glyph.base) < 0.1 for glyph in found if glyph.text == words[0]
        )
    known = {(glyph.text, round(glyph.x0), round(glyph.base)) for glyph in usual.glyphs + usual.hidden}
    assert known <= {(glyph.text, round(glyph.x0), round(glyph.base)) for glyph in found} or not known


def test_only_the_pages_asked_for_are_read() -> None:
    data = pdf(text(60, 700, "甲"), text(60, 700, "乙"), text(60, 700, "丙"))
    found = glyphs_of(data, [0, 2])
    assert {number: "".join(glyph.text for glyph in page) for number, page in found.items()} == {0: "甲", 2: "丙"}


def test_a_page_without_text_has_no_characters() -> None:
    assert glyphs_of(pdf(""), [0]) == {0: []}


def test_slanted_text_is_left_out() -> None:
    slanted = "BT /F 12 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <7532> Tj ET\n"
    assert [glyph.text for glyph in glyphs_of(pdf(slanted + text(60, 700, "乙")), [0])[0]] == ["乙"]


def test_characters_are_in_the_order_of_drawing() -> None:
    found = glyphs_of(pdf(table((60, 200, 300), 780, ROWS)), [0])[0]
    assert [glyph.order for glyph in found] == list(range(len(found)))
    assert "".join(glyph.text for glyph in found) == "名称制发规章7"


def test_a_crop_box_moves_the_origin() -> None:
    data = pdf(text(60, 700, "甲"))
    cropped = data.replace(b"/MediaBox[0 0 595 842]", b"/MediaBox[0 0 595 842]/CropBox[10 20 500 800]")
    (plain,), (moved,) = glyphs_of(data, [0])[0], glyphs_of(cropped, [0])[0]
    assert (moved.x0, moved.base) == pytest.approx((plain.x0 - 10, plain.base - 42))


def test_more_text_than_ten_seconds_of_work_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing_fonts, "_GLYPH_LIMIT", 3)
    with pytest.raises(SourceError) as caught:
        glyphs_of(pdf(text(60, 700, "一二三四")), [0])
    assert caught.value.key == "pdf_too_large"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"x" * 999, pdf(text(60, 700, "甲"))[:200]])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        glyphs_of(data, [0])
    assert caught.value.key == "pdf_damaged"


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        glyphs_of(pdf(text(60, 700, "甲")), [0, 5])
    assert caught.value.key == "pdf_damaged"


@given(st.data())
@settings(max_examples=40)
def test_flipped_bytes_give_characters_or_a_refusal(data: st.DataObject) -> None:
    content = bytearray(pdf(table((60, 200, 300), 780, ROWS)))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
        content[place] ^= data.draw(st.integers(1, 255))
    try:
        assert all(glyph.text for page in glyphs_of(bytes(content), [0]).values() for glyph in page)
    except SourceError as error:
        assert error.key in ("pdf_damaged", "pdf_too_large")
