"""What must not be published: found by its check digits, and never shown whole."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wording_cases import Case, cases, checked, words_of

from drafter.document import SourcePlace
from drafter.form import Form
from drafter.form.wording import SensitiveRule, Wording, wording_of
from drafter.report.filing import Block, Filing, Unplaced
from drafter.report.personal_data import (
    Hit,
    Masker,
    find_personal_data,
    is_identity_number,
    known_patterns,
    mask,
    passes_luhn,
)

CASES = tomllib.loads((Path(__file__).parent / "cases" / "personal_data.toml").read_text(encoding="utf-8"))
FOUND, HIDDEN = (
    [(group["kind"], text) for group in CASES[key] for text in group["texts"]] for key in ("found", "hidden")
)
CHECKS = "10X98765432"
WEIGHTS = [2 ** (17 - i) % 11 for i in range(17)]


@pytest.fixture(scope="module")
def wording(form: Form) -> Wording:
    return wording_of(form)


def with_check(digits: str) -> str:
    return digits + CHECKS[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


@given(st.integers(11, 65), st.dates(min_value=__import__("datetime").date(1930, 1, 1)), st.integers(0, 999))
def test_an_identity_number_has_one_right_check_digit(region: int, born: object, serial: int) -> None:
    digits = f"{region}0105{str(born).replace('-', '')}{serial:03}"
    if int(digits[6:10]) > 2100:
        return
    right = with_check(digits)
    assert is_identity_number(right)
    assert is_identity_number(right.lower())
    assert not any(is_identity_number(digits + other) for other in "0123456789X" if other != right[17])


def test_an_identity_number_needs_a_day_that_exists() -> None:
    assert is_identity_number(with_check("11010520000229002"))
    assert not is_identity_number(with_check("11010520010229002"))
    assert not is_identity_number(with_check("00010520000229002"))


@given(st.integers(10**14, 10**17))
def test_a_card_number_has_one_right_check_digit(number: int) -> None:
    assert sum(passes_luhn(f"{number}{digit}") for digit in range(10)) == 1


def marked(text: str, found: Iterable[Hit]) -> str:
    """The text with what was found between brackets."""
    for hit in sorted(found, key=lambda hit: -hit.start):
        text = f"{text[: hit.start]}⟪{text[hit.start : hit.end]}⟫{text[hit.end :]}"
    return text


def bare(text: str) -> str:
    return text.replace("⟪", "").replace("⟫", "")


def test_every_kind_of_the_data_can_be_named_by_a_rule() -> None:
    named = get_args(get_args(SensitiveRule.model_fields["data"].annotation)[0])
    assert {pattern.kind for pattern in known_patterns()} == set(named)


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_personal_data_is_found_however_it_is_written(kind: str, text: str) -> None:
    hits = find_personal_data(bare(text), [pattern for pattern in known_patterns() if pattern.certain])
    assert marked(bare(text), hits) == text
    assert {hit.kind for hit in hits} == {kind}


@pytest.mark.parametrize(("kind", "text"), HIDDEN)
def test_what_may_be_personal_is_hidden_from_a_model_and_makes_no_finding(kind: str, text: str) -> None:
    hits = find_personal_data(bare(text))
    assert marked(bare(text), hits) == text
    assert {(hit.kind, hit.pattern.certain) for hit in hits} == {(kind, False)}


@pytest.mark.parametrize("text", CASES["nothing"]["texts"])
def test_figures_dates_document_numbers_and_hotlines_are_not_personal(text: str) -> None:
    assert marked(text, find_personal_data(text)) == text


@given(st.text("\u200b\u2060\ufeff \u3000-\u2013", max_size=1), st.sets(st.integers(0, 10)), st.booleans())
def test_a_telephone_number_hides_in_no_spelling(gap: str, wide: set[int], spoken: bool) -> None:
    digits = [chr(ord(digit) + 0xFEE0) if place in wide else digit for place, digit in enumerate("13800138000")]
    if spoken:
        digits = ["〇幺二三四五六七八九"[int(digit)] for digit in "13800138000"]
    typed = gap.join("".join(digits[start:end]) for start, end in ((0, 3), (3, 7), (7, 11)))
    text = f"电话{typed}。"
    (hit,) = find_personal_data(text)
    assert text[hit.start : hit.end] == typed and hit.pattern.certain


@pytest.mark.parametrize(("kind", "text"), FOUND + HIDDEN)
def test_personal_data_is_hidden_from_a_model_and_comes_back(kind: str, text: str) -> None:
    masker = Masker()
    secrets = re.findall("⟪(.*?)⟫", text)
    sent = masker.mask(bare(text), "here")
    assert f"⟦{kind.upper()}-A⟧" in sent and not any(secret in sent for secret in secrets)
    assert masker.restore(sent) == bare(text) and masker.knows(sent)
    assert not any(secret in repr(masker.masked) for secret in secrets) and masker.masked[0].where == "here"


@pytest.mark.parametrize(
    "case", [case for case in cases() if case.fails and case.rule in {"P1", "P2", "P3", "P4"}], ids=str
)
def test_no_finding_shows_the_whole(case: Case, form: Form, wording: Wording) -> None:
    (rule,) = [rule for rule in wording.sensitive if rule.key == case.rule]
    (hit,) = [hit for hit in find_personal_data(case.sentence, known_patterns()) if hit.kind == rule.data]
    secret = case.sentence[hit.start : hit.end]
    shown = json.dumps([finding.as_json() for finding in checked(case, form, wording).findings], ensure_ascii=False)
    assert secret not in shown
    assert mask(case.sentence, [hit])[hit.start : hit.end] in shown


def test_a_number_stays_masked_in_findings_beside_it(form: Form, wording: Wording) -> None:
    case = Case("W16", "截止目前，联系电话13812345678。", True, {})
    shown = json.dumps([finding.as_json() for finding in checked(case, form, wording).findings], ensure_ascii=False)
    assert "W16" in shown
    assert "13812345678" not in shown


def test_masking_keeps_every_place() -> None:
    text = "甲13812345678乙"
    assert mask(text, ()) == text
    assert mask(text, find_personal_data(text)) == "甲138********乙"


def test_text_outside_the_sections_is_looked_at_as_well(form: Form, wording: Wording) -> None:
    unplaced = (Unplaced("机密★5年", SourcePlace("line", 1)), Unplaced("联系人13812345678", SourcePlace("line", 2)))
    filing = Filing(form.key, {}, {"overview": (Block(("全县公开信息。",)),)}, None, 2024, None, (), unplaced)
    found = words_of(filing, form, wording).findings
    assert {"P3", "P5"} <= {finding.rule for finding in found}
    assert all(finding.place.section is None for finding in found if finding.rule in {"P3", "P5"})
