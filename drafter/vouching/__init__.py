"""Vouching: what stands behind every sentence of a narrative, whoever wrote it."""

from __future__ import annotations

from collections.abc import Collection

from drafter.report import Facts, Narrative, Place
from drafter.statements import Account
from drafter.vouching.examined import Examiner
from drafter.vouching.judge import Judge
from drafter.vouching.records import Backing, SentenceVouching, Vouching, Why
from drafter.vouching.second import with_second
from drafter.vouching.sources import sources_of
from drafter.vouching.stated import stated_in
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
    judge = Judge(Examiner(facts, lexicon), sources_of(facts, lexicon))
    stated = stated_in(account, facts)
    typed: dict[tuple[str | None, int | None], list[Place]] = {}
    for place in own:
        typed.setdefault((place.section, place.paragraph), []).append(place)
    problems = {section.key for section in facts.form.sections if section.kind == "problems"}
    found: list[SentenceVouching] = []
    turned = False
    for paragraph in narrative.paragraphs:
        key = paragraph.place.section, paragraph.place.paragraph
        for sentence in paragraph.sentences:
            part = Setting.TEXT if key[0] not in problems else Setting.MEASURES if turned else Setting.PROBLEMS
            said = stated.within(key, sentence.start, sentence.end)
            item = judge.judge(paragraph, sentence, said, typed.get(key, ()), part)
            found += [item] if item else []
            turned = key[0] in problems and (turned or lexicon.progress.planned.search(sentence.text) is not None)
    return Vouching(tuple(found))
