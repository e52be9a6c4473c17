"""What a reference comes to: the number it names, or the change, share or rest computed from it, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from drafter.errors import UnknownReference
from drafter.records import dataclass
from drafter.report import Entry, Facts, Number, show
from drafter.report.quantities import find_quantities
from drafter.report.quantities.chinese import Exactness, Quantity
from drafter.report.rates import percent
from drafter.report.references import Reference

_MANTISSA = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of this year and last (None: not known) with its unit; `scale_word` is what multiplies it in writing."""

    now: Number | None
    before: Number | None
    unit: str
    scale: Number = 1
    scale_word: str = ""

    def size(self, number: Number) -> str:
        """A number of this kind without its sign, at the scale that the amount itself is written in."""
        size: Number = max(number, -number)
        if self.scale != 1 and size:
            return f"{show(_plain(Decimal(size) / Decimal(self.scale)))}{self.scale_word}"
        return show(size)


def amount(names: Iterable[str], facts: Facts) -> Amount:
    """The amount that cells, named sums, or entries with their prefix come to; UnknownReference for an unknown name."""
    found = [_amount(name, facts) for name in names]
    if len(found) == 1:
        return found[0]
    now, before = [item.now for item in found], [item.before for item in found]
    return Amount(_sum(now), _sum(before), found[0].unit)


def _sum(numbers: list[Number | None]) -> Number | None:
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    return _plain(sum((Decimal(number) for number in known), Decimal(0)))


def _plain(number: Decimal) -> Number:
    return int(number) if number == number.to_integral_value() else number.normalize()


def _amount(name: str, facts: Facts) -> Amount:
    if name.startswith("entry:"):
        return _of_entry(entry_of(name.removeprefix("entry:"), facts), facts)
    if not facts.knows(name):
        raise UnknownReference("unknown_cell", target=name)
    return Amount(facts.value(name), facts.before(name), facts.phrases.unit(name))


def entry_of(name: str, facts: Facts) -> Entry:
    """The entry with this id; UnknownReference when there is none."""
    entry = facts.entry_of.get(name)
    if entry is None:
        raise UnknownReference("unknown_entry", target=name)
    return entry


def _of_entry(entry: Entry, facts: Facts) -> Amount:
    """An entry's numbers; those that are not exact, as "over 2100", cannot be computed with."""
    now, before = _exact(entry.value, entry.unit, facts), _exact(entry.last, entry.unit, facts)
    value, earlier = (None if item is None else item.value for item in (now, before))
    if now is not None and (mantissa := _MANTISSA.match(entry.value or "")):
        scale = Decimal(now.value) / (Decimal(mantissa.group().replace(",", "")) or 1)
        word = (entry.value or "")[mantissa.end() :]
        return Amount(value, earlier, entry.unit or "", _plain(scale) or 1, word)
    return Amount(value, earlier, entry.unit or "")


def _exact(number: str | None, unit: str | None, facts: Facts) -> Quantity | None:
    found = find_quantities(f"{number}{unit or ''}", facts.form.definition.language) if number else ()
    return found[0] if len(found) == 1 and found[0].exactness is Exactness.EXACT else None


def numbers_of_note(name: str, facts: Facts) -> tuple[str, ...]:
    """The numbers of a note as they stand in it, without their units; UnknownReference for an unknown note."""
    note = facts.note_of.get(name)
    if note is None:
        raise UnknownReference("unknown_note", target=name)
    return tuple(note.text[item.number_start : item.number_end] for item in facts.noted[name])


def derived(reference: Reference, facts: Facts) -> str | None:
    """The words of a reference; None when a number that it needs is not known. UnknownReference when it is wrong."""
    if reference.prefix == "note":
        return _of_note(reference, facts)
    if reference.prefix == "entry" and reference.derivation in (None, "last"):
        entry = entry_of(reference.target, facts)
        return entry.last if reference.derivation else entry.value
    prefix = "entry:" if reference.prefix == "entry" else ""
    subject = amount((f"{prefix}{target}" for target in reference.targets), facts)
    if reference.prefix == "last":
        subject = Amount(subject.before, None, subject.unit)
    return _computed(reference, subject, facts)


def _of_note(reference: Reference, facts: Facts) -> str:
    if reference.derivation is None and (note := facts.note_of.get(reference.target)):
        return note.text
    numbers = numbers_of_note(reference.target, facts)
    at = int(reference.argument or 0) if (reference.argument or "").isdigit() else 0
    if reference.derivation != "number" or not 0 < at <= len(numbers):
        raise UnknownReference("unknown_derivation", reference=reference, derivation=reference.derivation)
    return numbers[at - 1]


def _computed(reference: Reference, subject: Amount, facts: Facts) -> str | None:
    phrases, now, before = facts.phrases, subject.now, subject.before
    match reference.derivation:
        case None:
            return None if now is None else subject.size(now) if now >= 0 else show(now)
        case "unit":
            return None if now is None else f"{show(now)}{subject.unit}"
        case "phrase" if not reference.prefix and len(reference.targets) == 1:
            return None if now is None else phrases.wording(reference.target, now)
        case "change" | "diff":
            if now is None or before is None:
                return None
            size = subject.size(now - before)
            return size if reference.derivation == "diff" else phrases.changed(now - before, size, subject.unit)
        case "percent":
            if now is None or not before:
                return None
            return phrases.growing(percent(now - before, before, int(reference.argument or 1)))
        case "share" | "points" | "rest":
            return _compared(reference, subject, facts)
        case other:
            raise UnknownReference("unknown_derivation", reference=reference, derivation=other)


def _compared(reference: Reference, subject: Amount, facts: Facts) -> str | None:
    """A share, the move of a share, or a rest."""
    phrases, other = facts.phrases, amount(reference.others, facts)
    places = (reference.argument or "").partition("@")[2]
    if reference.derivation == "rest":
        left = None if subject.now is None or other.now is None else subject.now - other.now
        return None if left is None else show(left)
    now = _share(subject.now, other.before if reference.prefix == "last" else other.now, places)
    if reference.derivation == "share":
        return None if now is None else phrases.percentage(now)
    before = _share(subject.before, other.before, places)
    return None if now is None or before is None else phrases.moved(now - before)


def _share(part: Number | None, whole: Number | None, places: str) -> Decimal | None:
    return None if part is None or not whole else percent(part, whole, int(places) if places.isdigit() else 1)
