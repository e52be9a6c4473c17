"""Reading PDF files: tables with spans, tables over page breaks, paragraphs, and files that cannot be read."""

from __future__ import annotations

import html
import json
import logging
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.document import Aside, Document, Notice, Picture, TableBlock, TextBlock, cell, paragraph
from drafter.errors import SourceError
from drafter.formats.pdf import read
from tests.formats.pdf.pdf_making import PICTURE, lines, pdf, rule, table, text

COLUMNS = (60, 200, 300, 400)
REPORTS = Path(__file__).parents[4] / "shared" / "reports"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.paragraphs()]


def grid(block: TableBlock) -> list[list[str]]:
    return [[item.text for item in row] for row in block.rows]


def only_table(document: Document) -> TableBlock:
    (found,) = document.tables()
    return found


def refusal(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read(data)
    return caught.value.key


# Paragraphs


def test_lines_that_fill_the_width_make_one_paragraph_and_an_indent_begins_the_next() -> None:
    page = text(84, 780, "甲" * 36) + lines(760, ["乙" * 38, "丙" * 5]) + text(84, 720, "丁" * 36) + text(60, 700, "戊")
    assert texts(read(pdf(page))) == ["甲" * 36 + "乙" * 38 + "丙" * 5, "丁" * 36 + "戊"]


def test_a_short_line_is_a_paragraph_of_its_own() -> None:
    page = text(84, 780, "一、概况") + text(84, 760, "甲" * 36) + lines(740, ["乙" * 38, "丙"])
    assert texts(read(pdf(page))) == ["一、概况", "甲" * 36 + "乙" * 38 + "丙"]


def test_a_paragraph_goes_on_over_the_page_break_and_the_page_number_is_gone() -> None:
    first = text(84, 780, "甲" * 36) + lines(760, ["乙" * 38, "丙" * 38]) + text(280, 40, "- 1 -")
    second = lines(780, ["丁" * 38, "戊" * 4]) + text(280, 40, "- 2 -")
    assert texts(read(pdf(first, second))) == ["甲" * 36 + "乙" * 38 + "丙" * 38 + "丁" * 38 + "戊" * 4]


@pytest.mark.parametrize("form", ["- {} -", "— {} —", "{}", "{} / 3", "第{}页"])
def test_page_numbers_are_no_text(form: str) -> None:
    pages = [text(60, 780, f"第{word}段。") + text(280, 40, form.format(n)) for n, word in enumerate("甲乙丙", 1)]
    assert texts(read(pdf(*pages))) == ["第甲段。", "第乙段。", "第丙段。"]


def test_a_running_head_is_kept_once() -> None:
    pages = [text(200, 815, "示例局年度报告") + text(60, 700, f"正文{word}。") for word in "甲乙丙"]
    assert texts(read(pdf(*pages))) == ["示例局年度报告", "正文甲。", "正文乙。", "正文丙。"]


def test_a_running_head_of_two_fonts_with_a_date_is_no_text() -> None:
    """A browser prints the date and the title over each page, and letters stand a little lower than ideographs."""
    head = text(60, 814, "11/30/26", size=8) + text(200, 815, "示例局年度报告", size=8)
    pages = [head + text(60, 700, f"正文{word}。") for word in "甲乙丙"]
    assert texts(read(pdf(*pages))) == ["正文甲。", "正文乙。", "正文丙。"]


def test_a_table_wider_than_the_text_does_not_break_its_paragraphs() -> None:
    """A browser keeps lines short on wide paper, and lets tables take it all."""
    prose = text(84, 780, "甲" * 18) + lines(760, ["乙" * 20, "丙" * 20, "丁" * 20, "戊" * 20, "己" * 20, "庚" * 3])
    wide = table((60, 200, 300, 530), 600, [(20, ("名称", "制发", "废止")), (20, ("规章", "1", "2"))])
    assert texts(read(pdf(prose + wide))) == ["甲" * 18 + "".join(c * 20 for c in "乙丙丁戊己") + "庚" * 3]


def test_gaps_beside_ideographs_are_no_spaces_and_between_words_they_are() -> None:
    page = text(60, 780, "共收到") + text(102, 780, "12") + text(120, 780, "件") + text(60, 740, "Act of 2024")
    assert texts(read(pdf(page))) == ["共收到12件", "Act of 2024"]


def test_a_number_broken_by_the_end_of_a_line_is_whole_again() -> None:
    page = text(84, 780, "甲" * 35 + "39") + lines(760, ["85件" + "乙" * 36, "丙"])
    assert texts(read(pdf(page)))[0].startswith("甲" * 35 + "3985件乙")


def test_the_mark_of_a_footnote_is_no_digit_of_the_number() -> None:
    page = text(60, 700, "12840") + text(90, 704, "1", size=6)
    assert [block.text for block in read(pdf(page)).paragraphs()] == ["12840 1"]


def test_columns_without_rules_are_lines_with_tabs() -> None:
    page = "".join(
        text(60, y, name) + text(200, y, a) + text(300, y, b)
        for y, name, a, b in ((780, "规章", "1", "0"), (760, "行政许可", "447228", ""), (740, "行政处罚", "", "88"))
    )
    assert texts(read(pdf(page))) == ["规章\t1\t0", "行政许可\t447228", "行政处罚\t88"]


def test_bold_made_by_printing_twice_is_read_once() -> None:
    page = text(60, 780, "加粗11") + text(60.3, 780, "加粗11")
    assert texts(read(pdf(page))) == ["加粗11"]


# What a line strikes out


ROWS = [(20, ("名称", "制发", "废止")), (20, ("规章", "1213", "5")), (20, ("许可", "3", "4"))]
BASE = 780 - 20 - 12
"""The baseline of the row 规章, whose first number begins at 203 and whose digits are 6 wide."""


def struck(y: float, start: float = 203, end: float = 215) -> Document:
    return read(pdf(table(COLUMNS, 780, ROWS) + rule(start, y, end, y)))


@pytest.mark.parametrize("y", [BASE + 2.5, BASE + 4, BASE + 6])
def test_digits_that_a_line_strikes_out_are_not_read_and_are_told(y: float) -> None:
    found = struck(y)
    assert grid(only_table(found))[1] == ["规章", "13", "5"]
    assert found.asides == (Aside("12", "struck out on page 1"),)
    assert found.notices == (Notice("struck", (("count", "1"),)),)


def test_a_struck_digit_inside_a_number_keeps_its_neighbours_apart() -> None:
    assert grid(only_table(struck(BASE + 4, 209, 215)))[1] == ["规章", "1 13", "5"]


def test_a_number_that_is_struck_out_altogether_leaves_a_blank() -> None:
    assert grid(only_table(struck(BASE + 4, 202, 228)))[1] == ["规章", "", "5"]


def test_a_double_line_strikes_once() -> None:
    page = table(COLUMNS, 780, ROWS) + rule(203, BASE + 3, 215, BASE + 3) + rule(203, BASE + 5, 215, BASE + 5)
    assert read(pdf(page)).asides == (Aside("12", "struck out on page 1"),)


def test_a_line_drawn_as_a_thin_area_and_in_pieces_strikes() -> None:
    bars = f"203 {BASE + 3.5} 6 0.8 re f\n209 {BASE + 3.5} 6 0.8 re f\n"
    assert grid(only_table(read(pdf(table(COLUMNS, 780, ROWS) + bars))))[1] == ["规章", "13", "5"]


def test_a_struck_number_that_touches_a_border_is_struck() -> None:
    page = table((203, 300, 400), 780, [(20, ("", "5")), (20, ("3", "4"))]) + text(203, 768, "1213")
    found = read(pdf(page + rule(203, 772, 215, 772)))
    assert grid(only_table(found)) == [["13", "5"], ["3", "4"]]


@pytest.mark.parametrize("y", [BASE - 1.5, BASE, BASE + 1, BASE + 8, BASE + 10])
def test_lines_under_and_over_a_number_strike_nothing(y: float) -> None:
    found = struck(y)
    assert grid(only_table(found))[1][1] == "1213"
    assert found.asides == ()


def test_a_border_through_text_that_hangs_out_of_its_cell_strikes_nothing() -> None:
    page = table((60, 90, 120), 780, [(20, ("", "")), (20, ("", ""))]) + text(61, 756, "规章") + text(93, 765, "1213")
    assert read(pdf(page)).asides == ()


def test_a_rule_longer_than_the_text_strikes_nothing() -> None:
    page = text(200, 700, "1213") + rule(60, 704, 400, 704) + text(200, 600, "—2—") + rule(60, 604, 190, 604)
    assert read(pdf(page)).asides == ()


def test_a_struck_sentence_is_no_text() -> None:
    page = text(60, 700, "受理12件，删除一句。受理13件。") + rule(60 + 12 * 5, 704, 60 + 12 * 10, 704)
    assert read(pdf(page)).asides == (Aside("删除一句。", "struck out on page 1"),)


def annotated(page: str, *annotations: str) -> bytes:
    """A file with one page and what lies on it."""
    return pdf(page, annotations="".join(f"<</Type/Annot{item}>>" for item in annotations))


def test_what_a_reviewer_struck_out_is_not_read() -> None:
    x, y = 203, BASE
    quad = f"/QuadPoints[{x} {y + 10} {x + 12} {y + 10} {x} {y - 2} {x + 12} {y - 2}]"
    found = read(annotated(table(COLUMNS, 780, ROWS), f"/Subtype/StrikeOut/Rect[{x} {y - 2} {x + 12} {y + 10}]{quad}"))
    assert grid(only_table(found))[1] == ["规章", "13", "5"]
    assert found.asides == (Aside("12", "struck out on page 1"),)


def test_notes_and_boxes_that_lie_on_a_page_are_told() -> None:
    place = "/Rect[60 690 90 710]"
    found = read(
        annotated(
            text(60, 780, "正文。"),
            f"/Subtype/FreeText/Contents(99){place}",
            f"/Subtype/Widget/FT/Tx/T(a)/V(77){place}",
            f"/Subtype/Text/F 2/Contents(hidden){place}",
            f"/Subtype/Link/Contents(link){place}",
        )
    )
    assert texts(found) == ["正文。"]
    assert found.asides == (Aside("99", "annotation on page 1"), Aside("77", "annotation on page 1"))
    assert found.notices == (Notice("pdf_annotations", (("count", "2"),)),)


# What is not seen


PROSE = text(60, 780, "正文。")
HIDDEN = text(60, 700, "12")
AREA = "50 690 60 30 re f "
"""Around `HIDDEN`."""


@pytest.mark.parametrize(
    "unseen",
    [
        HIDDEN.replace("BT", "BT 3 Tr") + "0 Tr ",
        HIDDEN.replace("BT", "BT 7 Tr"),
        f"q 1 g {HIDDEN} Q ",
        f"q 0.98 0.98 0.98 rg {HIDDEN} Q ",
        f"q 1 g {AREA} 1 g {HIDDEN} Q ",
        text(60, 900, "12"),
        text(-60, 700, "12"),
        f"{HIDDEN} q 1 g {AREA} Q ",
        f"{HIDDEN} q 0 g {AREA} Q ",
        f"{HIDDEN} q 2 0 0 2 0 0 cm 25 345 30 15 re W n 1 g 0 0 200 400 re f Q ",
    ],
)
def test_text_that_is_not_seen_is_not_read_and_is_told(unseen: str) -> None:
    found = read(pdf(PROSE + unseen))
    assert texts(found) == ["正文。"]
    assert found.asides == (Aside("12", "hidden on page 1"),)
    assert found.notices == (Notice("hidden_text", (("count", "1"),)),)


@pytest.mark.parametrize(
    "seen",
    [
        f"q 0.1 0.3 0.5 rg {AREA} 1 g {HIDDEN} Q ",
        "q 0.1 0.3 0.5 rg " + "".join(f"50 {y} 60 1 re f " for y in range(690, 720)) + f"1 g {HIDDEN} Q ",
        f"q 8 w 50 705 m 110 705 l S 1 g {HIDDEN} Q ",
        f"q 60 0 0 30 50 690 cm /I Do Q q 1 g {HIDDEN} Q ",
        f"q 0.8 g {HIDDEN} Q ",
        f"q 1 g {AREA} Q {HIDDEN}",
        f"{HIDDEN} q 1 g 50 690 60 13 re f Q ",
        f"{HIDDEN} q 1 g 69 690 60 30 re f Q ",
        f"{HIDDEN} q 1 g 50 690 m 110 690 l 50 720 l f Q ",
        f"{HIDDEN} q 0 0 20 20 re W n 1 g {AREA} Q ",
        f"{HIDDEN} q 0.5 w {AREA.replace('f', 'S')} Q ",
    ],
)
def test_text_that_is_seen_is_read(seen: str) -> None:
    found = read(pdf(PROSE + seen))
    assert texts(found) == ["正文。", "12"]
    assert found.asides == found.notices == ()


def test_a_number_written_over_a_covered_one_is_read() -> None:
    corrected = f"q 1 g 203 {BASE - 2} 24 14 re f Q " + text(203, BASE, "99")
    found = read(pdf(table(COLUMNS, 780, ROWS) + corrected))
    assert grid(only_table(found))[1] == ["规章", "99", "5"]
    assert found.asides == (Aside("1213", "hidden on page 1"),)


def test_a_layer_of_text_that_is_not_seen_itself_is_read_and_told() -> None:
    scan = PICTURE + text(100, 600, "共收到12件").replace("BT", "BT 3 Tr")
    under = text(100, 600, "共收到12件") + "q 595 0 0 842 0 0 cm /I Do Q "
    found = read(pdf(scan, under, PROSE))
    assert [notice for notice in found.notices if notice.key == "pdf_layer"] == [
        Notice("pdf_layer", (("pages", "1, 2"),))
    ]
    assert texts(found) == ["共收到12件", "共收到12件", "正文。"]


# Tables


def test_a_ruled_table_is_read_cell_by_cell_with_blanks() -> None:
    rows = [(20, ("名称", "制发", "废止")), (20, ("规章", "", "1,204")), (20, ("许可", "/", ""))]
    found = read(pdf(text(60, 800, "前文。") + table(COLUMNS, 780, rows) + text(60, 680, "后文。")))
    assert [type(block) for block in found.blocks] == [TextBlock, TableBlock, TextBlock]
    assert grid(only_table(found)) == [["名称", "制发", "废止"], ["规章", "", "1,204"], ["许可", "/", ""]]


def test_spans_come_from_the_lines_that_are_missing() -> None:
    page = "".join(rule(60, y, 400, y) for y in (780, 740)) + rule(200, 760, 400, 760)
    page += "".join(rule(x, 780, x, 740) for x in (60, 200, 400)) + rule(300, 760, 300, 740)
    page += text(63, 757, "分组") + text(203, 766, "合并") + text(203, 746, "1") + text(303, 746, "2")
    first, second = only_table(read(pdf(page))).rows
    assert [(item.text, item.row_span, item.col_span) for item in first] == [("分组", 2, 1), ("合并", 1, 2)]
    assert [(item.text, item.row_span, item.col_span) for item in second] == [("1", 1, 1), ("2", 1, 1)]


def test_a_table_without_outer_lines_is_a_table() -> None:
    page = "".join(rule(60, y, 400, y) for y in (780, 760, 740)) + rule(200, 780, 200, 740)
    page += text(63, 766, "规章") + text(203, 766, "1") + text(63, 746, "许可") + text(203, 746, "2")
    assert grid(only_table(read(pdf(page)))) == [["规章", "1"], ["许可", "2"]]


def test_a_frame_round_prose_is_no_table() -> None:
    page = "".join(rule(50, y, 520, y) for y in (800, 700)) + "".join(rule(x, 800, x, 700) for x in (50, 520))
    found = read(pdf(page + text(84, 780, "甲" * 36) + text(60, 760, "乙" * 4)))
    assert list(found.tables()) == []
    assert texts(found) == ["甲" * 36 + "乙" * 4]


def test_a_number_wrapped_in_its_cell_is_whole_and_two_numbers_are_not_one() -> None:
    narrow, rows = (
        (60, 160, 200),
        [(40, ("行政处罚", "39857\n58")), (40, ("行政强制", "12\n3456")), (40, ("许可", "1\n2"))],
    )
    assert [row[1] for row in grid(only_table(read(pdf(table(narrow, 780, rows)))))] == ["3985758", "12\n3456", "1\n2"]


def test_numbers_of_two_cells_never_join_however_close() -> None:
    xs, y = (60, 84, 108, 132), 780
    page = "".join(rule(x, y, x, y - 40) for x in xs) + "".join(rule(60, h, 132, h) for h in (780, 760, 740))
    page += text(60, 765, "1234") + text(84, 765, "5678") + text(108, 765, "9012") + text(60, 745, "甲")
    assert grid(only_table(read(pdf(page))))[0] == ["1234", "5678", "9012"]


# Tables over page breaks

HEAD = (20, ("内容", "制发", "废止"))


def over_break(
    above: list[tuple[float, tuple[str, ...]]], below: list[tuple[float, tuple[str, ...]]]
) -> list[list[str]]:
    """The cells of one table that stands at the end of one page and at the beginning of the next."""
    top = 70 + sum(height for height, _ in above)
    pages = table(COLUMNS, top, above) + text(280, 30, "4"), table(COLUMNS, 800, below) + text(280, 30, "5")
    return grid(only_table(read(pdf(*pages))))


def test_a_table_over_a_page_break_is_one_table() -> None:
    found = over_break([HEAD, (20, ("1.规章", "1", ""))], [(20, ("2.许可", "", "")), (20, ("3.处罚", "", "7"))])
    assert found == [["内容", "制发", "废止"], ["1.规章", "1", ""], ["2.许可", "", ""], ["3.处罚", "", "7"]]


def test_a_head_repeated_on_the_next_page_is_dropped() -> None:
    found = over_break([HEAD, (20, ("规章", "1", "2"))], [HEAD, (20, ("许可", "3", "4"))])
    assert found == [["内容", "制发", "废止"], ["规章", "1", "2"], ["许可", "3", "4"]]


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    found = over_break([HEAD, (20, ("要求行政机关确认或重新", "1", "0"))], [(20, ("出具已获取信息", "", ""))])
    assert found[1:] == [["要求行政机关确认或重新\n出具已获取信息", "1", "0"]]


def test_blank_values_under_a_short_label_are_no_half_of_a_row() -> None:
    found = over_break([HEAD, (20, ("规章", "1", "0"))], [(20, ("规范性文件", "", ""))])
    assert found[1:] == [["规章", "1", "0"], ["规范性文件", "", ""]]


def test_a_numbered_label_begins_a_row() -> None:
    found = over_break([HEAD, (20, ("1.要求行政机关确认或重", "1", "0"))], [(20, ("2.重复申请", "", ""))])
    assert found[1:] == [["1.要求行政机关确认或重", "1", "0"], ["2.重复申请", "", ""]]


def test_tables_with_other_columns_stay_apart() -> None:
    first = table(COLUMNS, 130, [HEAD, (20, ("规章", "1", "2"))])
    second = table((60, 150, 400), 800, [(20, ("复议", "3")), (20, ("诉讼", "4"))])
    assert len(list(read(pdf(first, second)).tables())) == 2


def test_text_between_two_tables_keeps_them_apart() -> None:
    rows = [HEAD, (20, ("规章", "1", "2"))]
    second = text(60, 810, "三、其他") + table(COLUMNS, 780, rows)
    assert len(list(read(pdf(table(COLUMNS, 130, rows), second)).tables())) == 2


# What cannot be read


def test_garbage_and_empty_files_are_damaged() -> None:
    assert [refusal(data) for data in (b"", b"%PDF-1.4", b"\x00" * 500, b"<html>")] == ["pdf_damaged"] * 4


def test_a_picture_of_text_is_said_to_be_one() -> None:
    assert refusal(pdf(PICTURE, PICTURE + text(280, 40, "- 2 -"))) == "pdf_scanned"


def test_a_picture_in_the_text_is_kept_in_its_place() -> None:
    found = read(pdf(text(60, 780, "图：") + PICTURE + text(60, 150, "完。")))
    assert [type(block) for block in found.blocks] == [TextBlock, Picture, TextBlock]


def test_pages_without_text_are_told() -> None:
    (notice,) = read(pdf(text(60, 780, "正文。"), PICTURE)).notices
    assert (notice.key, notice.values) == ("pdf_pages_without_text", (("pages", "2"),))


def test_a_locked_file_is_said_to_be_locked_and_an_empty_password_opens() -> None:
    page = text(60, 780, "正文。")
    assert refusal(pdf(page, lock=b"secret")) == "pdf_password"
    assert texts(read(pdf(page, lock=b""))) == ["正文。"]


def test_too_many_pages_are_refused() -> None:
    assert refusal(pdf(text(60, 780, "甲"), repeat=201)) == "pdf_too_long"


def test_characters_without_meaning_are_told() -> None:
    data = pdf(text(60, 780, "正文") + text(60, 760, "\ue001\ue002\ue003"))
    assert [notice.key for notice in read(data).notices] == ["pdf_garbled"]


SAMPLE = pdf(
    text(84, 780, "甲" * 36) + lines(760, ["乙" * 38, "丙"]) + table(COLUMNS, 150, [HEAD, (20, ("规章", "1", "2"))]),
    table(COLUMNS, 800, [(20, ("许可", "3", "4"))]) + text(280, 40, "- 2 -"),
)


def test_a_page_without_a_box_is_read_as_if_it_had_one_or_refused_though_characters_are_missing() -> None:
    """Which of the two is the parser's affair, and changes with its version."""
    sizeless = SAMPLE.replace(b"/MediaBox[0 0 595 842]", b"/MediaBox[/a /b 595 842]")
    try:
        assert read(sizeless).blocks == read(SAMPLE).blocks
    except SourceError as error:
        assert error.key.startswith("pdf_")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_gives_a_document_or_a_refusal(data: st.DataObject) -> None:
    damaged = bytearray(SAMPLE[: data.draw(st.integers(0, len(SAMPLE)))])
    for place in data.draw(st.lists(st.integers(0, max(len(damaged) - 1, 0)), max_size=8)):
        damaged[place : place + 1] = data.draw(st.binary(max_size=3))
    try:
        assert isinstance(read(bytes(damaged)), Document)
    except SourceError as error:
        assert error.key.startswith("pdf_")


# Round trips through programs that make PDF files

LABELS = {
    "（三）不予公开": ("1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.保护第三方合法权益"),
    "（四）无法提供": ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"),
    "（五）不予处理": ("1.信访举报投诉类申请", "2.重复申请", "3.要求行政机关确认或重新出具已获取信息"),
    "（六）其他处理": ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "2.其他"),
}
HEADS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


def value(rng: random.Random) -> str:
    kinds = (
        "",
        "/",
        str(rng.randrange(10)),
        str(rng.randrange(1000)),
        str(rng.randrange(10**7)),
        f"{rng.random():.2f}",
    )
    return rng.choice(kinds)


def form(rng: random.Random) -> TableBlock:
    """A table like that of the official form, with random values."""

    def values() -> list[object]:
        return [cell("" if rng.random() < 0.1 else value(rng)) for _ in range(7)]

    rows: list[list[object]] = [
        [cell("（第一项加第二项之和，等于第三项）", row_span=3, col_span=3), cell("申请人情况", col_span=7)],
        [cell("自然人", row_span=2), cell("法人或其他组织", col_span=5), cell("总计", row_span=2)],
        [cell(name) for name in HEADS],
        [cell("一、本年新收政府信息公开申请数量", col_span=3), *values()],
        [cell("三、本年度办理结果", row_span=1 + sum(map(len, LABELS.values())))],
    ]
    rows[-1] += [cell("（一）予以公开", col_span=2), *values()]
    for group, names in LABELS.items():
        for number, name in enumerate(names):
            lead = [cell(group, row_span=len(names))] if not number else []
            rows.append([*lead, cell(name), *values()])
    rows.append([cell("四、结转下年度继续办理", col_span=3), *values()])
    return TableBlock(tuple(tuple(row) for row in rows), (1, 2, 6, 2, 2, 2, 2, 2, 2, 2))  # type: ignore[arg-type]


def narrative(rng: random.Random) -> Iterator[TextBlock]:
    """Paragraphs of a few lines."""
    parts = (
        "本局完善信息目录，",
        "梳理办事指南；",
        "开展培训12场，",
        "受理咨询1204人次。",
        "“一网通办”专区（含线上）占37.5%，",
    )
    for _ in range(rng.randrange(1, 9)):
        yield paragraph("".join(rng.choice(parts) for _ in range(rng.randrange(1, 40))) + "办结。")


def sample(seed: int) -> tuple[Document, random.Random]:
    rng = random.Random(seed)
    blocks = [*narrative(rng), paragraph("三、收到和处理申请情况"), form(rng), paragraph("四、其他"), *narrative(rng)]
    return Document(tuple(blocks)), rng


def markup(document: Document, rng: random.Random) -> str:
    """HTML for print, in one of many looks."""
    number = rng.choice(('"- " counter(page) " -"', "counter(page)", 'counter(page) "/" counter(pages)'))
    heads = rng.choice((0, 3))
    rules = (
        f"@page{{size:A4;margin:25mm;@bottom-center{{content:{number}}}}}"
        f"body{{font:{rng.choice((12, 16))}pt/1.6 'Noto Serif CJK SC'}}p{{margin:0;text-indent:2em;text-align:justify}}"
        "table{width:100%;table-layout:fixed;border-collapse:collapse;"
        f"font-size:{rng.choice((8, 9, 10.5))}pt;text-align:{rng.choice(('left', 'center'))}}}"
        f"td{{border:1px solid;padding:{rng.choice((2, 4))}px;word-break:break-all;"
        f"vertical-align:{rng.choice(('top', 'middle'))}}} tr{{break-inside:{rng.choice(('auto', 'avoid'))}}}"
    )
    body = "".join(
        f"<p>{html.escape(block.text)}</p>" if isinstance(block, TextBlock) else table_markup(block, heads)
        for block in document.blocks
        if not isinstance(block, Picture)
    )
    return f"<html lang=zh><style>{rules}</style>{body}"


def table_markup(block: TableBlock, heads: int) -> str:
    columns = "".join(f"<col style='width:{100 * width / sum(block.widths):.2f}%'>" for width in block.widths)
    rows = [
        "".join(f"<td rowspan={item.row_span} colspan={item.col_span}>{html.escape(item.text)}</td>" for item in row)
        for row in block.rows
    ]
    head, body = ("".join(f"<tr>{row}</tr>" for row in part) for part in (rows[:heads], rows[heads:]))
    return f"<table><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def shape(document: Document) -> tuple[list[str], list[list[list[tuple[str, int, int]]]]]:
    """The paragraphs, and for each table the text and spans of its cells, without white space."""
    tables = [
        [[(squeezed(item.text), item.row_span, item.col_span) for item in row] for row in block.rows]
        for block in document.tables()
    ]
    return [squeezed(block.text) for block in document.paragraphs()], tables


@pytest.mark.pdf
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(60))
def test_a_page_printed_to_pdf_is_read_whole(seed: int) -> None:
    weasyprint = pytest.importorskip("weasyprint")
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    document, rng = sample(seed)
    data = weasyprint.HTML(string=markup(document, rng)).write_pdf()
    assert shape(read(data)) == shape(document)


@pytest.mark.pdf
@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_documents_exported_by_libreoffice_are_read_whole(tmp_path: Path) -> None:
    for seed in range(6):
        document, _ = sample(seed)
        (tmp_path / f"{seed}.html").write_text(f"<meta charset=utf-8>{office_markup(document)}", encoding="utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to"]
    command += ["pdf:writer_web_pdf_Export", "--outdir", str(tmp_path), *map(str, sorted(tmp_path.glob("*.html")))]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for seed in range(6):
        found, (document, _) = read((tmp_path / f"{seed}.pdf").read_bytes()), sample(seed)
        assert shape(found)[1] == shape(document)[1]


def office_markup(document: Document) -> str:
    """HTML with borders and widths as LibreOffice takes them."""
    return "".join(
        f"<p>{html.escape(block.text)}</p>"
        if isinstance(block, TextBlock)
        else table_markup(block, 3).replace("<table>", "<table border=1 cellspacing=0 width='100%'>")
        for block in document.blocks
        if not isinstance(block, Picture)
    )


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not here")
def test_every_number_of_a_published_report_stands_in_its_row() -> None:
    found = read((REPORTS / "huaian-2024.pdf").read_bytes())
    gold = json.loads((REPORTS / "huaian-2024.gold.json").read_text(encoding="utf-8"))["figures"]
    first, second, third = (
        [row for row in rows if row]
        for rows in (
            [[float(item.text) for item in row if re.fullmatch(r"[\d.]+", item.text)] for row in block.rows]
            for block in found.tables()
        )
    )
    assert first == [list(row.values()) for row in gold["proactive"].values()]
    assert second == [list(row.values()) for row in gold["requests"].values()]
    assert third == [list(chain.from_iterable(row.values() for row in gold["disputes"].values()))]
