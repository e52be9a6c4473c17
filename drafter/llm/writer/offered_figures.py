"""The references offered to a model for a block: address, meaning, value, change and wording, computed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.form import Form
from drafter.form.phrases import Phrases
from drafter.form.writing import fits, writing_of
from drafter.llm.writer.blocks import Task
from drafter.messages import say
from drafter.report.facts import Facts
from drafter.report.filing import Number, as_number, show
from drafter.report.rates import percent

_WORTH = 10
"""Below this a change in percent says little and is not offered."""


def catalogue(task: Task, facts: Facts) -> tuple[str, ...]:
    """The figures offered, a line for those whose addresses differ in one word only, which stands there as "*"."""
    lines: dict[str, list[str]] = {}
    for address in offered(task, facts):
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
    column = bool(shared)
    items = (
        f"{address[len(before) : len(address) - len(after)]} "
        + _told(address, (_column if column else meaning)(address, facts), facts)
        for address in addresses
    )
    return f"{pattern}{shared}: {'; '.join(items)}"


def offered(task: Task, facts: Facts) -> Iterator[str]:
    """Addresses offered for a block, in the order of the form's patterns."""
    patterns = writing_of(facts.form).figures_for(task.section, task.topic)
    every = (*facts.form.cells, *(key for key in facts.figures if key not in facts.form.columns), *facts.form.sums)
    ranked = [(rank, address) for address in every if (rank := fits(address, patterns)) is not None]
    for _, address in sorted(ranked, key=lambda item: item[0]):
        now, _ = _both(address, facts)
        if now or (now is None and address in facts.form.columns) or address in facts.phrases.subjects:
            yield address


def _both(address: str, facts: Facts) -> tuple[Number | None, Number | None]:
    return facts.value(address), facts.before(address)


def _told(address: str, label: str, facts: Facts) -> str:
    """What a figure is, its value and changes; its whole wording where the form has one."""
    now, before = _both(address, facts)
    if now is None:
        return f"{label} {say(facts.form.definition.language, 'writing.blank')}"
    phrased = address in facts.phrases.subjects
    told = [
        f"\u201c{facts.phrases.wording(address, now)}\u201d" if phrased else f"{label} {_value(now, address, facts)}"
    ]
    if before is not None:
        told.append(facts.phrases.change(now - before, address))
        worth = before >= _WORTH and now != before
        told += [facts.phrases.growing(percent(now - before, before, 1))] if worth else []
    return " ".join(told)


def _value(now: Number, address: str, facts: Facts) -> str:
    return f"{show(now)}{facts.phrases.unit(address)}"


def meaning(address: str, facts: Facts) -> str:
    """What a figure is, in the form's own words."""
    form = facts.form
    if address not in facts.form.sums and as_number(facts.figures.get(address)) is None and address not in form.columns:
        return address
    row = _row(address, facts)
    return row if address.endswith(f".{_WHOLE}") else f"{row}\u00b7{_column(address, facts)}"


def _row(address: str, facts: Facts) -> str:
    return _short(facts.form.row_label(address), facts.form)


def _column(address: str, facts: Facts) -> str:
    return _short(facts.form.column_label(address), facts.form)


_WHOLE = "total"
"""The key of a column that needs no saying."""


def _short(label: str, form: Form) -> str:
    """A label without its number and what stands in parentheses after its first words."""
    reading = form.definition.reading
    plain = re.sub(rf"^(?:{reading.topic_number}|{reading.section_number}|\d+[.\uff0e\u3001])\s*", "", label)
    head, _, _ = plain.partition("\uff08")
    return head or plain


def example(facts: Facts) -> str:
    """A sentence with references, out of the form's own words; empty where the form has no wordings."""
    for target, subject in facts.phrases.subjects.items():
        comma = facts.phrases.book.words.clause_end[0]
        return f"{subject.positive.format(value=_braced(target, ''))}{comma}{_braced(target, '|change')}"
    return ""


def _braced(target: str, derivation: str) -> str:
    return f"{{{target}{derivation}}}"


def subject_words(target: str, phrases: Phrases) -> str:
    """The words of a figure's wordings, without its value."""
    subject = phrases.subjects.get(target)
    return f"{subject.positive.replace('{value}', ' ')} {subject.zero}" if subject else ""
