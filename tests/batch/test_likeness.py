"""Likeness: what was copied is found with its passage, what everybody says is not, and names stand where they stand."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from received import EXAMPLE, FORM

from drafter.batch.likeness import AlikePair, UnitText, alike_pairs, named_others
from drafter.report import Block

DICE = Random(7)
SIGNS = [chr(code) for code in range(0x5000, 0x5900)]


def passage(length: int = 200) -> str:
    """Text that nobody else has."""
    return "".join(DICE.choice(SIGNS) for _ in range(length)) + "。"


def text(unit: str, *paragraphs: str, is_last: bool = False) -> UnitText:
    filing = replace(EXAMPLE, organization=unit, narrative={"overview": (Block(paragraphs, "一、总体情况"),)})
    return UnitText.of(unit, (), filing, FORM, is_last=is_last)


def found(texts: Sequence[UnitText], least: int = 40) -> set[tuple[str, str, bool]]:
    return {(pair.first.unit, pair.second.unit, pair.second.is_last) for pair in alike_pairs(texts, least)}


def shared_words(pair: AlikePair, which: UnitText) -> str:
    return "".join(piece.text for line in pair.marked(which) for piece in line if piece.is_shared)


def test_a_copied_passage_is_found_and_marked_in_both_texts() -> None:
    copied = passage()
    texts = [text("甲局", passage(), copied), text("乙局", copied, passage(100)), text("丙局", passage(400))]
    (pair,) = alike_pairs(texts, 40)
    assert (pair.first.unit, pair.second.unit) == ("甲局", "乙局") and 55 <= pair.percent <= 75
    for which in (pair.first, pair.second):
        marked = shared_words(pair, which)
        assert marked in copied and len(marked) > 0.9 * len(copied)
        assert "".join(piece.text for line in pair.marked(which) for piece in line) == "".join(which.paragraphs)


@pytest.mark.parametrize("change", ["甲局{}", "{}《中华人民共和国政府信息公开条例》", "{}12345"])
def test_names_titles_of_laws_and_numbers_make_no_difference(change: str) -> None:
    words = passage()
    (pair,) = alike_pairs([text("甲局", change.format(words)), text("乙局", words)], 40)
    assert pair.percent > 90


def test_what_everybody_says_is_not_copied() -> None:
    words = passage()
    texts = [text(f"第{number}局", words, passage()) for number in range(12)]
    assert found(texts) == set()
    assert len(found([*texts[:3], text("甲局", words)])) == 6


def test_last_years_texts_of_others_are_held_against_and_its_own_is_not() -> None:
    first, second = passage(), passage()
    texts = [
        text("甲局", first),
        text("甲局", first, is_last=True),
        text("乙局", second, is_last=True),
        text("丙局", second),
    ]
    assert found(texts) == {("丙局", "乙局", True)}


def test_a_common_sentence_is_no_likeness() -> None:
    words = passage(60)
    assert found([text("甲局", words), text("乙局", words)]) == set()


def test_another_units_name_is_told_and_longer_names_and_its_own_are_not() -> None:
    names = [
        ("青禾县教育局", "青禾县教育局"),
        ("青禾县教育局幼儿园", "青禾县教育局幼儿园"),
        ("青禾县水利局", "青禾县水利局"),
    ]
    names.append(("县水务局", "青禾县水利局"))
    texts = [
        text("青禾县教育局幼儿园", "青禾县教育局幼儿园认真公开。"),
        text("青禾县水利局", "青禾县教育局幼儿园和青禾县水利局。"),
        text("青禾县教育局", "县水务局制发文件。"),
    ]
    assert [(item.unit, item.other, item.name) for item in named_others(texts, names)] == [
        ("青禾县水利局", "青禾县教育局幼儿园", "青禾县教育局幼儿园"),
        ("青禾县教育局", "青禾县水利局", "县水务局"),
    ]


@pytest.mark.slow
def test_the_time_goes_with_the_texts_and_not_with_the_pairs() -> None:
    common = [passage(60) for _ in range(10)]

    def seconds(units: int) -> float:
        texts = [text(f"第{number}局", *common, *(passage(60) for _ in range(20))) for number in range(units)]
        begun = time.process_time()
        alike_pairs(texts, 40)
        return time.process_time() - begun

    assert seconds(400) < 8 * seconds(100)
