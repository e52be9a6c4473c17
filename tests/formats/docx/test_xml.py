"""The building blocks of a .docx file."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from drafter.document import Role, Span
from drafter.formats.docx.package import W
from drafter.formats.docx.xml import change_mark, legal, number_changes, runs, text_element, twips, w
from drafter.formats.reviewed import ReviewedSpan


@given(st.text())
def test_legal_text_can_be_written_and_is_read_back(text: str) -> None:
    element = text_element("t", legal(text))
    assert etree.fromstring(etree.tostring(element)).text in (legal(text), legal(text) or None)
    assert legal(legal(text)) == legal(text)


@given(st.text(st.characters(categories=("L", "N", "P", "Zs"))))
def test_legal_text_keeps_whatever_is_written(text: str) -> None:
    assert legal(text) == text.replace("\ufffe", "")


@given(st.lists(st.sampled_from(["甲", "乙", "1"])), st.sampled_from(["\r\n", "\r", "\n"]))
def test_every_line_end_is_one_newline(lines: list[str], end: str) -> None:
    assert legal(end.join(lines)) == "\n".join(lines)


@given(st.floats(0, 1000))
def test_a_twip_is_a_twentieth_of_a_point(millimetres: float) -> None:
    assert twips(millimetres) == pytest.approx(millimetres / 25.4 * 72 * 20, abs=0.51)


def test_children_that_are_none_are_left_out_and_attributes_have_the_namespace() -> None:
    element = w("p", None, w("r"), None, val=3)
    assert [child.tag for child in element] == [W + "r"]
    assert element.get(W + "val") == "3"


@given(st.lists(st.tuples(st.text("甲乙1 \t\n", max_size=5), st.sampled_from(list(Role))), max_size=5))
def test_the_runs_of_spans_say_their_text(spans: list[tuple[str, Role]]) -> None:
    signs = {W + "tab": "\t", W + "br": "\n"}
    for (text, role), run in zip(spans, runs([Span(text, role) for text, role in spans]), strict=True):
        found = "".join(signs.get(item.tag, item.text or "") for item in run.iter() if len(item) == 0)
        assert found == text
        assert (run.tag == W + "ins", run.tag == W + "del") == (role is Role.INSERTED, role is Role.DELETED)
        assert (run.find(f".//{W}delText") is not None) == (role is Role.DELETED and bool(text.strip("\t\n")))


def test_the_look_of_a_changed_span_is_kept() -> None:
    (run,) = runs([ReviewedSpan("【待核】", Role.INSERTED, look=Role.OPEN)])
    assert run.find(f".//{W}highlight") is not None


def test_changes_are_numbered_and_have_an_author_and_a_date() -> None:
    root = w("p", *runs([Span("1", Role.INSERTED), Span("2"), Span("3", Role.DELETED)]))
    number_changes(root, "甲\x00乙", datetime(2026, 1, 2, 3, 4, 5))  # noqa: DTZ001
    changes = list(root.iter(W + "ins", W + "del"))
    assert [item.get(W + "id") for item in changes] == ["1", "2"]
    assert {item.get(W + "author") for item in changes} == {"甲乙"}
    assert {item.get(W + "date") for item in changes} == {"2026-01-02T03:04:05Z"}


@pytest.mark.parametrize(("role", "tag"), [(Role.INSERTED, "ins"), (Role.DELETED, "del")])
def test_the_mark_of_a_change(role: Role, tag: str) -> None:
    mark = change_mark(role)
    assert mark is not None
    assert mark.tag == W + tag
    assert change_mark(None) is None
