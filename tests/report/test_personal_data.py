"""What must not be published: found by its check digits, and never shown whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wording_cases import Case, cases, checked

from drafter.checks.privacy import is_identity_number, masked, passes_luhn, sensitive, shielded
from drafter.checks.wording import Words, check_wording
from drafter.form import Form
from drafter.form.wording import Wording, wording_of
from drafter.report.filing import Block, Filing, Unplaced

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


@pytest.mark.parametrize(
    "case", [case for case in cases() if case.fails and case.rule in {"P1", "P2", "P3", "P4"}], ids=str
)
def test_no_finding_shows_the_whole(case: Case, form: Form, wording: Wording) -> None:
    (hit,) = [hit for hit in sensitive(case.sentence, wording.sensitive) if hit.rule.key == case.rule]
    secret = case.sentence[hit.start : hit.end]
    shown = json.dumps([finding.as_json() for finding in checked(case, form, wording).findings], ensure_ascii=False)
    assert secret not in shown
    assert masked(secret, hit.rule.shown) in shown


def test_a_number_stays_masked_in_findings_beside_it(form: Form, wording: Wording) -> None:
    case = Case("W16", "截止目前，联系电话13812345678。", True, {})
    shown = json.dumps([finding.as_json() for finding in checked(case, form, wording).findings], ensure_ascii=False)
    assert "W16" in shown
    assert "13812345678" not in shown


def test_masking_keeps_every_place() -> None:
    assert shielded("甲13812345678乙", ()) == "甲13812345678乙"
    assert masked("13812345678", 3) == "138********"


def test_text_outside_the_sections_is_looked_at_as_well(form: Form, wording: Wording) -> None:
    unplaced = (Unplaced("机密★5年", "1"), Unplaced("联系人13812345678", "2"))
    filing = Filing(form.key, {}, {"overview": (Block(("全县公开信息。",)),)}, None, 2024, None, (), unplaced)
    found = check_wording(filing, form, Words(wording)).findings
    assert {"P3", "P5"} <= {finding.rule for finding in found}
    assert all(finding.place.section is None for finding in found if finding.rule in {"P3", "P5"})
