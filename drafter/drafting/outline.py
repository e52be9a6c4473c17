"""What a narrative must hold: every section and topic of the form, and every note."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from drafter.drafting.merge import PREFACE
from drafter.drafting.render import open_mark
from drafter.form import Form, SectionDefinition
from drafter.form.schema.form import TopicDefinition
from drafter.report import Block, Note, Sections
from drafter.report.references import Reference, escape

_CLOSING = "\u201d\u2019\u300d\u300f\uff09)\"'"


def with_notes(narrative: Sections, notes: Sequence[Note], form: Form) -> Sections:
    """The narrative with every note that it does not hold yet, verbatim under its topic, after what stands there."""
    present = "\n".join(text for blocks in narrative.values() for block in blocks for text in block.paragraphs)
    result = {key: tuple(blocks) for key, blocks in narrative.items()}
    for note in notes:
        reference = str(Reference(note.id, "note"))
        if reference not in present:
            text = reference + stop_behind(note, form)
            result[note.section] = _with_paragraph(result.get(note.section, ()), note.topic, text, form, note.section)
    return result


def stop_behind(note: Note, form: Form) -> str:
    """The sentence end that a note lacks; nothing for one that ends in one, perhaps inside a quotation or bracket."""
    end = note.text.rstrip(_CLOSING)[-1:]
    return "" if not end or end in form.sentence_end else form.sentence_end[0]


def _with_paragraph(
    blocks: tuple[Block, ...], topic: str | None, text: str, form: Form, section: str
) -> tuple[Block, ...]:
    for index in range(len(blocks) - 1, -1, -1):
        if blocks[index].topic == topic:
            grown = replace(blocks[index], paragraphs=(*blocks[index].paragraphs, text))
            return (*blocks[:index], grown, *blocks[index + 1 :])
    heading = next((item.heading for item in form.section(section).topics if item.key == topic), None)
    return (*blocks, Block((text,), heading, topic))


def without_notes(narrative: Sections, notes: Sequence[Note], form: Form) -> Sections:
    """The narrative without the paragraphs and sentences that are nothing but one of these notes."""
    ends = f"[{re.escape(form.sentence_end)}]"
    gone = (
        re.escape(str(Reference(note.id, "note"))) + (f"(?:{ends}|$)" if stop_behind(note, form) else "")
        for note in notes
    )
    sentence = re.compile(f"(?:^|(?<={ends}))(?:{'|'.join(gone) or '(?!)'})")
    return {
        key: tuple(replace(block, paragraphs=_kept(block.paragraphs, sentence)) for block in blocks)
        for key, blocks in narrative.items()
    }


def _kept(paragraphs: Sequence[str], gone: re.Pattern[str]) -> tuple[str, ...]:
    left = ((text, gone.sub("", text)) for text in paragraphs)
    return tuple(rest for text, rest in left if rest or not text)


def complete_narrative(narrative: Sections, form: Form, notes: Sequence[Note] = ()) -> Sections:
    """The narrative with a request for every section and topic about which neither it nor a note says anything."""
    told = {(note.section, note.topic) for note in notes}
    result = {PREFACE: tuple(narrative.get(PREFACE, ()))}
    for section in form.sections:
        blocks = tuple(narrative.get(section.key, ()))
        if section.kind == "tables":
            if blocks:
                result[section.key] = blocks
            continue
        result[section.key] = _completed(blocks, section, form, told)
    return result


def _completed(
    blocks: tuple[Block, ...], section: SectionDefinition, form: Form, told: Collection[tuple[str, str | None]]
) -> tuple[Block, ...]:
    if not any(block.paragraphs for block in blocks):
        asked = () if (section.key, None) in told or not section.asks else (escape(open_mark(section.asks, form)),)
        texts = section.skeleton or asked
        blocks = (*blocks, Block(tuple(texts))) if texts else blocks
    present = {block.topic for block in blocks}
    missing = [topic for topic in section.topics if topic.key not in present]
    return (*blocks, *(_asked(topic, form, told=(section.key, topic.key) in told) for topic in missing))


def _asked(topic: TopicDefinition, form: Form, *, told: bool) -> Block:
    asks = () if told else (escape(open_mark(topic.asks, form)),)
    return Block((*topic.skeleton, *asks), topic.heading, topic.key)
