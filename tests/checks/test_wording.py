"""Rules on words: each has a sentence that must pass beside one that must fail, and no sentence breaks another rule."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest
from wording_cases import Case, cases, checked, report, words_of

from drafter.checks import Context, check
from drafter.errors import FormError
from drafter.form import Form
from drafter.form.wording import CompiledTerm, Wording, wording_of
from drafter.report.facts import facts_for
from drafter.report.filing import Block, Filing, paragraphs_of
from drafter.report.findings import Severity

BY_YEARS = {"S1", "S2", "S3"}
"""Rules that need last year's report: test_similarity.py."""


@pytest.fixture(scope="module")
def wording(form: Form) -> Wording:
    return wording_of(form)


@pytest.mark.parametrize("case", cases(), ids=str)
def test_a_sentence_breaks_its_rule_or_none(case: Case, form: Form, wording: Wording) -> None:
    found = {finding.rule for finding in checked(case, form, wording).findings}
    assert found - set(case.given.get("also", ())) - {case.rule} == set()
    assert (case.rule in found) == case.fails


def test_every_rule_has_a_case_that_passes_and_one_that_fails(wording: Wording) -> None:
    for rule in wording.rules:
        kinds = {case.fails for case in cases() if case.rule == rule.key}
        assert rule.key in BY_YEARS or kinds == {False, True}, rule.key
    assert {case.rule for case in cases()} <= {rule.key for rule in wording.rules}


@pytest.mark.parametrize("case", [case for case in cases() if case.fails], ids=str)
def test_a_place_in_text_is_where_the_words_stand(case: Case, form: Form, wording: Wording) -> None:
    filing = report(case)
    for finding in checked(case, form, wording).findings:
        place = finding.place
        if place.paragraph is None or finding.rule.startswith("P"):
            continue
        texts = [text for _, text in paragraphs_of(filing.narrative[place.section or ""])]
        assert texts[place.paragraph][place.start : place.end] == finding.found


@pytest.mark.parametrize("case", cases(), ids=str)
def test_words_near_a_pattern_are_only_there_for_speed(case: Case, form: Form, wording: Wording) -> None:
    terms = {key: tuple(CompiledTerm(item.term, ()) for item in items) for key, items in wording.terms.items()}
    slow = dataclasses.replace(wording, terms=terms)
    assert checked(case, form, slow).all == checked(case, form, wording).all


@pytest.mark.parametrize("case", [case for case in cases() if case.fails and "\n" not in case.sentence], ids=str)
def test_nothing_is_found_inside_an_open_mark(case: Case, form: Form, wording: Wording) -> None:
    if case.given.get("title") or case.given.get("heading") or case.rule == "L1" or "】" in case.sentence:
        return
    mark = form.definition.open_mark
    inside = dataclasses.replace(case, sentence=f"{mark.prefix}{case.sentence}{mark.suffix}")
    found = {finding.rule for finding in checked(inside, form, wording).findings}
    assert found <= {"W1", "W2", "W3", "W4"}, "what must be said may still be missing"


@pytest.mark.parametrize("case", [case for case in cases() if case.fails and "\n" not in case.sentence], ids=str)
def test_nothing_is_found_in_a_mark_that_lost_its_end(case: Case, form: Form, wording: Wording) -> None:
    if case.given.get("title") or case.given.get("heading") or case.rule == "L1" or "】" in case.sentence:
        return
    inside = dataclasses.replace(case, sentence=f"{form.open_mark.prefix}{case.sentence}")
    found = {finding.rule for finding in checked(inside, form, wording).findings}
    assert found <= {"W1", "W2", "W3", "W4"}, "what must be said may still be missing"


def test_what_follows_from_a_name_is_a_warning_and_from_a_declared_kind_an_error(form: Form, wording: Wording) -> None:
    case = next(case for case in cases() if case.rule == "W4" and case.fails)
    guessed = dataclasses.replace(case, given=case.given | {"kind": None})
    assert [finding.severity for finding in checked(case, form, wording).findings] == [Severity.ERROR]
    assert [finding.severity for finding in checked(guessed, form, wording).findings] == [Severity.WARNING]


def test_a_rule_that_nobody_can_judge_says_so(form: Form, wording: Wording) -> None:
    case = Case("W4", "加强领导。", True, {"organization": "麦田新区", "year": 0, "instead_of": "责任追究"})
    result = checked(case, form, wording)
    assert result.findings == ()
    assert {"W2", "W3", "W4", "W8", "W11", "W13"} <= set(result.not_assessable)
    department = dataclasses.replace(case, given=case.given | {"organization": "青禾县水利局", "year": 2024})
    assert checked(department, form, wording).all == ()


def test_many_of_one_kind_in_a_section_are_one_finding(form: Form, wording: Wording) -> None:
    case = Case("W21", "公开信息,更新专栏,回应关切,做好解读。", True, {})
    (finding,) = checked(case, form, wording).findings
    assert "3" in finding.message.zh


def test_the_rules_stand_in_the_check_of_a_whole_report(example: Filing, form: Form) -> None:
    narrative = {**example.narrative, "other_matters": (Block(("无其它需要报告的事项。",)),)}
    filing = dataclasses.replace(example, narrative=narrative)
    found = check(filing, facts_for(filing, form)).findings
    assert {("W1", Severity.ERROR), ("W19", Severity.INFO)} <= {(item.rule, item.severity) for item in found}


def test_the_example_breaks_no_rule(example: Filing, form: Form, wording: Wording) -> None:
    assert words_of(example, form, wording, Context(kind="county_government")).findings == ()


OWN = """
[[rules]]
key = "own.1"
check = "found"
severity = "warning"
name = { zh = "本单位的提法", en = "a phrase of our own" }
message = { zh = "“{text}”应为“{expected}”。", en = "“{text}” should be “{expected}”." }
source = "本单位"
[rules.literals]
"种籽" = "种子"
"""


def test_a_user_adds_rules_of_their_own(tmp_path: Path, example: Filing, form: Form) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    blocks = (*example.narrative["other_matters"], Block(("另有种籽公开专栏1个。",)))
    filing = dataclasses.replace(example, narrative={**example.narrative, "other_matters": blocks})
    found = check(filing, facts_for(filing, form), Context(wording=path)).findings
    assert [item.expected for item in found if item.rule == "own.1"] == ["种子"]
    path.write_text(OWN.replace("种籽", "仲子") + "# changed\n", encoding="utf-8")
    assert not [
        item for item in check(filing, facts_for(filing, form), Context(wording=path)).findings if item.rule == "own.1"
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('check = "found"', 'check = "guess"', "data_key"),
        ("{expected}", "{wished}", "data_key"),
        ("own.1", "W1", "form_structure"),
        ('source = "本单位"', 'source = ""\nunless = "("', "data_key"),
        ('source = "本单位"', 'source = ""\nsections = ["annex"]', "form_structure"),
        ('source = "本单位"', 'source = ""\ntrait = "tall"', "form_structure"),
        ('source = "本单位"', 'sorce = "本单位"', "data_key"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(old: str, new: str, says: str, tmp_path: Path, form: Form) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        wording_of(form, path)
    assert caught.value.key == says


def test_a_form_without_rules_on_words_has_none(english: Form) -> None:
    assert wording_of(english).rules == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("seed-chongqing-2024", [("W1", "error", "other_matters")]),
        (
            "huaian-2024",
            [("W3", "warning", "overview"), ("W4", "warning", "overview"), ("W18", "info", "overview")],
        ),
    ],
)
def test_real_reports_get_what_a_reviewer_would_say(
    name: str, expected: list[tuple[str, str, str]], shared: Path, form: Form, wording: Wording
) -> None:
    from conftest import gold

    found = words_of(gold(shared / f"{name}.gold.json", form), form, wording).findings
    assert [(item.rule, item.severity.value, item.place.section) for item in found] == expected


def test_time_grows_with_the_length_of_the_text(form: Form, wording: Wording, example: Filing) -> None:
    """A guard against a pattern that explodes; what it takes is measured in benchmarks/."""

    def seconds(times: int) -> float:
        text = "全县通过网站、政务新媒体等渠道公开各类政府信息，一是做好解读，二是及时回应，申请人可在线查询。" * times
        filing = dataclasses.replace(example, narrative={"overview": (Block((text,)),)})
        begun = time.process_time()
        words_of(filing, form, wording)
        return time.process_time() - begun

    small = min(seconds(50) for _ in range(3))
    assert seconds(500) < 40 * small
