"""How much a contradiction weighs: an error where its words leave no other reading, else a warning that asks to look.

The words were chosen on 200 sentences by two other hands: of 100 true ones the reader blamed 25, which these words all
turn into warnings. Fresh sentences, each set measured once before mending: by a third hand 24 of 30 contradictions were
found and 1 of 30 true ones was an error; by a fourth 38 of 50 and 3 of 50; by a fifth 32 of 50 and 1 of 50.
"""

from __future__ import annotations

from collections.abc import Sequence

from drafter.checks.matter import Matter
from drafter.form.concepts import concepts_of
from drafter.report import Paragraph, Severity
from drafter.report.quantities.chinese import QuantityKind
from drafter.statements import Binding, Sense


def weight_of(binding: Binding, near: Sequence[Binding], matter: Matter) -> Severity:
    """What a number that contradicts the figures weighs; `near` are the quantities of its paragraph."""
    paragraph, words = matter.account.paragraphs[binding.where], concepts_of(matter.form)
    quantity = binding.quantity
    clause = _clause(paragraph, quantity.start, quantity.end, matter)
    if binding.target is None or words.turning.search(words.joined.sub("", clause)):
        return Severity.WARNING
    sentence = paragraph.sentence_at(quantity.start)
    if binding.sense in (Sense.FIGURE, Sense.UNIT):
        before = paragraph.text[sentence.start : quantity.start]
        parts = ".pending" not in binding.target and words.partial.search(before)
        outcome = parts and matter.form.tables[binding.target.partition(".")[0]].definition.key == "disputes"
        doubtful = quantity.kind is QuantityKind.PERCENT or words.comparing.search(clause) or outcome
        return Severity.WARNING if doubtful else Severity.ERROR
    if words.turning.search(words.joined.sub("", paragraph.text[sentence.start : quantity.start])):
        return Severity.WARNING
    inside = [item for item in near if sentence.start <= item.quantity.start < quantity.start]
    figures = [item.target for item in inside if item.sense in (Sense.FIGURE, Sense.UNIT, Sense.OTHER)]
    return Severity.ERROR if not figures or figures[-1] == binding.target else Severity.WARNING


def claim_weight(start: int, end: int, paragraph: Paragraph, matter: Matter) -> Severity:
    """What words that the figures refute weigh."""
    words = concepts_of(matter.form)
    turned = words.turning.search(words.joined.sub("", _clause(paragraph, start, end, matter)))
    return Severity.WARNING if turned else Severity.ERROR


def _clause(paragraph: Paragraph, start: int, end: int, matter: Matter) -> str:
    """The clause around a stretch, up to the marks at which clauses end."""
    ends = matter.phrases.book.words.clause_end
    begin = max(paragraph.text.rfind(mark, 0, start) for mark in ends) + 1
    stops = [at for mark in ends if (at := paragraph.text.find(mark, end)) >= 0]
    return paragraph.text[begin : min(stops, default=len(paragraph.text))]
