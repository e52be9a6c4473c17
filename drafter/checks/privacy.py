"""What must not be published: identity numbers, telephone numbers, cards, names. Found in any text, shown masked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drafter.form.wording import SensitiveRule, compiled

_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_MASK = "*"


@dataclass(frozen=True, slots=True)
class Hit:
    """A sensitive part of a text: its rule and its code points."""

    rule: SensitiveRule
    start: int
    end: int


def sensitive(text: str, rules: Iterable[SensitiveRule]) -> tuple[Hit, ...]:
    """Everything sensitive in `text`, in the order of the rules; no part is found twice."""
    hits: list[Hit] = []
    for rule in rules:
        if rule.near and not any(word in text for word in rule.near):
            continue
        for pattern in rule.patterns:
            for match in compiled(pattern).finditer(text):
                start, end = match.span("it" if "it" in match.re.groupindex else 0)
                taken = any(hit.start < end and start < hit.end for hit in hits)
                if not taken and _is_one(rule, text[start:end]) and not _exempt(rule, text, start):
                    hits.append(Hit(rule, start, end))
    return tuple(hits)


def shielded(text: str, hits: Iterable[Hit]) -> str:
    """The text, as long as before, with all but the first characters of each sensitive part masked."""
    for hit in hits:
        text = text[: hit.start] + masked(text[hit.start : hit.end], hit.rule.shown) + text[hit.end :]
    return text


def masked(text: str, shown: int) -> str:
    """The first `shown` characters of a sensitive text and as many masks as it has others."""
    return text[:shown] + _MASK * (len(text) - shown)


def is_identity_number(text: str) -> bool:
    """Whether 18 characters are a resident identity number: region, date of birth and check digit (GB 11643)."""
    digits = text[:17]
    if len(text) != 18 or not digits.isdigit() or not 11 <= int(digits[:2]) <= 91:
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, digits, strict=True))
    check = unicodedata.normalize("NFKC", text[17]).upper()
    return 1900 <= born.year <= 2100 and _IDENTITY_CHECKS[total % 11] == check


def passes_luhn(text: str) -> bool:
    """Whether the digits of a card number agree with its last one (ISO/IEC 7812)."""
    digits = [int(character) for character in text if character.isdigit()]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[-2::-2]]
    return bool(digits) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_one(rule: SensitiveRule, text: str) -> bool:
    if rule.checksum is None:
        return True
    return is_identity_number(text) if rule.checksum == "identity" else passes_luhn(text)


def _exempt(rule: SensitiveRule, text: str, start: int) -> bool:
    if rule.unless_before is None:
        return False
    return compiled(f"(?:{rule.unless_before})$").search(text[max(0, start - 20) : start]) is not None
