"""notes.md: a bullet or a line is a note, a heading says where it belongs, and the same words keep their id."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.report.notes import default_place, known_place, parse_notes, unknown_headings

BULLETS = ["- ", "* ", "+ ", "• ", "· ", "－ ", "— ", "1. ", "2、", "12．"]


def texts(text: str, form: Form) -> list[str]:
    return [note.text for note in parse_notes(text, form)]


@pytest.mark.parametrize("bullet", BULLETS)
def test_a_bullet_of_any_kind_is_a_note(bullet: str, form: Form) -> None:
    assert texts(f"{bullet}培训讲解员40人次", form) == ["培训讲解员40人次"]


def test_a_line_without_a_bullet_is_a_note_and_a_decimal_is_no_bullet(form: Form) -> None:
    assert texts("培训讲解员40人次\n3.5万人次到访", form) == ["培训讲解员40人次", "3.5万人次到访"]


def test_an_indented_line_goes_on_with_the_note_before(form: Form) -> None:
    assert texts("- 培训讲解员40人次，\n  覆盖八个乡镇\n- 印发手册", form) == [
        "培训讲解员40人次，覆盖八个乡镇",
        "印发手册",
    ]


def test_an_indented_bullet_is_a_note_of_its_own(form: Form) -> None:
    assert texts("- 培训\n  - 讲解员40人次", form) == ["培训", "讲解员40人次"]


def test_comments_and_empty_bullets_say_nothing(form: Form) -> None:
    assert texts("<!-- 这里写\n- 例子 -->\n-\n\n- 印发手册", form) == ["印发手册"]


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("## （四）政府信息公开平台建设情况", ("overview", "platform")),
        ("## 平台建设", ("overview", "platform")),
        ("# 五、存在的主要问题及改进情况", ("problems", None)),
        ("### 其他 需要报告的事项", ("other_matters", None)),
    ],
)
def test_a_heading_says_where_its_notes_belong(heading: str, place: tuple[str, str | None], form: Form) -> None:
    (note,) = parse_notes(f"{heading}\n- 印发手册", form)
    assert (note.section, note.topic) == place
    assert note.id.startswith(".".join(part for part in place if part) + ".")


def test_without_a_known_heading_a_note_goes_to_the_last_section(form: Form) -> None:
    assert default_place(form) == ("other_matters", None)
    notes = parse_notes("# 备注\n- 甲\n## 天气\n- 乙", form)
    assert {(note.section, note.topic) for note in notes} == {("other_matters", None)}
    assert unknown_headings("# 备注\n- 甲\n## 天气\n- 乙", form) == ("天气",), "the first is the title of the file"
    assert known_place("  ", form) is None


def test_the_same_words_keep_their_id_wherever_their_line_moves(form: Form) -> None:
    one = {note.text: note.id for note in parse_notes("## 平台建设\n- 甲\n- 乙", form)}
    other = {note.text: note.id for note in parse_notes("## 平台建设\n- 丙\n- 乙\n\n- 甲", form)}
    assert one["甲"] == other["甲"] and one["乙"] == other["乙"]
    assert len(set(other.values())) == 3


def test_a_note_that_stands_twice_is_one_note(form: Form) -> None:
    assert len(parse_notes("## 平台建设\n- 甲\n- 甲", form)) == 1
