"""Sentences of a draft that nothing vouches for, or that their sources contradict: each waits for a person."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.messages import Text, both
from drafter.report import Finding, Place, Severity
from drafter.statements import State
from drafter.vouching import Backing


def check_vouched(matter: Matter) -> Iterator[Outcome]:
    """Every sentence; where nothing can vouch (no report of last year, no note), every one with an unproved number."""
    for item in matter.vouching.sentences:
        if item.state is Backing.VOUCHED:
            yield UNVOUCHED.held()
        else:
            rule = UNVOUCHED if item.state is Backing.UNVOUCHED else CONTRADICTED
            yield _waiting(rule, item.place, item.text, item.why, item.words)
    if not matter.vouching.sentences:
        yield from _unproved(matter)


def _unproved(matter: Matter) -> Iterator[Outcome]:
    found: dict[tuple[Place, int], list[str]] = {}
    for binding in matter.account.bindings:
        paragraph, start = matter.account.paragraphs[binding.where], binding.quantity.start
        if binding.state is State.OPEN and not paragraph.in_mark(start):
            found.setdefault((binding.where, paragraph.sentence_at(start).start), []).append(binding.quantity.text)
    for (where, start), numbers in found.items():
        paragraph = matter.account.paragraphs[where]
        sentence = paragraph.sentence_at(start)
        words = Text("\u3001".join(numbers), ", ".join(numbers))
        why = both("vouching.open", words=words)
        yield _waiting(UNVOUCHED, paragraph.at(start, sentence.end), sentence.text.strip(), why, numbers)


def _waiting(rule: Rule, place: Place, text: str, why: Text, words: Sequence[str]) -> Outcome:
    whole = Place(place.section, place.topic, place.paragraph, place.start, place.end, text)
    return rule.failed(whole, both("findings.waiting", text=text, why=why), found=" ".join(words))


class SentencesAt:
    """Findings about whole sentences, by their place: which of them another finding is a part of."""

    def __init__(self, sentences: Iterable[Finding]) -> None:
        """Of these findings; sentences of one paragraph do not overlap, but several findings may be about one."""
        self._at: dict[tuple[str | None, int | None], dict[int, list[Finding]]] = {}
        for item in sentences:
            place = item.place
            by_start = self._at.setdefault((place.section, place.paragraph), {})
            by_start.setdefault(place.start or 0, []).append(item)
        self._starts = {where: sorted(by_start) for where, by_start in self._at.items()}

    def around(self, finding: Finding) -> list[Finding]:
        """Those about the sentence in which a finding begins."""
        where, start = (finding.place.section, finding.place.paragraph), finding.place.start or 0
        if finding.place.paragraph is None or where not in self._at:
            return []
        index = bisect_right(self._starts[where], start) - 1
        found = self._at[where][self._starts[where][index]] if index >= 0 else []
        return [item for item in found if start < (item.place.end or 0)]


UNVOUCHED = Rule("V1", Severity.WARNING, check_vouched)
CONTRADICTED = Rule("V2", Severity.WARNING, check_vouched)
RULES = (UNVOUCHED, CONTRADICTED)
CODES = frozenset(rule.code for rule in RULES)
