"""What was read before is not read again, and comes to the same as if it were."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from drafter.form import load_form
from drafter.recognition.files import read_report
from drafter.report import Facts, Filing, Narrative, Sections, facts_for
from drafter.report.recent import Recent
from drafter.statements import Account, bind, remembered
from drafter.vouching import Vouching, vouch

FORM = load_form("disclosure-2021")
LAST = read_report(Path(__file__).resolve().parents[2] / "examples" / "last-year.txt", FORM).filing
TYPED = ("今年受理申请3件。", "其中网络申请1件，", "没有收到举报。", "此项工作另行安排。", "7", "件", "，", "。")


def facts() -> Facts:
    """Facts that are made anew each time, with the numbers of last year's text as entries."""
    from drafter.drafting.revise import entries_of

    entries = entries_of(LAST, FORM, LAST.year)
    made = facts_for(replace(LAST, figures=dict(LAST.figures)), FORM, last=LAST)
    return replace(made, typed={entry.id: entry.last for entry in entries}).with_entries(entries)


def edited(filing: Filing, chance: random.Random) -> Sections:
    """The narrative with something typed into one paragraph, taken out of it, or a paragraph moved."""
    section = chance.choice([key for key, blocks in filing.narrative.items() if blocks])
    blocks = list(filing.narrative[section])
    at = chance.randrange(len(blocks))
    texts = list(blocks[at].paragraphs) or [""]
    place = chance.randrange(len(texts))
    cut = chance.randrange(len(texts[place]) + 1)
    if chance.random() < 0.2:
        texts.insert(chance.randrange(len(texts) + 1), texts.pop(place))
    elif chance.random() < 0.3:
        texts[place] = texts[place][:cut] + texts[place][cut + 5 :]
    else:
        texts[place] = texts[place][:cut] + chance.choice(TYPED) + texts[place][cut:]
    blocks[at] = replace(blocks[at], paragraphs=tuple(texts))
    return {**filing.narrative, section: tuple(blocks)}


def read(narrative: Sections, known: Facts) -> tuple[Account, Vouching]:
    text = Narrative(narrative, FORM)
    account = bind(text, known)
    return account, vouch(text, known, account)


@pytest.mark.parametrize("seed", range(3))
def test_an_edited_text_says_what_it_says_when_it_is_read_for_the_first_time(
    seed: int,
) -> None:
    chance = random.Random(seed)
    filing = LAST
    for _ in range(12):
        filing = replace(filing, narrative=edited(filing, chance))
        again, vouched = read(filing.narrative, facts())
        known = facts()
        Recent.forget_all()
        first, vouched_first = read(filing.narrative, known)
        assert again.bindings == first.bindings and again.claims == first.claims
        assert again.lists == first.lists and list(again.paragraphs) == list(first.paragraphs)
        assert vouched == vouched_first


def test_only_the_paragraph_that_was_edited_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known, texts = facts(), []
    whole = remembered.read_paragraph
    monkeypatch.setattr(
        remembered, "read_paragraph", lambda paragraph, *rest: texts.append(paragraph.text) or whole(paragraph, *rest)
    )
    Recent.forget_all()
    read(LAST.narrative, known)
    assert len(texts) == len(Narrative(LAST.narrative, FORM).paragraphs)
    texts.clear()
    block, *rest = LAST.narrative["overview"]
    changed = replace(block, paragraphs=(block.paragraphs[0] + "另有安排。", *block.paragraphs[1:]))
    read({**LAST.narrative, "overview": (changed, *rest)}, replace(known))
    assert texts == [block.paragraphs[0] + "另有安排。"]


def test_other_facts_are_read_anew() -> None:
    known = facts()
    cell = next(key for key, value in known.figures.items() if value == 3)
    other = replace(known, figures={**known.figures, cell: 4})
    assert not known.says_the_same(other) and known.says_the_same(facts())
    before, after = (read(LAST.narrative, item)[0] for item in (known, other))
    assert before.bindings != after.bindings
