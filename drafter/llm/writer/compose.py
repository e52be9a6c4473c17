"""A writer's answers to sentences, and the sentences that stand to the narrative of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from drafter.drafting.render import open_mark
from drafter.llm.writer.answer import OmissionAnswer, ParagraphAnswer, ProblemAnswer, ReportAnswer, RevisionAnswer
from drafter.llm.writer.coverage import numbered_anew
from drafter.llm.writer.material import Material, Names, Part, names_of
from drafter.llm.writer.sentences import WrittenSentence, split
from drafter.records import dataclass
from drafter.report import Block, Edit, Narrative, Sections, open_marks, splice
from drafter.report.references import Reference, escape, parse
from drafter.statements import bind
from drafter.vouching import Backing, vouch


@dataclass(frozen=True, slots=True)
class WriterAnswers:
    """What a model told in all: sentences, what became of last year's problems, what it left out."""

    sentences: tuple[WrittenSentence, ...]
    problems: tuple[ProblemAnswer, ...] = ()
    omitted: tuple[OmissionAnswer, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept; personal data is masked in it."""
        return {
            "sentences": [
                {"place": item.part.key, "paragraph": item.paragraph, "text": item.raw, "sources": list(item.sources)}
                for item in self.sentences
            ],
            "last_problems": [item.model_dump() for item in self.problems],
            "omitted": [item.model_dump() for item in self.omitted],
        }


def told_of(answer: ReportAnswer, parts: Sequence[Part], names: Names, material: Material) -> WriterAnswers:
    """A model's answer as sentences; a paragraph at no place of the report goes to the first one asked for."""
    found: list[WrittenSentence] = []
    for paragraph in answer.paragraphs:
        found += _sentences(paragraph, parts, found, names, material)
    return WriterAnswers(numbered_anew(found), answer.last_problems, answer.omitted)


def _sentences(
    paragraph: ParagraphAnswer,
    parts: Sequence[Part],
    before: Sequence[WrittenSentence],
    names: Names,
    material: Material,
) -> list[WrittenSentence]:
    part = next((part for part in parts if part.key == paragraph.place.strip()), parts[0])
    ordinal = max((item.paragraph for item in before if item.part.key == part.key), default=-1) + 1
    sources = tuple(names.source(source) for source in paragraph.sources)
    texts = split(_without_heading(paragraph.text, part), material.form)
    return [WrittenSentence(0, part, ordinal, text, sources) for text in texts]


def _without_heading(text: str, part: Part) -> str:
    """A paragraph without the heading of its place, which the program writes."""
    plain = text.strip().lstrip("#").strip()
    return plain[len(part.heading) :].lstrip() if part.heading and plain.startswith(part.heading) else plain


def read_told(data: Mapping[str, Any], material: Material) -> WriterAnswers:
    """What a model told as it was kept; LookupError, TypeError or ValueError when it was not kept so."""
    found = []
    for item in data["sentences"]:
        part = material.part(item["place"])
        if part is None:
            raise LookupError(item["place"])
        found.append(WrittenSentence(0, part, int(item["paragraph"]), str(item["text"]), tuple(item["sources"])))
    problems = tuple(ProblemAnswer.model_validate(item) for item in data["last_problems"])
    omitted = tuple(OmissionAnswer.model_validate(item) for item in data["omitted"])
    return WriterAnswers(numbered_anew(found), problems, omitted)


def revised(told: WriterAnswers, answer: RevisionAnswer, parts: Sequence[Part], material: Material) -> WriterAnswers:
    """What was told, with the sentences that came back replaced or withdrawn, and what was added."""
    names, new = names_of(material.facts), {item.number: item.text.strip() for item in answer.replacements}
    found: list[WrittenSentence] = []
    for item in told.sentences:
        if item.number not in new:
            found.append(item)
            continue
        texts = split(new[item.number], material.form) if new[item.number] else ()
        found += [WrittenSentence(0, item.part, item.paragraph, text, item.sources) for text in texts]
    for addition in answer.additions:
        more = _sentences(addition, parts, (), names, material)
        for item in more:
            last = max((one.paragraph for one in found if one.part.key == item.part.key), default=0)
            found.append(WrittenSentence(0, item.part, last, item.raw, item.sources))
    accounted = {item.number for item in answer.last_problems}
    problems = (*(item for item in told.problems if item.number not in accounted), *answer.last_problems)
    return WriterAnswers(numbered_anew(found), problems, (*told.omitted, *answer.omitted))


def narrative_of(sentences: Iterable[WrittenSentence], material: Material, unwritten: Mapping[str, str]) -> Sections:
    """The narrative of a draft: the plan with the written places in place of last year's; `unwritten` says why some
    place stands open."""
    standing = list(sentences)
    sections = {key: tuple(blocks) for key, blocks in material.plan.items()}
    for section in dict.fromkeys(part.section for part in material.parts):
        sections[section] = tuple(
            _block(part, standing, material, unwritten.get(part.key))
            for part in material.parts
            if part.section == section
        )
    return MappingProxyType(sections)


def _block(part: Part, standing: Sequence[WrittenSentence], material: Material, why: str | None) -> Block:
    own = [item for item in standing if item.part.key == part.key]
    numbers = sorted({item.paragraph for item in own})
    texts = ["".join(_settled(item, material) for item in own if item.paragraph == number) for number in numbers]
    if why is not None:
        texts.insert(0, escape(open_mark(why, material.form)))
    if not texts and part.asks:
        texts = [escape(open_mark(part.asks, material.form))]
    old = next(
        (
            block
            for block in material.plan.get(part.section, ())
            if (block.topic, block.heading) == (part.topic, part.heading)
        ),
        None,
    )
    return Block(tuple(texts), part.heading, part.topic, old.run_in if old else False)


def _settled(sentence: WrittenSentence, material: Material) -> str:
    """A sentence's draft text with set phrases that only a person can vouch for in open marks."""
    return "".join(
        str(piece) if isinstance(piece, Reference) else _opened(escape(piece), sentence.part, material)
        for piece in parse(sentence.text)
    )


def _opened(text: str, part: Part, material: Material) -> str:
    marks = list(open_marks(text, material.form))
    edits = []
    for pattern in material.facts.phrases.unsettled:
        for match in pattern.finditer(text):
            inside = any(start <= match.start() < end for start, end in marks)
            if not inside and not _is_said(match.group(), part, material):
                edits.append(Edit(match.start(), match.end(), open_mark(match.group(), material.form)))
    return splice(text, edits)


def _is_said(phrase: str, part: Part, material: Material) -> bool:
    """Whether a set phrase is one of the user's, stands in a note, or says in other words what one tells."""
    facts = material.facts
    if any(phrase in said for said in (*material.formulas, *(note.text for note in facts.notes))):
        return True
    alone = Narrative({part.section: (Block((phrase,), part.heading, part.topic),)}, material.form)
    found = vouch(alone, facts, bind(alone, facts)).sentences
    return bool(found) and all(
        item.state is Backing.VOUCHED and any(source.startswith("note:") for source in item.by) for item in found
    )
