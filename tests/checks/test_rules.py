"""A rule is one record: the catalogue, the weight of a finding and the tallies follow from it."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import drafter.checks
from drafter.checks import numbers
from drafter.checks.catalogue import STATEMENT_RULES, rules_of
from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Outcomes, Rule, Tally, apply
from drafter.form import Form
from drafter.form.schema.form import RelationDefinition
from drafter.form.wording import wording_of
from drafter.messages import Text
from drafter.report.facts import facts_of
from drafter.report.filing import Block, Filing
from drafter.report.findings import Place, Severity
from drafter.report.narrative import Narrative
from drafter.statements import bind
from tests.wording_cases import words_of

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
SAYS = Text("不对", "wrong")


def matter(form: Form) -> Matter:
    return Matter(facts_of(form, {}), Filing(form.key, {}))


def test_a_check_that_answers_for_several_rules_is_asked_once(form: Form) -> None:
    asked = []

    def look(given: Matter) -> Iterator[Outcome]:
        asked.append(given)
        yield one.held()
        yield two.not_assessable()

    one, two = Rule("X1", Severity.ERROR, look), Rule("X2", Severity.INFO, look)
    found = apply((one, two), matter(form))
    assert len(asked) == 1
    assert found.tallies == {"X1": Tally(held=1), "X2": Tally(not_assessable=1)}
    assert found.not_assessable == ("X2",) and found.findings == ()


def test_a_finding_weighs_what_its_rule_does_unless_told_otherwise() -> None:
    rule = Rule("X1", Severity.WARNING, lambda _: iter(()), source="the law")
    plain = rule.failed(Place(), SAYS, expected="1", found="2").finding
    other = rule.failed(Place(), SAYS, severity=Severity.INFO, source="a notice").finding
    assert plain and other
    assert (plain.rule, plain.severity, plain.source, plain.expected, plain.found) == (
        "X1", Severity.WARNING, "the law", "1", "2",
    )  # fmt: skip
    assert (other.severity, other.source) == (Severity.INFO, "a notice")


def test_a_failure_that_another_finding_explains_still_counts() -> None:
    found = Outcomes((Outcome("A2", False), Outcome("A2", True)))
    assert found.findings == () and found.tallies["A2"] == Tally(held=1, failed=1)


def test_no_record_is_left_out_of_the_catalogue(form: Form) -> None:
    listed = {rule.code for rule in rules_of(form)}
    for module in pkgutil.iter_modules(drafter.checks.__path__):
        for value in vars(importlib.import_module(f"drafter.checks.{module.name}")).values():
            assert not isinstance(value, Rule) or value.code in listed, f"{module.name}: {value.code}"


def test_a_code_stands_once_with_a_name_in_both_languages_and_a_source(form: Form, english: Form) -> None:
    for rules in (rules_of(form), rules_of(english)):
        codes = [rule.code for rule in rules]
        assert len(codes) == len(set(codes)) and codes == sorted(codes)
        assert all(rule.name.zh and rule.name.en and rule.source for rule in rules)


def test_what_the_form_declares_is_in_its_catalogue(form: Form) -> None:
    rules = {rule.code: rule for rule in rules_of(form)}
    definition = form.definition
    for item in (*definition.relations, *definition.comparisons):
        assert (rules[item.rule].severity, rules[item.rule].source) == (item.severity, item.source)
    for word in wording_of(form).rules:
        assert (rules[word.key].severity, rules[word.key].name.zh) == (word.severity, word.name.zh)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_rule_on_words_in_the_documentation_works(tmp_path: Path, form: Form, example: Filing) -> None:
    path = tmp_path / "own.toml"
    path.write_text(blocks("toml")[0], encoding="utf-8")
    filing = Filing(form.key, {}, {"overview": (Block(("便民服务中心公开种籽目录。",)),)}, example.organization, 2024)
    found = [item.expected for item in words_of(filing, form, wording_of(form, path)).findings if item.rule == "own.1"]
    assert found == ["种子", "政务服务中心"]


def test_the_relation_in_the_documentation_is_one() -> None:
    (relation,) = tomllib.loads(blocks("toml")[1])["relations"]
    assert RelationDefinition.model_validate(relation).rule == "A5"


@pytest.mark.parametrize(("last", "text", "expected"), [
    (4, "予以公开6件，同比增长50%。", ["T13 warning"]),
    (40, "予以公开60件，同比增长50%。", []),
    (4, "予以公开6件，同比增长70%。", ["T4 error"]),
])  # fmt: skip
def test_the_rule_on_numbers_in_the_documentation_finds_what_no_other_does(
    last: int, text: str, expected: list[str], form: Form
) -> None:
    namespace = vars(numbers) | {"both": lambda key, **_: SAYS}
    exec(blocks("python")[0], namespace)
    before = Filing(form.key, {"requests.granted.total": last}, year=2023)
    facts = facts_of(form, {"requests.granted.total": last * 3 // 2}, last=before, year=2024)
    filing = Filing(form.key, facts.figures, {"overview": (Block((text,), None, "on_request"),)}, year=2024)
    matter = Matter(facts, filing, bind(Narrative(filing.narrative, form), facts))
    found = apply([*STATEMENT_RULES, namespace["SMALL_BASE"]], matter).findings
    assert [f"{finding.rule} {finding.severity}" for finding in found] == expected
