"""Vouching: what stands behind every sentence of a narrative, whoever wrote it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from drafter.report import Facts, Narrative, Paragraph, Place, Sentence
from drafter.report.recent import Recent
from drafter.statements import Account
from drafter.vouching.examined import Examiner
from drafter.vouching.judge import Judge
from drafter.vouching.records import Backing, SentenceVouching, Vouching, Why
from drafter.vouching.second import with_second
from drafter.vouching.sources import sources_of
from drafter.vouching.stated import Key, Stated, StatedBy, stated_in
from drafter.vouching.support import Setting
from drafter.vouching.words import VouchingLexicon, lexicon_of

__all__ = ["Backing", "VouchingLexicon", "SentenceVouching", "Vouching", "Why", "lexicon_of", "vouch", "with_second"]


def vouch(narrative: Narrative, facts: Facts, account: Account, *, own: Collection[Place] = ()) -> Vouching:
    """What stands behind every sentence outside open marks.

    Nothing where the form has no words for vouching, or where there is neither last year's report nor a note.

    `own` are places of text that a person wrote: a sentence that lies in one is vouched for by that person, except for
    what it states about the figures.
    """
    lexicon = lexicon_of(facts.form)
    if lexicon is None or not (facts.last or facts.notes):
        return Vouching()
    judge, known = _RECENT.get(facts) or (Judge(Examiner(facts, lexicon), sources_of(facts, lexicon)), {})
    stated = stated_in(account, facts)
    typed: dict[Key, list[Place]] = {}
    for place in own:
        typed.setdefault((place.section, place.paragraph), []).append(place)
    problems = {section.key for section in facts.form.sections if section.kind == "problems"}
    judged: dict[_Grounds, tuple[SentenceVouching, ...]] = {}
    turned = False
    for paragraph in narrative.paragraphs:
        key = paragraph.place.section, paragraph.place.paragraph
        said, written = stated.paragraphs.get(key, ()), typed.get(key, ())
        grounds = _Grounds(paragraph.place, paragraph.text, tuple(said), tuple(written), key[0] in problems, turned)
        before = known.get(grounds)
        judged[grounds] = tuple(_sentences(judge, paragraph, stated, grounds)) if before is None else before
        turned = grounds.problems and (turned or any(_turns(judge, sentence) for sentence in paragraph.sentences))
    _RECENT.keep(facts, (judge, judged))
    return Vouching(tuple(item for sentences in judged.values() for item in sentences))


class _Grounds(NamedTuple):
    """All that the judgement of a paragraph rests on besides the facts."""

    place: Place
    text: str
    said: tuple[Stated, ...]
    own: tuple[Place, ...]
    problems: bool
    """Whether it stands in the section in which a body tells its problems, ..."""
    turned: bool
    """... behind words that turn to what will be done about them."""


_RECENT: Recent[tuple[Judge, Mapping[_Grounds, tuple[SentenceVouching, ...]]]] = Recent()
"""What was said of each paragraph of the report that was judged last under some facts."""


def _sentences(judge: Judge, paragraph: Paragraph, stated: StatedBy, grounds: _Grounds) -> Iterator[SentenceVouching]:
    key, turned = (paragraph.place.section, paragraph.place.paragraph), grounds.turned
    for sentence in paragraph.sentences:
        part = Setting.TEXT if not grounds.problems else Setting.MEASURES if turned else Setting.PROBLEMS
        said = stated.within(key, sentence.start, sentence.end)
        item = judge.judge(paragraph, sentence, said, grounds.own, part)
        if item:
            yield item
        turned = turned or _turns(judge, sentence)


def _turns(judge: Judge, sentence: Sentence) -> bool:
    return judge.examiner.lexicon.progress.planned.search(sentence.text) is not None
