"""Dates that a note gives in figures alone (7/11, 4.18): they are no quantities, and a text writes them out."""

from __future__ import annotations

import re

from drafter.form import Form


def short_dates(text: str, form: Form) -> tuple[tuple[int, int], ...]:
    """Where dates in figures alone stand in a text."""
    return tuple(match.span() for match in re.finditer(form.definition.reading.short_dates, text))


def dates_written_out(text: str, form: Form) -> str:
    """A text with such dates as a report writes them."""
    reading = form.definition.reading

    def written(match: re.Match[str]) -> str:
        return reading.date.format(month=int(match["month"]), day=int(match["day"]))

    return re.sub(reading.short_dates, written, text)
