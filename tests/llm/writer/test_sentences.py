"""Sentences of a writer at their places: laid out as a text, found again by place, rewritten around references."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.llm.writer.material import Part
from drafter.llm.writer.sentences import Reason, WrittenSentence, laid_out, split
from drafter.messages import Text
from drafter.report.facts import facts_of
from drafter.report.narrative import Edit
from drafter.report.references import Reference

NEW = "requests.new.total"
OVERVIEW = Part("overview", "overview", None, None, "总体情况", "", False, ())
PLATFORM = Part("overview.platform", "overview", "platform", "（四）平台", "平台", "", False, ())


def sentence(number: int, part: Part, paragraph: int, text: str) -> WrittenSentence:
    return WrittenSentence(number, part, paragraph, text, text=text)


def test_sentences_stand_in_the_order_of_places_and_paragraphs(form: Form) -> None:
    facts = facts_of(form, {NEW: 141})
    written = [
        sentence(1, PLATFORM, 1, "丙。"),
        sentence(2, OVERVIEW, 0, f"收到{{{NEW}}}件。"),
        sentence(3, OVERVIEW, 0, "乙。"),
        sentence(4, PLATFORM, 0, "丁。"),
        sentence(5, PLATFORM, 0, ""),
    ]
    laid = laid_out(written, [OVERVIEW, PLATFORM], facts)
    assert [block.paragraphs for block in laid.sections["overview"]] == [("收到141件。乙。",), ("丁。", "丙。")]
    assert laid.sections["overview"][1].heading == "（四）平台"
    assert [laid.at("overview", ordinal, 0).sentence.number for ordinal in range(3)] == [2, 4, 1]  # type: ignore[union-attr]
    second = laid.at("overview", 0, 7)
    assert second is not None and second.sentence.number == 3
    assert laid.at("overview", 0, 99) is laid.at("problems", 0, 0) is laid.at(None, None, 0) is None


def test_a_code_point_knows_the_reference_that_wrote_it(form: Form) -> None:
    laid = laid_out([sentence(1, OVERVIEW, 0, f"收到{{{NEW}}}件。")], [OVERVIEW], facts_of(form, {NEW: 141}))
    placed = laid.at("overview", 0, 0)
    assert placed is not None
    assert placed.written_at(3) == (2, 5, Reference(NEW)) and placed.reference_at(2) == Reference(NEW)
    assert placed.written_at(1) is placed.reference_at(5) is None
    assert placed.is_plain(0, 2) and not placed.is_plain(1, 3) and not placed.is_plain(3, 4)


def test_plain_words_are_rewritten_and_references_stay(form: Form) -> None:
    text = f"收到{{{NEW}}}件，办结2件{{{{甲}}}}。"
    laid = laid_out([sentence(1, OVERVIEW, 0, text)], [OVERVIEW], facts_of(form, {NEW: 141}))
    placed = laid.at("overview", 0, 0)
    assert placed is not None and placed.words == "收到141件，办结2件{甲}。"
    assert placed.rewritten([]) == text
    edits = [Edit(9, 10, "{requests.granted.total}"), Edit(0, 2, "新收")]
    assert placed.rewritten(edits) == f"新收{{{NEW}}}件，办结{{requests.granted.total}}件{{{{甲}}}}。"
    assert placed.rewritten([Edit(1, 4, "x")]) == text, "an edit across a reference is none"


def test_reasons_are_told_once_and_those_of_style_refuse_nothing() -> None:
    hard, soft = Reason("typed", "9999"), Reason("style", soft=True)
    one = sentence(1, OVERVIEW, 0, "甲。").against(soft, soft)
    assert one.reasons == (soft,) and not one.refused
    assert one.against(hard, soft).reasons == (soft, hard) and one.against(hard).refused
    assert one.vouched is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reason_in_a_findings_own_words_shows_its_hint(language: str) -> None:
    reason = Reason("finding", said=Text("不对", "wrong"), hint="141")
    assert reason.text(language).startswith({"zh": "不对", "en": "wrong"}[language]) and "141" in reason.text(language)


def test_a_paragraph_is_cut_into_sentences_whatever_its_line_breaks(form: Form) -> None:
    assert list(split(f"收到{{{NEW}}}件。\n 增长3.5%！ ", form)) == [f"收到{{{NEW}}}件。", "增长3.5%！"]
    assert list(split("  \n", form)) == []
