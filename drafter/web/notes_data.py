"""The notes as the page shows them: by topic, with what each became in the text."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.app.check import check_current
from drafter.app.options import ReportOptions
from drafter.case.current import Current, current
from drafter.case.folder import CaseFolder
from drafter.case.notes import notes_at, places_of
from drafter.case.results import CheckResult
from drafter.report import Narrative, Note
from drafter.web.page_data import Data


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
        "notes": [{"text": note.text, "said": list(_said(note, now, result))} for note in now.facts.notes_at(*place)],
    }


def _said(note: Note, now: Current, result: CheckResult | None) -> Iterator[Data]:
    """Where a note stands in the text: word by word, or in sentences that it vouches for."""
    if result is None:
        return
    resting = {
        (item.place.section, item.place.paragraph): item.text
        for item in reversed(result.checked.vouching.sentences)
        if f"note:{note.id}" in item.by
    }
    for passage in Narrative(result.filing.narrative, now.case.form).passages:
        where = (passage.place.section, passage.place.paragraph)
        text = note.text if note.text in passage.text else resting.get(where)
        if text is not None:
            yield {"section": where[0], "paragraph": where[1], "text": text}
