"""Where sentences and open marks begin and end, and what splicing does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.form import Form, load_form
from drafter.report.filing import Block
from drafter.report.findings import Place
from drafter.report.narrative import (
    Edit,
    Narrative,
    Paragraph,
    Taken,
    is_free,
    new_sentences,
    open_marks,
    sentences_of,
    splice,
)

SENTENCES = [
    ("新收申请3件。办结2件。", ["新收申请3件。", "办结2件。"]),
    ("满意度96.5%；培训3次。", ["满意度96.5%；", "培训3次。"]),
    ("开展“一次讲清。再也不跑”活动，共3场。另有1场。", ["开展“一次讲清。再也不跑”活动，共3场。", "另有1场。"]),
    ("要求“应公开尽公开。”全年3次。", ["要求“应公开尽公开。”", "全年3次。"]),
    ("印发《办法。试行》1件。", ["印发《办法。试行》1件。"]),
    ("（含结转1件；另1件补正）办结3件。", ["（含结转1件；另1件补正）办结3件。"]),
    ("开了引号“没有关。第二句。", ["开了引号“没有关。", "第二句。"]),
    ("共【待核：上年5。另有】场。完。", ["共【待核：上年5。另有】场。", "完。"]),
    ("共【待核：上年5。场。完。", ["共【待核：上年5。场。完。"]),
    ("第一行\n第二行。", ["第一行\n", "第二行。"]),
    (
        "清理【待核：上年3条。含2条】。增长2.5%；“完成。”好",
        ["清理【待核：上年3条。含2条】。", "增长2.5%；", "“完成。”", "好"],
    ),
    ("没有句号", ["没有句号"]),
    ("", []),
]
ENGLISH = [
    ("It took 2.5 days. It ended.", ["It took 2.5 days. ", "It ended."]),
    ("Received 3.5 on average. Closed 2.", ["Received 3.5 on average. ", "Closed 2."]),
    ("See records.example.gov for No.7. Done.", ["See records.example.gov for No.7. ", "Done."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_sentence_cuts_no_number_mark_or_quotation(text: str, expected: list[str], form: Form) -> None:
    assert [sentence.text for sentence in sentences_of(text, form)] == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_a_latin_full_stop_ends_a_sentence_only_before_white_space(
    text: str, expected: list[str], english: Form
) -> None:
    assert [sentence.text for sentence in sentences_of(text, english)] == expected


MARKS = [
    ("共【待核：5】场", ["【待核：5】"]),
    ("共【待核：5场", ["【待核：5场"]),
    ("【待核：甲】【待核：乙】", ["【待核：甲】", "【待核：乙】"]),
    ("【待核：甲\n乙】丙", ["【待核：甲\n乙】"]),
    ("【普通括号】", []),
]


@pytest.mark.parametrize(("text", "expected"), MARKS)
def test_a_mark_that_lost_its_end_reaches_to_the_end_of_its_paragraph(
    text: str, expected: list[str], form: Form
) -> None:
    assert [text[start:end] for start, end in open_marks(text, form)] == expected


@given(st.text(alphabet="甲乙1.5。；“”（）《》【】待核：\n ", max_size=60))
def test_sentences_together_are_the_text_and_positions_find_their_own(text: str) -> None:
    paragraph = Paragraph(text, Place("overview", None, 0), load_form("disclosure-2021"))
    assert "".join(sentence.text for sentence in paragraph.sentences) == text
    for position in range(len(text)):
        sentence = paragraph.sentence_at(position)
        assert sentence.start <= position < sentence.end
        assert paragraph.in_mark(position) == any(a <= position < b for a, b in paragraph.marks)


def test_a_narrative_numbers_its_paragraphs_and_not_its_headings(form: Form) -> None:
    blocks = (Block(("甲。", "乙。"), "（一）", "proactive"), Block(("丙。",), None, None))
    narrative = Narrative({"overview": blocks}, form)
    assert [(item.text, item.place.paragraph) for item in narrative.passages] == [
        ("（一）", None),
        ("甲。", 0),
        ("乙。", 1),
        ("丙。", 2),
    ]
    assert narrative.paragraph("overview", 2).text == "丙。"


def test_a_sentence_is_new_where_the_earlier_text_does_not_hold_it(form: Form) -> None:
    before = Narrative(
        {
            "overview": (
                Block(
                    ("甲。乙。",),
                ),
            )
        },
        form,
    )
    after = Narrative(
        {
            "overview": (
                Block(
                    ("乙。丙。", "甲。"),
                ),
            ),
            "problems": (
                Block(
                    ("丁。",),
                ),
            ),
        },
        form,
    )
    new = new_sentences(before, after)
    assert [(place.section, place.paragraph, place.start, place.end) for place in new] == [
        ("overview", 0, 2, 4),
        ("problems", 0, 0, 2),
    ]


def test_of_edits_that_overlap_the_first_given_is_made() -> None:
    assert splice("abcdef", [Edit(4, 5, "E"), Edit(1, 3, "X"), Edit(2, 4, "no")]) == "aXdEf"


stretches = st.tuples(st.integers(0, 12), st.integers(0, 4)).map(lambda pair: Edit(pair[0], pair[0] + pair[1] + 1, "X"))


@given(st.lists(stretches, max_size=12))
def test_splicing_makes_every_edit_that_touches_none_made_before(edits: list[Edit]) -> None:
    text = "abcdefghijklmnopqr"
    kept: list[Edit] = []
    for edit in edits:
        if all(edit.end <= other.start or other.end <= edit.start for other in kept):
            kept.append(edit)
    expected = text
    for edit in sorted(kept, reverse=True):
        expected = expected[: edit.start] + edit.text + expected[edit.end :]
    assert splice(text, edits) == expected


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12))), st.integers(0, 12), st.integers(0, 12))
def test_what_edits_take_up_is_the_same_asked_one_by_one_and_all_at_once(
    spans: list[tuple[int, int]], one: int, other: int
) -> None:
    edits = [Edit(min(span), max(span), "x") for span in spans]
    start, end = sorted((one, other))
    taken = Taken(12, edits[:1])
    for edit in edits[1:]:
        taken.take(edit)
    assert start == end or taken.is_free(start, end) == is_free(start, end, edits)
