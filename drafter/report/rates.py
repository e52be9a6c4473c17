"""Rates as reports print them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from drafter.report.filing import Number


def percent(part: Number, whole: Number, places: int) -> Decimal:
    """part / whole in percent, rounded half up to `places` decimals; `whole` is not zero."""
    step = Decimal(1).scaleb(-places)
    return (Decimal(part) * 100 / Decimal(whole)).quantize(step, rounding=ROUND_HALF_UP)
