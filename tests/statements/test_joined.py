"""Two readers of one paragraph: who is heard where, and what stays open."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.report import Block, Filing, Narrative, Paragraph, Place, ReadBy, blank_figures, facts_of
from drafter.statements import Account, Sense, State, bind
from drafter.statements.joined import joined
from drafter.statements.judge import Judgement, Verdict
from drafter.statements.language import Relation, Statement, statement_of
from drafter.statements.reader.readings import ClauseReading

FIGURES = {
    "requests.new.total": 46, "requests.carried_in.total": 3, "requests.handled_total.total": 45,
    "requests.carried_out.total": 4, "requests.granted.total": 18, "requests.partially_granted.total": 6,
    "disputes.review.total": 5, "disputes.review.pending": 1,
}  # fmt: skip


def read(form: Form, text: str, *said: dict[str, object]) -> Account:
    others = [statement_of({"paragraph": 1, **item}, "zh") for item in said]
    assert None not in others
    narrative = Narrative({"overview": (Block((text,), None, "on_request"),)}, form)
    facts = facts_of(form, {**blank_figures(form), **FIGURES}, organization="青禾县", year=2024)
    return bind(narrative, facts, [one for one in others if isinstance(one, Statement)])


def equal(words: str, number: str, *subject: str) -> dict[str, object]:
    return {"words": words, "relation": "equal", "number": number, "subject": subject}


def test_what_the_program_does_not_understand_the_other_reader_says(form: Form) -> None:
    text = "老李桌上还压着4件。"
    found = read(form, text, equal("压着4件", "4件", "requests.carried_out.total")).bindings[0]
    assert (found.state, found.target, found.reader) == (State.BOUND, "requests.carried_out.total", ReadBy.MODEL)
    wrong = read(form, text, equal("压着4件", "4件", "requests.carried_in.total")).bindings[0]
    assert (wrong.state, wrong.expected, wrong.reader) == (State.CONTRADICTED, 3, ReadBy.MODEL)


def test_a_number_beside_its_own_label_is_the_label_s_whoever_says_otherwise(form: Form) -> None:
    found = read(form, "予以公开19件。", equal("公开19件", "19件", "requests.new.total")).bindings[0]
    assert (found.state, found.expected) == (State.CONTRADICTED, 18)
    elsewhere = {"words": "公开19件", "relation": "elsewhere", "number": "19件"}
    assert read(form, "予以公开19件。", elsewhere).bindings[0].state is State.CONTRADICTED


def test_a_contradiction_that_the_other_reader_reads_as_true_is_open(form: Form) -> None:
    text = "收到政府信息公开申请共49件。"
    assert read(form, text).bindings[0].state is not State.OPEN
    found = read(form, text, equal("申请共49件", "49件", "requests.new.total", "requests.carried_in.total")).bindings[0]
    assert found.state in (State.OPEN, State.BOUND)
    assert found.state is State.BOUND or found.reader is ReadBy.BOTH


def test_both_readers_are_named_where_they_agree(form: Form) -> None:
    found = read(form, "予以公开18件。", equal("予以公开18件", "18件", "requests.granted.total")).bindings[0]
    assert (found.state, found.reader) == (State.BOUND, ReadBy.BOTH)
    wrong = read(form, "予以公开19件。", equal("予以公开19件", "19件", "requests.granted.total")).bindings[0]
    assert (wrong.state, wrong.reader) == (State.CONTRADICTED, ReadBy.BOTH)


def test_words_without_a_number_are_judged_too(form: Form) -> None:
    text = "到年底，手头一件不剩。"
    said = {"words": "手头一件不剩", "relation": "settled", "subject": ["requests.carried_out.total"]}
    claims = read(form, text, said).claims
    assert [(item.verdict, item.expected, item.reader) for item in claims] == [(Verdict.FALSE, 4, ReadBy.MODEL)]


def test_of_several_statements_on_one_number_all_must_hold(form: Form) -> None:
    text = "两类各18件。"
    first, second = (equal("各18件", "18件", f"requests.{row}.total") for row in ("granted", "partially_granted"))
    assert read(form, text, first).bindings[-1].state is State.BOUND
    assert read(form, text, first, second).bindings[-1].state is State.CONTRADICTED


@pytest.mark.parametrize(("total", "adds_up"), [("46件", True), ("47件", False)])
def test_a_sum_that_only_the_other_reader_sees_is_added_up(form: Form, total: str, adds_up: bool) -> None:  # noqa: FBT001
    text = f"来件{total}，走网站的31件，走邮局的10件，走窗口的5件。"
    parts = ["31件", "10件", "5件"]
    account = read(form, text, {"words": text, "relation": "sum", "number": total, "parts": parts})
    (found,) = (item for lists in account.lists.values() for item in lists if item.reader is ReadBy.MODEL)
    numbers = [account.bindings[at].quantity.value for at in (*found.totals, *found.items)]
    assert (numbers[0] == sum(numbers[1:])) is adds_up and len(numbers) == 4


def test_white_space_does_not_matter_and_open_marks_are_no_text(form: Form) -> None:
    spaced = read(form, "压着 4\n件。", equal("压着4件", "4件", "requests.carried_out.total"))
    assert spaced.bindings[0].state is State.BOUND
    marked = read(form, "【待核：还剩4件】。", equal("还剩4件", "4件", "requests.carried_out.total"))
    assert marked.bindings[0].state is State.OPEN and marked.dropped == {"words": 1}


@pytest.mark.parametrize("relation", ["change", "times"])
def test_a_multiple_is_true_if_it_is_one_of_last_year_s_or_what_is_more_than_it(form: Form, relation: str) -> None:
    before = Filing(form.key, {**blank_figures(form), "requests.granted.total": 9})
    narrative = Narrative({"overview": (Block(("老李经手的翻了一番。",), None, "on_request"),)}, form)
    told = {"paragraph": 1, "words": "翻了一番", "relation": relation, "number": "翻了一番",
            "subject": ["requests.granted.total"], "direction": "up"}  # fmt: skip
    statement = statement_of(told, "zh")
    assert statement is not None
    facts = facts_of(form, {**blank_figures(form), **FIGURES}, year=2024, last=before)
    assert bind(narrative, facts, [statement]).bindings[0].state is State.BOUND


def test_a_number_in_words_that_the_other_reader_reads_as_none_is_no_number(form: Form) -> None:
    text = "没有一件属于国家秘密。"
    said = {"words": "没有一件属于国家秘密", "relation": "zero", "subject": ["requests.denied.state_secret.total"]}
    assert State.CONTRADICTED not in {item.state for item in read(form, text, said).bindings}


@pytest.mark.parametrize(("mine", "others", "comes_to"), [
    (Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN),
    (Verdict.FALSE, Verdict.TRUE, Verdict.UNKNOWN),
    (Verdict.FALSE, Verdict.FALSE, Verdict.FALSE),
    (Verdict.TRUE, Verdict.UNKNOWN, Verdict.TRUE),
])  # fmt: skip
def test_words_that_the_two_read_differently_are_open(
    form: Form, mine: Verdict, others: Verdict, comes_to: Verdict
) -> None:
    statement = Statement(Relation.ZERO, ("requests.granted.total",))

    def claim(verdict: Verdict) -> ClauseReading:
        judged = Judgement(verdict)
        return ClauseReading(0, 4, Sense.FIGURE, (statement,), is_sure=True, statement=statement, judgement=judged)

    found = joined([claim(mine)], [claim(others)], Paragraph("没有公开。", Place("overview"), form))
    assert [item.verdict for item in found] == [comes_to]
