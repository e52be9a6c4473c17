"""The parts of the text that the form asks for."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.messages import both
from drafter.report import Place, Severity


def check_sections(matter: Matter) -> Iterator[Outcome]:
    """Sections that are empty and topics that are missing."""
    form = matter.form
    for section in form.sections:
        if section.kind == "tables":
            continue
        blocks = matter.filing.narrative.get(section.key, ())
        if not any(block.paragraphs for block in blocks):
            message = both(
                "findings.empty_section", heading=section.heading, key=form.english(section.heading, section.key)
            )
            yield EMPTY.failed(Place(section=section.key), message, source=form.definition.source)
            continue
        present = {block.topic for block in blocks}
        for topic in section.topics:
            if topic.key not in present:
                key = form.english(topic.heading, topic.key)
                message = both("findings.missing_topic", heading=topic.heading, section=section.heading, key=key)
                place = Place(section=section.key, topic=topic.key)
                yield TOPIC.failed(place, message, source=form.definition.source)


EMPTY = Rule("N1", Severity.ERROR, check_sections)
TOPIC = Rule("N2", Severity.WARNING, check_sections)
RULES = (EMPTY, TOPIC)
