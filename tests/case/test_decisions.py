"""Decisions last as long as what they rest on; signatures are under one draft; the gate holds back what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_pairs import FORM, reports

from drafter.case.decisions import (
    Answer,
    Decision,
    Ledger,
    Review,
    Signature,
    Standing,
    decide,
    digest_of,
    find,
    gate,
    judge,
    read,
    sign,
    unsigned,
    write,
)
from drafter.errors import CaseError
from drafter.messages import Text
from drafter.report.filing import Block
from drafter.report.findings import Finding, Place, Severity, in_order

DAY = date(2026, 1, 15)


def finding(cell: str = "a.b.c", found: str = "3", severity: Severity = Severity.ERROR) -> Finding:
    return Finding("A1", severity, Place(cells=(cell,)), Text("不平", "off"), "4", found)


def decided(ledger: Ledger, item: Finding, reason: str = "系统升级造成") -> Ledger:
    return decide(ledger, item, Answer.ACCEPT, reason=reason, by="李某", when=DAY)


cells = st.sampled_from(("t.one.x", "t.two.x", "t.three.x"))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), cells, st.integers(0, 2)),
        st.tuples(st.just("decide"), cells, st.sampled_from(list(Answer))),
        st.tuples(st.just("rerun"), st.none(), st.none()),
    ),
    max_size=25,
)


@given(steps)
def test_a_decision_stands_exactly_while_its_basis_does(steps):
    values = {"t.one.x": 0, "t.two.x": 0, "t.three.x": 0}
    answered: dict[str, tuple[int, Answer]] = {}
    ledger = Ledger()
    for step, cell, value in steps:
        findings = in_order(finding(name, str(number)) for name, number in values.items())
        if step == "edit":
            values[cell] = value
        elif step == "decide":
            (item,) = find(findings, f"A1:{cell}")
            ledger = decide(ledger, item, value, reason="说明", by="李某", when=DAY)
            answered[cell] = values[cell], value
        else:
            ledger = read(write(ledger), "decisions.toml")
        for judged in judge(in_order(finding(name, str(number)) for name, number in values.items()), ledger):
            name = judged.finding.place.cells[0]
            if name not in answered:
                assert (judged.standing, judged.decision) == (Standing.OPEN, None)
            else:
                on, answer = answered[name]
                expected = Standing.DECIDED if on == values[name] else Standing.REOPENED
                assert (judged.standing, judged.decision.answer) == (expected, answer)


def test_another_basis_opens_a_finding_again_and_shows_the_old_decision():
    ledger = decided(Ledger(), finding(found="3"))
    (judged,) = judge([finding(found="9")], ledger)
    assert (judged.standing, judged.decision.reason) == (Standing.REOPENED, "系统升级造成")


def test_last_years_answer_is_offered_and_decides_nothing():
    (judged,) = judge([finding()], Ledger(), decided(Ledger(), finding()))
    assert (judged.standing, judged.decision, judged.offered.reason) == (Standing.OPEN, None, "系统升级造成")


def test_a_new_answer_takes_the_place_of_the_old_one():
    ledger = decided(decided(Ledger(), finding(), "甲"), finding(), "乙")
    assert [item.reason for item in ledger.decisions] == ["乙"]


def test_an_answer_needs_a_reason():
    with pytest.raises(CaseError, check=lambda error: error.key == "no_reason"):
        decided(Ledger(), finding(), " \n")


def test_a_key_may_be_shortened_while_it_is_the_only_one_that_begins_so():
    known = (finding("t.one.x"), finding("t.two.x"))
    assert find(known, "A1:t.o") == (known[0],)
    with pytest.raises(CaseError, check=lambda error: error.key == "several_findings"):
        find(known, "A1:t")
    with pytest.raises(CaseError, check=lambda error: error.key == "no_such_finding"):
        find(known, "Z9")


SEVERAL = {
    "2": [1], "1,3": [0, 2], "1-2": [0, 1], "1、3": [0, 2], "2-3，2": [1, 2], "A1": [0, 1, 2],
}  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), SEVERAL.items())
def test_several_findings_are_meant_by_their_numbers_or_their_rule(said, meant):
    known = (finding("t.one.x"), finding("t.two.x"), finding("t.three.x"))
    assert find(known, said) == tuple(known[number] for number in meant)


@pytest.mark.parametrize("said", ["0", "4", "2-4", "1,9"])
def test_a_number_that_is_none_is_told(said):
    known = (finding("t.one.x"), finding("t.two.x"), finding("t.three.x"))
    with pytest.raises(CaseError, check=lambda error: error.key == "no_such_number"):
        find(known, said)


texts = st.text(min_size=1).map(lambda text: text.encode("utf-8", "replace").decode()).filter(str.strip)
decisions = st.builds(Decision, texts, texts, st.sampled_from(Answer), texts, texts, st.dates())
signatures = st.builds(Signature, st.sampled_from(Review), texts, texts, st.dates())


@given(st.builds(Ledger, st.lists(decisions).map(tuple), st.lists(signatures).map(tuple)))
def test_the_file_gives_back_what_was_written(ledger):
    assert read(write(ledger), "decisions.toml") == ledger


def test_the_file_reads_as_a_person_would_write_it():
    assert write(decided(Ledger(), finding())).decode() == (
        '[[decision]]\nkey = "A1:a.b.c"\nbasis = "' + finding().basis + '"\nanswer = "accept"\n'
        'reason = "系统升级造成"\nby = "李某"\ndate = 2026-01-15\n'
    )


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("answer", "anwser"), "decisions_key"),
        (('"accept"', '"yes"'), "decisions_value"),
        (("2026-01-15", "2026-01-15T10:00:00"), "decisions_value"),
        (('"李某"', "3"), "decisions_value"),
        (("[[decision]]", "[decision]"), "decisions_value"),
        (("[[decision]]", "[[decisions]]"), "decisions_key"),
        (('"李某"', '"李某'), "decisions_syntax"),
    ],
)
def test_a_file_that_is_wrong_is_refused(change, key):
    text = write(decided(Ledger(), finding())).decode().replace(*change)
    with pytest.raises(CaseError) as caught:
        read(text.encode(), "decisions.toml")
    assert caught.value.key == key


def test_a_changed_draft_needs_new_signatures():
    _, draft = reports()
    ledger = Ledger()
    for review in Review:
        ledger = sign(ledger, review, by="王某", digest=digest_of(draft), when=DAY)
    changed = replace(draft, narrative={**draft.narrative, "problems": (Block(("改过。",)),)})
    assert unsigned(ledger, digest_of(draft)) == ()
    assert unsigned(ledger, digest_of(changed)) == tuple(Review)
    assert unsigned(ledger, digest_of(replace(draft, figures={**draft.figures, FORM.cells[0]: 77}))) == tuple(Review)


def test_the_gate_is_shut_by_undecided_errors_and_by_open_marks():
    clean, draft = reports()
    error, warning = finding(), finding("x.y.z", severity=Severity.WARNING)
    shut = gate(judge([error, warning], Ledger()), clean, FORM, Ledger())
    assert ([item.finding for item in shut.findings], shut.marks, shut.open) == ([error], (), False)
    ledger = decided(Ledger(), error)
    assert gate(judge([error, warning], ledger), clean, FORM, ledger).open
    assert not gate(judge([finding(found="9")], ledger), clean, FORM, ledger).open
    marked = gate((), draft, FORM, Ledger())
    assert ([mark.text for mark in marked.marks], marked.open) == (["【待核：上年26】"], False)


def test_a_missing_signature_is_told_and_holds_nothing_back():
    clean, _ = reports()
    passed = gate((), clean, FORM, Ledger())
    assert passed.open and passed.unsigned == tuple(Review)
