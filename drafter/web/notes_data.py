"""The notes as the page shows them: by topic, with what each became in the text."""

from __future__ import annotations

from drafter.app.check import check_current
from drafter.app.options import ReportOptions
from drafter.case.current import Current, current
from drafter.case.folder import CaseFolder
from drafter.case.notes import notes_at, places_of
from drafter.case.results import CheckResult
from drafter.report import Note
from drafter.web.page_data import Data, places_of_note


def notes_data(case: CaseFolder) -> Data:
    """Every place of the form with its notes as text, and each note with the sentences that rest on it."""
    now = current(case)
    result = check_current(now, ReportOptions(case.form.key)) if now.drafted else None
    places = [*places_of(case)]
    extra = [(note.section, note.topic) for note in now.facts.notes]
    return {
        "places": [_place(place, now, result) for place in dict.fromkeys([*places, *extra])],
        "drafted": now.drafted is not None,
    }


def _place(place: tuple[str, str | None], now: Current, result: CheckResult | None) -> Data:
    section = now.case.form.section(place[0])
    topic = next((item for item in section.topics if item.key == place[1]), None)
    return {
        "section": place[0],
        "topic": place[1],
        "heading": topic.heading if topic else section.heading,
        "asks": topic.asks if topic else section.asks,
        "text": notes_at(now.case, place),
        "notes": [{"text": note.text, "said": _said(note, now, result)} for note in now.facts.notes_at(*place)],
    }


def _said(note: Note, now: Current, result: CheckResult | None) -> list[Data]:
    return list(places_of_note(note, now, result)) if result else []
