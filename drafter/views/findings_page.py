"""The check of a report as one page to print or send on: counts, findings, answers, what is open, the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drafter.case.decisions import Judged
from drafter.case.results import CheckResult
from drafter.drafting.merge import PREFACE
from drafter.drafting.open_places import open_places
from drafter.form import Form
from drafter.formats.html import page_template
from drafter.messages import say
from drafter.records import dataclass
from drafter.report import Narrative, Paragraph, Place
from drafter.views.counts import count_lines, findings_line, head_of
from drafter.views.names import cells_named

_COLUMNS = ("number", "severity", "message", "place", "source")
_EXCERPT = 20
"""Code points of the words by which a place in the text is shown."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A line of the page: a finding with its place, and the answer that it was given."""

    number: int
    severity: str
    head: str
    rule: str
    message: str
    related: tuple[str, ...]
    place: str
    link: str
    """The identity of the paragraph; empty for a place outside the text."""
    source: str
    answer: str


def findings_page(result: CheckResult, language: str) -> str:
    """The page."""
    form, narrative = result.form, Narrative(result.filing.narrative, result.form)
    rows = [(item, _row(item, result.names, form, language)) for item in result.judged]
    waiting = [row for item, row in rows if item.is_sentence and not item.is_decided]
    comments = [row for item, row in rows if item.is_comment and not item.is_decided]
    rest = [row for item, row in rows if not (item.is_sentence or item.is_comment or item.is_decided)]
    decided = [row for item, row in rows if item.is_decided]
    lists = [(say(language, "page.findings"), rest)]
    more = (("waiting", waiting), ("comments", comments), ("decided", decided))
    lists += [(say(language, f"page.{key}"), found) for key, found in more if found]
    return page_template("findings.html").render(
        language=language,
        title=result.filing.title or form.definition.name.in_language(language),
        counts=(*count_lines(result, language), findings_line(result.judged, language)),
        lists=lists,
        columns=[say(language, f"page.{name}") for name in _COLUMNS],
        open=_open(narrative),
        text=list(_text(narrative, [item.finding.place for item, _ in rows if not item.is_decided], form, language)),
        words={name: say(language, f"page.{name}") for name in ("findings", "none", "open", "text")},
    )


def _row(item: Judged, names: Mapping[str, str], form: Form, language: str) -> FindingRow:
    finding, place, decision = item.finding, item.finding.place, item.decision
    answer = ""
    if decision is not None:
        key = "summary.decision" if item.is_decided else "summary.decision_before"
        told = say(language, f"answers.{decision.answer.value}")
        answer = say(language, key, answer=told, by=decision.by, date=decision.date, reason=decision.reason)
    return FindingRow(
        item.number,
        finding.severity.value,
        head_of(item, language),
        finding.rule,
        finding.message.in_language(language) + cells_named(finding, names, language),
        tuple(text.in_language(language) for text in finding.related),
        _shown(place, form, language),
        _identity(place) if place.paragraph is not None else "",
        finding.source,
        answer,
    )


def _shown(place: Place, form: Form, language: str) -> str:
    """A place in words: the section and the words there, or the table of the cells."""
    if place.section is not None:
        words = (place.text or "")[:_EXCERPT]
        return f"{_heading(place.section, form, language)} {words}".strip()
    tables = dict.fromkeys(cell.partition(".")[0] for cell in place.cells)
    return " ".join(form.tables[key].definition.name for key in tables if key in form.tables)


def _heading(section: str, form: Form, language: str) -> str:
    if section == PREFACE:
        return say(language, "compare.preface")
    return next((item.heading for item in form.sections if item.key == section), "")


def _identity(place: Place) -> str:
    return f"p-{place.section}-{place.paragraph}"


def _open(narrative: Narrative) -> list[tuple[str, str]]:
    """Every open mark with the identity of its paragraph; a heading's is that of the section's first."""
    places = [item.place for item in narrative.passages for _ in item.marks]
    shown = [mark.shown for mark in open_places(narrative)]
    first = {item.place.section: item.place for item in reversed(narrative.paragraphs)}
    links = [_identity(place if place.paragraph is not None else first.get(place.section, place)) for place in places]
    return list(zip(shown, links, strict=True))


def _text(
    narrative: Narrative, told: Sequence[Place], form: Form, language: str
) -> Iterator[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]:
    """The sections with their paragraphs, each cut where a mark or a finding begins and ends."""
    spans: dict[tuple[str | None, int | None], list[tuple[int, int]]] = {}
    for place in told:
        if place.paragraph is not None and place.start is not None and place.end is not None:
            spans.setdefault((place.section, place.paragraph), []).append((place.start, place.end))
    for section in narrative.sections:
        own = [item for item in narrative.paragraphs if item.place.section == section]
        if own:
            lines = [
                (_identity(item.place), _cut(item, spans.get((section, item.place.paragraph), []))) for item in own
            ]
            yield _heading(section, form, language), lines


def _cut(paragraph: Paragraph, spans: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    edges = {0, len(paragraph.text), *(edge for span in (*paragraph.marks, *spans) for edge in span)}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(paragraph.text))
    pieces = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        found = any(a <= start and end <= b for a, b in spans)
        kind = "open" if paragraph.in_mark(start) else "told" if found else ""
        pieces.append((paragraph.text[start:end], kind))
    return pieces
