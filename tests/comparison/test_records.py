"""What became of passages and sections follows from their sentences."""

from __future__ import annotations

import pytest

from drafter.comparison.records import BREAK, ComparedPassage, ComparedSentence, Item, Section, Status, only
from drafter.comparison.words import Run, RunKind

SAME, NUMBER = Run(RunKind.SAME, "收到", "收到"), Run(RunKind.NUMBER, "3件", "5件")
WORDS = Run(RunKind.WORDING, "申请", "来信")


def item(text: str, ordinal: int = 0) -> Item:
    return Item("overview", None, text, ordinal)


def passage(*runs: Run, status: Status = Status.CHANGED, olds: int = 1, news: int = 1) -> ComparedPassage:
    sentence = ComparedSentence(status, "旧" if olds else None, "新" if news else None, runs)
    return ComparedPassage((item("旧"),) * olds, (item("新"),) * news, (sentence,))


@pytest.mark.parametrize(
    ("found", "status"),
    [
        (passage(SAME), Status.KEPT),
        (passage(SAME, NUMBER), Status.CHANGED),
        (passage(SAME, NUMBER, news=2), Status.SPLIT),
        (passage(SAME, NUMBER, olds=2), Status.JOINED),
        (passage(WORDS, status=Status.NEW, olds=0), Status.NEW),
        (passage(WORDS, status=Status.DROPPED, news=0), Status.DROPPED),
        (passage(WORDS, status=Status.MOVED, news=0), Status.MOVED),
    ],
)
def test_a_passage_is_what_its_sentences_and_sides_make_it(found: ComparedPassage, status: Status) -> None:
    assert found.status is status


def test_numbers_alone_are_no_change_of_wording() -> None:
    assert not passage(SAME, NUMBER).wording and passage(SAME, WORDS).wording
    assert not ComparedSentence(Status.CHANGED, "", "", (SAME, NUMBER)).wording


def test_a_sentence_that_moved_came_or_went_whole_at_its_place() -> None:
    moved = ComparedSentence(Status.MOVED, None, "收到5件。", (SAME, NUMBER), "收到3件。")
    assert moved.here() == only("", "收到5件。") == (Run(RunKind.WORDING, "", "收到5件。"),)
    assert ComparedSentence(Status.KEPT, "甲", "甲", (SAME,)).here() == (SAME,)


def test_reuse_is_the_share_of_new_wording_that_stood_in_the_old_text() -> None:
    heading = ComparedPassage((item("一"),), (item("一"),), passage(SAME).sentences, heading=True)
    section = Section("overview", (heading, passage(SAME, NUMBER, WORDS)))
    assert (section.kept, section.written, section.reuse) == (2, 4, 0.5), "headings and numbers apart"
    assert Section("overview", ()).reuse is None


def test_white_space_and_the_old_place_of_a_moved_sentence_are_no_sentences() -> None:
    blank = ComparedSentence(Status.KEPT, BREAK, BREAK, (Run(RunKind.SAME, BREAK, BREAK),))
    gone = ComparedSentence(Status.MOVED, "甲。", None, (SAME,), "甲。")
    here = ComparedSentence(Status.MOVED, None, "甲。", (SAME,), "甲。")
    section = Section("overview", (ComparedPassage((item("旧"),), (item("新"),), (blank, gone, here)),))
    assert list(section.sentences()) == [here]


def test_a_paragraph_is_known_by_its_section_topic_and_ordinal() -> None:
    place = Item("overview", "platform", "甲", 2).place
    assert (place.section, place.topic, place.paragraph) == ("overview", "platform", 2)
