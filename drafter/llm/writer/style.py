"""How last year's text is written, in a few lines that a person can read and change: `style.md` of a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median

from drafter.messages import say
from drafter.report import Facts, Narrative

_OPENING = 2
"""Characters of a sentence's beginning that are counted."""
_OFTEN = 2
"""How often a beginning must be met to be told."""


def style_of(facts: Facts) -> str:
    """A style file from last year's report; empty where there is none."""
    return "".join(f"- {line}\n" for line in _lines(facts)) if facts.last else ""


def _lines(facts: Facts) -> Iterator[str]:
    form = facts.form
    assert facts.last is not None
    language = form.definition.language
    written = {key: blocks for key, blocks in facts.last.narrative.items() if key in {s.key for s in form.sections}}
    paragraphs = Narrative(written, form).paragraphs
    sentences = [item.text.strip() for paragraph in paragraphs for item in paragraph.sentences if item.text.strip()]
    if not sentences:
        return
    lengths = sorted(map(len, sentences))
    yield say(language, "style.lengths", usual=int(median(lengths)), longest=lengths[-1])
    headings = [block.heading for blocks in written.values() for block in blocks if block.heading]
    if headings:
        yield say(language, "style.topics", topics=say(language, "style.between").join(headings))
    if any(facts.phrases.item.search(paragraph.text) for paragraph in paragraphs):
        yield say(language, "style.items")
    openings = Counter(text[:_OPENING] for text in sentences if not text[:1].isdigit())
    often = [words for words, count in openings.most_common(5) if count >= _OFTEN]
    if often:
        yield say(language, "style.openings", words=say(language, "style.between").join(often))
