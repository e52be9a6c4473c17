"""Quantities of a text in any language: Chinese has a finder of its own, the rest numbers in digits."""

from __future__ import annotations

import re
from decimal import Decimal

from drafter.report.quantities import chinese as numerals
from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind

_NUMBER = re.compile(r"(?<![\w.,/-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s?(%))?(?![\w/-]|[.,]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Every quantity of a text in a language ("zh", "en"), in order."""
    return numerals.find_quantities(text) if language == "zh" else find_plain_numbers(text)


def find_plain_numbers(text: str) -> tuple[Quantity, ...]:
    """Every number in digits but a lone year, in order; the unit is left to the words around it."""
    found = []
    for match in _NUMBER.finditer(text):
        if not _YEAR.fullmatch(match.group().strip()):
            found.append(_quantity(match))
    return tuple(found)


def _quantity(match: re.Match[str]) -> Quantity:
    digits = match.group(1).replace(",", "") + (match.group(2) or "")
    value = Decimal(digits) if match.group(2) else int(digits)
    percent = match.group(3) is not None
    end = match.end(2) if match.group(2) else match.end(1)
    step = Decimal(1).scaleb(-len(match.group(2)) + 1) if match.group(2) else Decimal(1)
    return Quantity(
        start=match.start(),
        end=match.end(),
        number_start=match.start(),
        number_end=end,
        text=match.group(),
        value=value,
        unit="%" if percent else None,
        kind=QuantityKind.PERCENT if percent else QuantityKind.COUNT,
        exactness=Exactness.EXACT,
        half_step=step / 2,
    )
