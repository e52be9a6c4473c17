"""What a run comes to: the sentences that stand, what the program says itself, what was kept out, and the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from drafter.llm import AskFailed, Usage
from drafter.llm.writer.compose import WriterAnswers, narrative_of, read_told
from drafter.llm.writer.coverage import Coverage, numbered_anew
from drafter.llm.writer.journal import failed_record
from drafter.llm.writer.material import Material, references_in
from drafter.llm.writer.prove import Prover
from drafter.llm.writer.records import ModelNarrative
from drafter.llm.writer.requests import Prepared
from drafter.llm.writer.sentences import WrittenSentence, shortened
from drafter.messages import error_text, say

_PASSES = 4
"""How often what stands is judged again after something was taken out, which can change what its neighbours say."""
_BEGINNING = 60
"""Characters shown of an answer that could not be used."""


def result_of(
    prepared: Prepared, model: str, done: Mapping[str, Mapping[str, Any]], failed: Mapping[str, AskFailed]
) -> ModelNarrative:
    """The narrative of finished requests; places of failed ones stand open."""
    material, language = prepared.material, prepared.material.form.definition.language
    told = _joined([read_told(done[request.key], material) for request in prepared.requests if request.key in done])
    coverage = Coverage(material)
    standing, out = _proven(told, Prover(material, prepared.masker), coverage)
    gaps = coverage.gaps(standing, material.parts, omitted=told.omitted, problems=told.problems)
    filled = coverage.filled(standing, gaps, out)
    required = coverage.gaps(filled, material.parts).required
    whole = coverage.marked(filled, replace(gaps, required=required))
    unwritten = {
        part.key: _why(part.label, failed[request.key], language)
        for request in prepared.requests
        if request.key in failed
        for part in request.parts
    }
    replies = tuple(
        {"key": request.key} | dict(done[request.key]) for request in prepared.requests if request.key in done
    )
    lost = tuple(
        {"key": request.key} | failed_record(request, failed[request.key], language)
        for request in prepared.requests
        if request.key in failed
    )
    return ModelNarrative(
        narrative_of(whole, material, unwritten),
        model,
        replies,
        whole,
        out,
        sum(len(item["returned"]) for item in replies),
        gaps,
        *_unsaid(whole, material),
        told.omitted,
        told.problems,
        prepared.masked,
        lost,
        sum((Usage(**item["usage"]) for item in (*replies, *lost)), Usage()),
        sum(item.get("seconds", 0.0) for item in replies),
        len(material.facts.notes),
    )


def _joined(told: Sequence[WriterAnswers]) -> WriterAnswers:
    return WriterAnswers(
        numbered_anew(item for one in told for item in one.sentences),
        tuple(item for one in told for item in one.problems),
        tuple(item for one in told for item in one.omitted),
    )


def _proven(
    told: WriterAnswers, prover: Prover, coverage: Coverage
) -> tuple[tuple[WrittenSentence, ...], tuple[WrittenSentence, ...]]:
    """The sentences that stand, and those that do not."""
    out: list[WrittenSentence] = []
    standing = told.sentences
    for _ in range(_PASSES):
        proven = {item.number: item for item in prover.prove(standing).sentences}
        for sentence, reason in coverage.unfounded(list(proven.values()), told.problems):
            proven[sentence.number] = proven[sentence.number].against(reason)
        refused = [item for item in proven.values() if item.refused]
        kept = {item.number: shorter for item in refused if (shorter := shortened(item, prover.facts.form))}
        out += [item for item in refused if item.number not in kept]
        standing = tuple(
            kept.get(item.number, item) for item in proven.values() if not item.refused or item.number in kept
        )
        if not refused:
            break
    return standing, tuple(sorted(out, key=lambda item: item.number))


def _why(heading: str, error: AskFailed, language: str) -> str:
    """Why a place stands open, and how the answer began."""
    text = " ".join((error.attempts[-1].text if error.attempts else "").split())[:_BEGINNING]
    begun = say(language, "writing.begun", text=text) if text else ""
    return say(language, "writing.unwritten", heading=heading, reason=error_text(language, error), begun=begun)


def _unsaid(sentences: Sequence[WrittenSentence], material: Material) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Entries that stand nowhere, not even in the program's own words: those typed, and those not typed yet."""
    references = references_in(item.text for item in sentences)
    stated = {name for ref in references if ref.prefix == "entry" for name in ref.targets}
    unsaid = [entry for entry in material.facts.entries if entry.id not in stated]
    return tuple(item.id for item in unsaid if item.value), tuple(item.id for item in unsaid if not item.value)


def record_of(written: ModelNarrative, language: str) -> dict[str, Any]:
    """How a narrative came about, as JSON; of what was masked only the ends are shown."""
    return {
        "model": written.model,
        "usage": asdict(written.usage),
        "seconds": round(written.seconds, 3),
        "sentences": [
            {
                "place": item.part.key,
                "text": item.raw,
                "sources": list(item.sources),
                "program": item.by_program,
                "vouched": item.vouched,
                "by": list(item.backing.by) if item.backing else [],
                "words": list(item.backing.words) if item.backing else [],
            }
            for item in written.sentences
        ],
        "out": [
            {"place": item.part.key, "text": item.raw, "reasons": [reason.text(language) for reason in item.reasons]}
            for item in written.out
        ],
        "omitted": [item.model_dump() for item in written.omitted],
        "last_problems": [item.model_dump() for item in written.problems],
        "unsaid": list(written.unsaid),
        "masked": [
            {"kind": item.kind, "where": item.where, "token": item.token, "shown": item.shown}
            for item in written.masked
        ],
        "replies": [dict(item) for item in written.replies],
        "failed": [dict(item) for item in written.failed],
    }
