"""One paragraph while it is read: what is written, kept apart, anchored and left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.document import Aside, Picture, TableBlock, cell, paragraph
from drafter.formats.docx.paragraph_text import ParagraphText, words_of
from drafter.formats.docx.xml import w

BEGIN, SEPARATE, END = (w("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))


def text(line: ParagraphText) -> str:
    return "".join(line.text)


def test_a_separation_is_one_space_and_none_at_the_beginning() -> None:
    line = ParagraphText()
    line.separate()
    line.write("12")
    line.separate()
    line.separate()
    line.write("3")
    assert text(line) == "12 3"


@given(st.lists(st.tuples(st.sampled_from([-8, 0, 1000]), st.sampled_from("123"))))
def test_digits_of_different_heights_never_touch(runs: list[tuple[int, str]]) -> None:
    line = ParagraphText()
    for shift, digit in runs:
        line.shift_to(shift)
        line.write(digit)
    groups = [""]
    for (before, _), (shift, digit) in zip([(runs[0][0] if runs else 0, ""), *runs], runs, strict=False):
        groups = [*groups, digit] if shift != before else [*groups[:-1], groups[-1] + digit]
    assert text(line).split() == [group for group in groups if group]


def test_blocks_are_anchored_before_the_first_text_or_after_it() -> None:
    line = ParagraphText()
    line.anchor([Picture("a")])
    line.write("1")
    line.anchor([Picture("b")])
    assert (line.before, line.after) == ([Picture("a")], [Picture("b")])


def test_the_instruction_of_a_field_is_not_written_and_its_result_is() -> None:
    line = ParagraphText()
    for step in (BEGIN, "PAGE", BEGIN, "inner", SEPARATE, "inner result", END, SEPARATE, "3", END, "after"):
        line.write(step) if isinstance(step, str) else line.turn(step)
    assert text(line) == "3after"
    assert (line.fields, line.hidden) == ([], 0)


def test_an_end_without_a_beginning_is_passed_over() -> None:
    line = ParagraphText()
    line.turn(END)
    line.turn(SEPARATE)
    line.write("1")
    assert text(line) == "1"


@given(st.lists(st.sampled_from([BEGIN, SEPARATE, END]), max_size=20))
def test_however_fields_are_broken_the_next_paragraph_is_written(marks: list[object]) -> None:
    line = ParagraphText()
    for mark in marks:
        line.turn(mark)
        assert line.hidden >= 0
    line.start(None)
    line.write("1")
    assert text(line).endswith("1")


def box(*data: object) -> object:
    return w("fldChar", w("ffData", *data), fldCharType="begin")


def test_a_form_field_without_a_result_writes_its_choice() -> None:
    line = ParagraphText()
    entries = (w("listEntry", val="甲"), w("listEntry", val="乙"))
    line.turn(box(w("ddList", w("result", val=1), *entries)))
    line.turn(END)
    assert text(line) == "乙"


def test_a_default_that_is_not_shown_is_an_aside() -> None:
    line = ParagraphText()
    line.turn(box(w("textInput", w("default", val="12"))))
    line.turn(END)
    assert (text(line), line.asides) == ("", [Aside("12", "form field")])


def test_text_moved_out_twice_at_one_place_is_one_aside() -> None:
    line = ParagraphText()
    line.write("甲")
    for words in ("12", "34"):
        start = len(line.text)
        line.write(words)
        line.set_aside(start, "hidden")
    line.write("乙")
    start = len(line.text)
    line.write("56")
    line.set_aside(start, "hidden")
    assert (text(line), line.asides) == ("甲乙", [Aside("1234", "hidden"), Aside("56", "hidden")])


def test_asides_of_two_kinds_at_one_place_are_two_and_white_space_is_none() -> None:
    line = ParagraphText()
    for words, where in (("1", "hidden"), ("2", "struck out"), ("  ", "hidden")):
        line.write(words)
        line.set_aside(0, where)
    assert line.asides == [Aside("1", "hidden"), Aside("2", "struck out")]


def test_the_words_of_blocks_are_lines_of_text_and_rows_with_tabs() -> None:
    blocks = [paragraph("甲"), TableBlock(((cell("1"), cell("2")), (cell("3"),))), Picture("图")]
    assert list(words_of(blocks)) == ["甲", "1\t2", "3"]
