"""Every sentence is vouched for, not vouched for, or contradicted; what nothing stands behind is named."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drafter.case.inputs import read_figures, read_notes
from drafter.drafting.render import Draft, render
from drafter.drafting.rollforward import roll_forward
from drafter.form import Form
from drafter.report.facts import Facts, facts_of
from drafter.report.filing import Block, Filing, blank_figures
from drafter.report.findings import Place
from drafter.report.narrative import Narrative
from drafter.report.notes import Note, known_place, parse_notes
from drafter.statements import bind
from drafter.vouching import Backing, SentenceVouching, Why, vouch
from tests.conftest import SHARED

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
CASES = tomllib.loads((HERE / "example.toml").read_text(encoding="utf-8"))["sentences"]


@pytest.fixture(scope="module")
def facts(form: Form, example: Filing) -> Facts:
    """The example's case."""
    figures = read_figures(EXAMPLES / "figures.xlsx", form).figures
    notes = read_notes(EXAMPLES / "notes.md", form)
    return facts_of(form, figures, organization=example.organization, year=2025, last=example, notes=notes)


def vouched(text: str, facts: Facts, at: str = "overview.proactive", **options: Any) -> tuple[SentenceVouching, ...]:
    section, _, topic = at.partition(".")
    narrative = Narrative({section: (Block((text,), None, topic or None),)}, facts.form)
    return vouch(narrative, facts, bind(narrative, facts), **options).sentences


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_a_sentence_stands_on_what_covers_it(case: dict[str, Any], facts: Facts) -> None:
    (found,) = vouched(case["text"], facts, case["at"])
    assert found.state == case["state"], found.words
    assert set(case.get("words", ())) <= set(found.words)
    if "by" in case:
        assert {name.partition(":")[0] for name in found.by} == set(case["by"])


def test_the_year_and_the_place_of_a_note_do_not_matter(facts: Facts) -> None:
    text = "2025年完成农业、水利两个领域政府信息属性的逐件核对。"
    assert {vouched(text, facts, at)[0].state for at in ("overview", "overview.platform", "problems")} == {"vouched"}


def test_what_stands_wholly_in_an_open_mark_needs_nothing(facts: Facts) -> None:
    assert vouched("【待核：6月举办开放日活动，86名群众参加】。", facts) == ()


def test_around_an_open_mark_the_words_are_judged(facts: Facts) -> None:
    asked, claimed = vouched("召开新闻发布会【待核：上年5】场。召开新闻发布会【待核：上年5】场，获评一等奖。", facts)
    assert (asked.state, claimed.state) == (Backing.VOUCHED, Backing.UNVOUCHED)


def test_a_person_vouches_for_words_and_not_for_numbers(facts: Facts) -> None:
    text = "县长到场答疑。作出行政许可决定13251件。走访群众77名。"
    own = (Place("overview", "proactive", 0, 0, len(text)),)
    words, wrong, unknown = vouched(text, facts, own=own)
    assert (words.state, words.by) == (Backing.VOUCHED, ("person",))
    assert wrong.state is Backing.CONTRADICTED
    assert (unknown.reason, unknown.words) == (Why.OPEN, ("77名",))


def test_a_number_in_an_open_mark_is_none_of_a_persons_sentence(facts: Facts) -> None:
    text = "全年组织业务培训，开展检查【待核：上年4】次。"
    assert vouched(text, facts, own=(Place("overview", "proactive", 0, 0, len(text)),))[0].state is Backing.VOUCHED


def test_a_sentence_that_a_person_changed_in_part_is_judged(facts: Facts) -> None:
    text = "县长到场答疑。"
    assert vouched(text, facts, own=(Place("overview", "proactive", 0, 0, 2),))[0].state is Backing.UNVOUCHED


def test_what_a_note_has_under_way_is_not_done(facts: Facts) -> None:
    (note,) = parse_notes("## （三）政府信息管理情况\n- 探索公文公开属性源头认定，在县农业农村局试点", facts.form)
    facts = replace(facts, notes=(note,))
    honest, untrue = vouched("探索开展公文公开属性源头认定。公文公开属性源头认定工作全面完成。", facts)
    assert (honest.state, untrue.state) == (Backing.VOUCHED, Backing.CONTRADICTED)
    assert untrue.reason is Why.UNFINISHED


def test_without_last_year_and_notes_nothing_is_judged(facts: Facts) -> None:
    assert vouched("县长到场答疑。", replace(facts, last=None, notes=())) == ()


def test_why_is_said_in_both_languages(facts: Facts) -> None:
    (found,) = vouched("成立工作专班。", facts)
    assert "专班" in found.why.zh and "专班" in found.why.en and found.why.zh != found.why.en
    assert set(found.as_json()) == {"place", "text", "state", "by", "words", "why"}


def test_words_that_follow_each_other_are_told_as_one_phrase_with_what_covers_the_rest(facts: Facts) -> None:
    (found,) = vouched("5月在农技站举办“种子质量大家看”开放日，县长现场答疑，获省级媒体报道。", facts)
    assert {"县长", "省级", "媒体", "报道"} <= set(found.words)
    assert "县长、省级媒体报道（其余依据：备注" in found.why.zh.replace("县长现场答疑", "县长")


ENGLISH = [
    ("The office received 120 requests.", "vouched", ()),
    ("Staff digitised the harbour logs of the north quay.", "vouched", ()),
    ("Staff were the first to scan the harbour logs of the north quay.", "unvouched", ("first",)),
    ("The minister praised the harbour logs.", "unvouched", ("praised",)),
    ("The harbour logs of the south quay were completed.", "contradicted", ("completed",)),
    ("Records are checked by two officers before release.", "vouched", ()),
    ("The office opened a reading room.", "unvouched", ("opened", "reading", "room")),
]


@pytest.mark.parametrize(("text", "state", "words"), ENGLISH)
def test_a_form_in_english_has_vouching_by_its_data(
    english: Form, text: str, state: str, words: tuple[str, ...]
) -> None:
    said = "Two officers check records before release. The office opened a reading room in May."
    last = Filing(english.key, {}, {"summary": (Block((said,), None, "handling"),)}, "Harbour Office", 2022)
    notes = parse_notes("## How requests were handled\n- scanned harbour logs, north quay; south quay not yet", english)
    figures = {**blank_figures(english), "volume.received.count": 120}
    facts = facts_of(english, figures, organization="Harbour Office", year=2023, last=last, notes=notes)
    (found,) = vouched(text, facts, "summary.handling")
    assert (found.state, found.words[: len(words)]) == (state, words)


LIES = SHARED.parent / "writer" / "lies-example.txt"
_TOLD = 14
"""Lines of the file that nothing stands behind; the others repeat notes, figures and last year's problems."""


@pytest.mark.skipif(not LIES.is_file(), reason="the lies told on the example are not on this machine")
def test_most_lies_told_on_the_example_are_not_vouched(facts: Facts) -> None:
    facts = replace(facts, entries=roll_forward(facts).entries)
    headed = re.split(r"^## (.+)$", LIES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    marked = 0
    for heading, lines in zip(headed[::2], headed[1::2], strict=True):
        section, topic = known_place(heading, facts.form) or ("", None)
        for line in lines.strip().splitlines():
            said = "。".join(line.split("||")[: 1 if line.count("||") == 1 else 2])
            text = rendered(said, section, topic, facts)
            narrative = Narrative({section: (Block((text,), None, topic),)}, facts.form)
            found = vouch(narrative, facts, bind(narrative, facts)).sentences
            marked += any(item.state is not Backing.VOUCHED for item in found)
    assert marked >= _TOLD


def rendered(text: str, section: str, topic: str | None, facts: Facts) -> str:
    """A line with its references written out; entries and notes are counted within their topic."""
    for prefix, items in (("entry", facts.entries), ("note", facts.notes)):
        here = [item.id for item in items if (item.section, item.topic) == (section, topic)]
        for number, name in enumerate(here, 1):
            text = text.replace(f"{{{prefix}:{number}}}", f"{{{prefix}:{name}}}")
    sections = {section: (Block((text,), None, topic),)}
    draft = Draft(facts.form.key, facts.organization, facts.year, sections)
    return render(draft, facts).filing.narrative[section][0].paragraphs[0]


@pytest.mark.parametrize(
    ("note", "text", "state"),
    [
        ("2/26市中院行政庭来座谈", "2月26日，市中级人民法院行政庭来座谈。", Backing.VOUCHED),
        ("2/26市中院行政庭来座谈", "2月27日，市中级人民法院行政庭来座谈。", Backing.UNVOUCHED),
        ("2/26市中院行政庭来座谈", "2月26日，市人民检察院行政庭来座谈。", Backing.UNVOUCHED),
        ("材料要问区征收办，已告诉律所", "已告知律师事务所向区征收办询问材料。", Backing.VOUCHED),
        ("市医保局发12张图解", "市医疗保障局发布图解12张。", Backing.VOUCHED),
        ("市医保局发12张图解", "市市场监督管理局发布图解12张。", Backing.UNVOUCHED),
    ],
)
def test_dates_and_bodies_of_a_note_stand_in_full(facts: Facts, note: str, text: str, state: Backing) -> None:
    noted = replace(facts, notes=(Note("overview.proactive.9", "overview", "proactive", note),))
    assert vouched(text, noted)[0].state is state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("业务培训由上年的4次增至5次。", Backing.VOUCHED),
        ("业务培训由上年的3次增至5次。", Backing.UNVOUCHED),
        ("举办业务培训5次。", Backing.VOUCHED),
        ("举办业务培训4次。", Backing.UNVOUCHED),
    ],
)
def test_a_number_of_last_years_text_stands_where_it_is_said_to_be_last_years(
    facts: Facts, text: str, state: Backing
) -> None:
    noted = replace(
        facts, notes=(Note("overview.supervision.9", "overview", "supervision", "业务培训5次"),), entries=()
    )
    assert vouched(text, noted, "overview.supervision")[0].state is state
