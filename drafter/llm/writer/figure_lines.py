"""The figures of a report as a writer is told them: address, meaning, value and change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.form import Form
from drafter.form.writing import fits, writing_of
from drafter.llm.writer.material import Part
from drafter.messages import say
from drafter.report import Facts, Number, as_number, show
from drafter.report.rates import percent

_WORTH = 10
"""Below this a change in percent says little and is not told."""
_WHOLE = "total"
"""The key of a column that needs no saying."""


def figure_lines(parts: Sequence[Part], facts: Facts) -> tuple[str, ...]:
    """The figures of some places, a line for those whose addresses differ in one word, which stands there as "*"."""
    lines: dict[str, list[str]] = {}
    for address in dict.fromkeys(address for part in parts for address in offered(part, facts)):
        lines.setdefault(_pattern(address), []).append(address)
    return tuple(_line(pattern, addresses, facts) for pattern, addresses in lines.items())


def _pattern(address: str) -> str:
    """An address without the word that tells a row from its neighbours, or else a column."""
    head, _, last = address.rpartition(".")
    table, _, row = head.rpartition(".")
    return f"{table}.*.{last}" if last == _WHOLE and table and row else f"{head}.*"


def _line(pattern: str, addresses: Sequence[str], facts: Facts) -> str:
    """Figures of one pattern: the word for "*", what it is, this year's value, what changed."""
    if len(addresses) == 1:
        return f"{addresses[0]}: {_told(addresses[0], meaning(addresses[0], facts), facts)}"
    before, _, after = pattern.partition("*")
    shared = "" if after else f" {_row(addresses[0], facts)}"
    items = (
        f"{address[len(before) : len(address) - len(after)]} "
        + _told(address, (column_of if shared else meaning)(address, facts), facts)
        for address in addresses
    )
    return f"{pattern}{shared}: {'; '.join(items)}"


def offered(part: Part, facts: Facts) -> Iterator[str]:
    """Addresses told for a place, in the order of the form's patterns; those that are and were zero are left out."""
    patterns = writing_of(facts.form).figures_for(part.section, part.topic)
    every = (*facts.form.cells, *(key for key in facts.figures if key not in facts.form.columns), *facts.form.sums)
    ranked = [(rank, address) for address in every if (rank := fits(address, patterns)) is not None]
    for _, address in sorted(ranked, key=lambda item: item[0]):
        now, before = facts.value(address), facts.before(address)
        unknown = now is None and address in facts.form.columns
        if now or (before and now is not None) or unknown or address in facts.phrases.subjects:
            yield address


def _told(address: str, label: str, facts: Facts) -> str:
    """What a figure is, its value and changes: a number beside its name, for a reference writes the number alone."""
    phrases, now, before = facts.phrases, facts.value(address), facts.before(address)
    if now is None:
        return f"{label} {say(facts.form.definition.language, 'writing.blank')}"
    told = [f"{_name(address, label, facts)} {show(now)}{phrases.unit(address)}"]
    if before is not None:
        told.append(_signed(now - before))
        if before >= _WORTH and now != before:
            told.append(f"{_signed(percent(now - before, before, 1))}%")
    return " ".join(told)


def _signed(change: Number) -> str:
    """A change with its sign, in as few tokens as can be: a reference writes it out in words."""
    return f"{'+' if change > 0 else ''}{show(change)}" if change else "\u00b10"


def _name(address: str, label: str, facts: Facts) -> str:
    """What a figure is called before its number in a text, where the form says so; else its label."""
    subject = facts.phrases.subjects.get(address)
    before, value, after = subject.positive.partition("{value}") if subject else ("", "", "")
    return before.strip() if value and before.strip() and after in ("", facts.phrases.unit(address)) else label


def meaning(address: str, facts: Facts) -> str:
    """What a figure is, in the form's own words."""
    form = facts.form
    if address not in form.sums and as_number(facts.figures.get(address)) is None and address not in form.columns:
        return address
    row = _row(address, facts)
    return row if address.endswith(f".{_WHOLE}") else f"{row}\u00b7{column_of(address, facts)}"


def _row(address: str, facts: Facts) -> str:
    return _short(facts.form.row_label(address), facts.form)


def column_of(address: str, facts: Facts) -> str:
    """What a figure's column is, in the form's own words."""
    return _short(facts.form.column_label(address), facts.form)


def _short(label: str, form: Form) -> str:
    """A label without its number and what stands in parentheses after its first words."""
    reading = form.definition.reading
    plain = re.sub(rf"^(?:{reading.topic_number}|{reading.section_number}|\d+[.\uff0e\u3001])\s*", "", label)
    head, _, _ = plain.partition("\uff08")
    return head or plain


def label_words(address: str, facts: Facts) -> str:
    """Every word that names a figure: its labels and the form's wordings of it."""
    form, subject = facts.form, facts.phrases.subjects.get(address)
    worded = f"{subject.positive.replace('{value}', ' ')} {subject.zero}" if subject else ""
    return f"{form.row_label(address)} {form.column_label(address)} {worded}"
