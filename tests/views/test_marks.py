"""What stands on a passage: headings, open marks, findings and numbers, and the text cut where any of them begins."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.comparison import BREAK, Item, compare
from drafter.document import Role
from drafter.form import Form
from drafter.messages import Text
from drafter.report.facts import facts_of
from drafter.report.filing import Block, Filing
from drafter.report.findings import Finding, Place, Severity
from drafter.report.narrative import Narrative
from drafter.statements import bind
from drafter.views.marks import (
    Mark,
    anchors_of,
    binding_marks,
    finding_marks,
    numbered,
    offsets,
    parts,
    text_marks,
)

FIRST = Item("overview", "on_request", "（一）公开。收到141件。", 0, 6)
SECOND = Item("overview", "on_request", "办结【待核：几件】。", 1)


def finding(place: Place) -> Finding:
    return Finding("T1", Severity.ERROR, place, Text("不对", "wrong"))


def test_paragraphs_of_a_passage_are_joined_by_a_break() -> None:
    assert [start for _, start in offsets([FIRST, SECOND])] == [0, len(FIRST.text) + len(BREAK)]


def test_a_run_in_heading_and_an_open_mark_have_their_places(form: Form) -> None:
    second = len(FIRST.text) + len(BREAK)
    assert list(text_marks([FIRST, SECOND], form)) == [
        Mark(0, 6, Role.HEADING),
        Mark(second + 2, second + 9, Role.OPEN),
    ]


def test_a_finding_stands_on_its_words_behind_the_heading_or_on_the_whole_paragraph() -> None:
    words = finding(Place("overview", "on_request", 0, 2, 6))
    whole, elsewhere = finding(Place("overview", None, 1)), finding(Place("problems", None, 0))
    marks = list(finding_marks([FIRST, SECOND], numbered([elsewhere, words, whole])))
    second = len(FIRST.text) + len(BREAK)
    assert marks == [Mark(8, 12, 1), Mark(second, second + len(SECOND.text), 2)]


def test_a_finding_that_ends_behind_its_paragraph_ends_with_it() -> None:
    (mark,) = finding_marks([SECOND], numbered([finding(Place("overview", None, 1, 3, 99))]))
    assert (mark.start, mark.end) == (3, len(SECOND.text))


def test_headings_have_no_findings_of_their_own() -> None:
    assert list(finding_marks([Item("overview", None, "标题")], numbered([finding(Place("overview"))]))) == []


def test_a_number_stands_where_it_is_written(form: Form) -> None:
    narrative = {"overview": (Block(("收到申请141件。",), "（一）公开", "on_request", run_in=True),)}
    account = bind(Narrative(narrative, form), facts_of(form, {"requests.new.total": 141}))
    item = Item("overview", "on_request", "（一）公开。收到申请141件。", 0, 6)
    (mark,) = binding_marks([item], account.by_paragraph())
    assert item.text[mark.start : mark.end] == "141件"
    assert list(binding_marks([Item("overview", None, item.text, 0)], account.by_paragraph())) == []


@given(
    st.text("甲乙丙", min_size=1, max_size=20),
    st.integers(0, 5),
    st.lists(st.tuples(st.integers(0, 25), st.integers(1, 8)), max_size=5),
)
def test_pieces_are_the_text_and_know_all_that_stands_on_them(
    text: str, start: int, spans: list[tuple[int, int]]
) -> None:
    marks = [Mark(begin, begin + length, number) for number, (begin, length) in enumerate(spans)]
    pieces = list(parts(text, start, marks))
    assert "".join(piece for piece, _ in pieces) == text
    position = start
    for piece, on in pieces:
        for mark in marks:
            inside = mark.start <= position and position + len(piece) <= mark.end
            apart = mark.end <= position or position + len(piece) <= mark.start
            assert inside != apart and (mark in on) is inside
        position += len(piece)


def test_a_finding_about_no_paragraph_is_shown_at_its_cell_section_or_title(form: Form) -> None:
    filing = Filing(form.key, {}, {"overview": (Block(("甲。",)),)})
    comparison = compare(filing, filing, form)
    cells = Place(cells=("requests.new.total",))
    findings = [finding(place) for place in (cells, Place("overview", None, 0), Place("problems"), Place(), cells)]
    assert anchors_of(comparison, form, findings) == {
        ("cell", "requests.new.total"): (0, 4), ("section", "problems"): (2,), ("title", ""): (3,),
    }  # fmt: skip
