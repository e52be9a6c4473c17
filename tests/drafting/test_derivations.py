"""What a reference comes to: numbers, changes, shares and rests, or nothing where a number they need is not known."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from drafter.drafting.derivations import amount, derived, numbers_of_note
from drafter.errors import UnknownReference
from drafter.form import Form
from drafter.report.facts import Entry, Facts, facts_of
from drafter.report.filing import Figure, Filing
from drafter.report.notes import Note
from drafter.report.references import Reference, parse

NEW, GRANTED, PART = "requests.new.total", "requests.granted.total", "requests.partially_granted.total"
NOTE = Note("overview.platform.1", "overview", "platform", "培训讲解员40余人次，印发手册2种")


def entry(name: str, value: str | None, last: str = "4630", unit: str = "条") -> Entry:
    return Entry(name, "overview", "proactive", "", last, unit, value)


def facts(form: Form, now: Mapping[str, Figure], before: Mapping[str, Figure] | None = None, *entries: Entry) -> Facts:
    last = Filing(form.key, before) if before is not None else None
    return facts_of(form, now, last=last, notes=[NOTE], entries=entries)


def said(text: str, known: Facts) -> str | None:
    (reference,) = parse(text)
    assert isinstance(reference, Reference)
    return derived(reference, known)


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        (f"{{{NEW}}}", "150"),
        (f"{{{NEW}|unit}}", "150件"),
        (f"{{last:{NEW}}}", "120"),
        (f"{{{GRANTED}+{PART}}}", "76"),
        (f"{{{NEW}|diff}}", "30"),
        (f"{{{NEW}|percent}}", "增长25%"),
        (f"{{{GRANTED}|share:{NEW}}}", "40.7%"),
        (f"{{{GRANTED}|share:{NEW}@2}}", "40.67%"),
        (f"{{last:{GRANTED}|share:{NEW}}}", "49.2%"),
        (f"{{{GRANTED}|points:{NEW}}}", "下降8.5个百分点"),
        (f"{{{NEW}|rest:{GRANTED}+{PART}}}", "74"),
    ],
)
def test_a_figure_and_what_is_computed_from_it(reference: str, words: str, form: Form) -> None:
    known = facts(form, {NEW: 150, GRANTED: 61, PART: 15}, {NEW: 120, GRANTED: 59, PART: 0})
    assert said(reference, known) == words


@pytest.mark.parametrize("derivation", ["change", "diff", "percent", f"points:{GRANTED}"])
def test_without_last_year_there_is_no_change(derivation: str, form: Form) -> None:
    assert said(f"{{{NEW}|{derivation}}}", facts(form, {NEW: 150, GRANTED: 60})) is None


@pytest.mark.parametrize("derivation", ["", "|unit", "|phrase", "|change", f"|share:{GRANTED}", f"|rest:{GRANTED}"])
def test_of_a_blank_nothing_is_said(derivation: str, form: Form) -> None:
    assert said(f"{{{NEW}{derivation}}}", facts(form, {NEW: None, GRANTED: 60}, {NEW: 120})) is None


def test_growth_from_nothing_and_the_share_of_nothing_are_not_said(form: Form) -> None:
    known = facts(form, {NEW: 3, GRANTED: 0}, {NEW: 0})
    assert said(f"{{{NEW}|percent}}", known) is None and said(f"{{{NEW}|share:{GRANTED}}}", known) is None


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("{entry:e}", "4905"),
        ("{entry:e|last}", "4630"),
        ("{entry:e|diff}", "275"),
        ("{entry:e|percent}", "增长5.9%"),
        ("{entry:big|diff}", "0.3万"),
        ("{entry:vague}", "2100余"),
        ("{entry:vague|diff}", None),
        ("{entry:open}", None),
    ],
)
def test_an_entry_is_said_as_it_was_typed_and_computed_with_if_it_is_exact(
    reference: str, words: str | None, form: Form
) -> None:
    entries = (
        entry("e", "4905"),
        entry("big", "1.2万", "0.9万"),
        entry("vague", "2100余", "2000"),
        entry("open", None),
    )
    assert said(reference, facts(form, {}, None, *entries)) == words


def test_a_note_is_said_whole_or_by_its_numbers(form: Form) -> None:
    known = facts(form, {})
    assert said(f"{{note:{NOTE.id}}}", known) == NOTE.text
    assert said(f"{{note:{NOTE.id}|number:1}}", known) == "40余" and numbers_of_note(NOTE.id, known)[1] == "2"


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        ("{requests.nothing.total}", "unknown_cell"),
        ("{entry:nothing}", "unknown_entry"),
        ("{note:nothing}", "unknown_note"),
        ("{note:nothing|number:1}", "unknown_note"),
        (f"{{note:{NOTE.id}|number:3}}", "unknown_derivation"),
        (f"{{note:{NOTE.id}|number:x}}", "unknown_derivation"),
        (f"{{{NEW}|twice}}", "unknown_derivation"),
        (f"{{{NEW}|share:requests.nothing.total}}", "unknown_cell"),
    ],
)
def test_what_is_not_there_is_an_error_that_says_so(reference: str, key: str, form: Form) -> None:
    with pytest.raises(UnknownReference) as caught:
        said(reference, facts(form, {NEW: 1}, {NEW: 1}))
    assert caught.value.key == key


def test_an_amount_of_several_is_known_if_all_are(form: Form) -> None:
    known = facts(form, {NEW: 3, GRANTED: None}, {NEW: 1, GRANTED: 1})
    found = amount((NEW, GRANTED), known)
    assert (found.now, found.before) == (None, 2)
