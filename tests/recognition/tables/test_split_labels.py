"""Labels in pieces: a label around its values, and a header drawn in narrow columns."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.form import load_form
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.lexicon import HeaderSlot, Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.split_labels import Around, around, draws

LEXICON = lexicon_of(load_form("disclosure-2021"))
UNIQUE = sorted(name for name, rows in LEXICON.anchors.items() if len(rows) == 1 and len(name) > 5)


def cut(text: str, data: st.DataObject, *, least: int = 1) -> list[str]:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), min_size=least, max_size=6)))
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]


@given(data=st.data())
def test_a_label_is_found_wherever_its_values_cut_it(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(UNIQUE))
    pieces = cut(name, data)
    place = data.draw(st.integers(1, len(pieces) - 1))
    found = around(pieces[:place], pieces[place:], LEXICON)
    if found is not None:  # another label may begin with the same pieces
        assert LEXICON.anchors[name] == (found.row,) or any(
            found.row in rows and other.startswith(pieces[0]) for other, rows in LEXICON.anchors.items()
        )


@pytest.mark.parametrize(
    ("before", "after", "used"),
    [
        (["2重复"], ["申请"], 1),
        (["2重"], ["复申", "请"], 2),
        (["2重复申请"], [], 0),
        (["其他", "2重复"], ["申请", "3要求"], 1),
    ],
)
def test_pieces_behind_the_values_are_taken_as_far_as_they_spell_the_label(
    before: list[str], after: list[str], used: int, lexicon: Lexicon
) -> None:
    found = around(before, after, lexicon)
    assert found == Around(lexicon.anchors["2重复申请"][0], before.index(found.start and before[-1] or before[0]), used)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], ["申请"]),
        (["重复"], ["申请"]),
        (["2重复"], ["请"]),
        ([""], [""]),
        (["2重复"], []),
        (["2重", "x"], ["复申请"]),
    ],
)
def test_pieces_that_do_not_spell_a_label_name_no_row(before: list[str], after: list[str], lexicon: Lexicon) -> None:
    assert around(before, after, lexicon) is None


def test_pieces_of_a_group_s_label_may_stand_between(lexicon: Lexicon) -> None:
    group = next(group for group in sorted(lexicon.groups) if len(group) > 3)
    found = around(["2重复", group[:2]], [group[2:], "申请"], lexicon)
    assert found is not None and found.row == lexicon.anchors["2重复申请"][0]


SLOTS = (HeaderSlot("申请人情况", 1, 3), HeaderSlot("自然人", 1, 1), HeaderSlot("法人", 2, 2), HeaderSlot("总计", 3, 3))


@pytest.mark.parametrize(
    "lines",
    [
        (("申请人情况",), ("自然人", "法人", "总计")),
        (("申请人", "情况"), ("自", "法", "总"), ("然", "人", "计"), ("人",)),
        (("自然人", "申请人情况"), ("法人", "总计")),
        (("申请人情况", "自然人", "法人", "总计"),),
    ],
)
def test_lines_that_spell_all_labels_from_left_to_right_draw_a_header(lines: tuple[tuple[str, ...], ...]) -> None:
    assert draws(lines, SLOTS)


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (("申请人情况",), ("自然人", "法人")),
        (("申请人情况",), ("自然人", "法人", "总计", "合计")),
        (("申请人情况",), ("总计", "法人", "自然人")),
        (("情况申请人",), ("自然人", "法人", "总计")),
    ],
)
def test_lines_with_other_labels_or_in_another_order_draw_none(lines: tuple[tuple[str, ...], ...]) -> None:
    assert not draws(lines, SLOTS)


def test_the_header_of_a_form_is_drawn_by_its_own_lines() -> None:
    for number, slots in LEXICON.headers.items():
        row = LEXICON.rows[number]
        above = LEXICON.form.tables[row.table].grid[: row.line]
        lines = tuple(tuple(plain(slot.text) for slot in line if slot.text) for line in above)
        assert draws(lines, slots)
        assert not draws(lines[1:], slots)


@given(st.lists(st.sampled_from(["自", "人", "然", "申", "总计", "x"]), max_size=30))
def test_any_pieces_draw_a_header_or_none(pieces: list[str]) -> None:
    assert draws((tuple(pieces),), SLOTS) in (True, False)
