"""A second reader's verdicts: it lowers what it doubts, vouches apart, and decides no number."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.report import Block, Facts, Filing, Narrative, blank_figures, facts_of
from drafter.report.notes import parse_notes
from drafter.statements import bind
from drafter.statements.second import SentenceVerdict
from drafter.vouching import Backing, SentenceVouching, Vouching, Why, vouch, with_second

COVERED = "坚持先审查、后公开。"
UNCOVERED = "请老同志给新同志讲了两堂课。"
NUMBERED = "请老同志给新同志讲课，到场37人。"


@pytest.fixture
def facts(form: Form) -> Facts:
    last = Filing(form.key, blank_figures(form), {"overview": (Block((COVERED,), None, "management"),)})
    notes = parse_notes("## （五）监督保障\n组织业务培训，由有经验的干部授课两次。\n", form)
    return facts_of(form, {**blank_figures(form), "requests.new.total": 46}, year=2024, last=last, notes=notes)


def after(facts: Facts, text: str, state: str, words: str = "", *sources: str) -> tuple[SentenceVouching, Vouching]:
    narrative = Narrative({"overview": (Block((text,), None, "management"),)}, facts.form)
    account = bind(narrative, facts)
    found = with_second(
        vouch(narrative, facts, account), [SentenceVerdict("overview", 0, 0, state, words, sources)], account
    )
    return found.sentences[0], found


def test_a_doubt_lowers_what_the_program_vouches_for(facts: Facts) -> None:
    item, _ = after(facts, COVERED, "unvouched", "先审查")
    assert (item.state, item.reason, item.words) == (Backing.UNVOUCHED, Why.DOUBTED, ("先审查",))
    denied, _ = after(facts, COVERED, "contradicted", "先审查")
    assert (denied.state, denied.reason) == (Backing.CONTRADICTED, Why.DENIED)


@pytest.mark.parametrize("words", ["", "从未说过的话"])
def test_a_doubt_without_words_of_the_sentence_is_dropped(facts: Facts, words: str) -> None:
    item, found = after(facts, COVERED, "unvouched", words)
    assert item.state is Backing.VOUCHED and found.dropped == 1


def test_what_the_program_cannot_cover_is_vouched_for_by_reading_shown_apart(facts: Facts) -> None:
    item, found = after(facts, UNCOVERED, "vouched", "", "note:overview.supervision")
    assert (item.state, item.reason) == (Backing.VOUCHED, Why.READING)
    assert item.by == ("reading", "note:overview.supervision") and found.by_reading == 1
    assert "模型" in item.why.zh and "备注" in item.why.zh


@pytest.mark.parametrize("sources", [(), ("figures",), ("form", "figures")])
def test_without_material_that_it_can_read_nothing_is_vouched_for(facts: Facts, sources: tuple[str, ...]) -> None:
    item, found = after(facts, UNCOVERED, "vouched", "", *sources)
    assert item.state is Backing.UNVOUCHED and found.dropped == 1


def test_a_number_that_nothing_decides_stays_unvouched_whoever_vouches(facts: Facts) -> None:
    item, _ = after(facts, NUMBERED, "vouched", "", "note:overview.supervision")
    assert (item.state, item.reason, item.words) == (Backing.UNVOUCHED, Why.OPEN, ("37人",))


def test_a_doubt_about_a_number_that_the_figures_prove_is_none(facts: Facts) -> None:
    item, _ = after(facts, "全年新收政府信息公开申请46件。", "unvouched", "46件")
    assert item.state is Backing.VOUCHED
