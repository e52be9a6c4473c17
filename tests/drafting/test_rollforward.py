"""The roll-forward: what tables decide is restated, the rest is open, no old number stands outside a mark."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from drafter.document import Role
from drafter.drafting.revise import draft_again, draft_anew
from drafter.drafting.rollforward import roll_forward
from drafter.form import Form
from drafter.report.facts import Facts, facts_of
from drafter.report.filing import Block, Figure, Filing
from drafter.report.narrative import Narrative
from drafter.report.notes import parse_notes
from drafter.report.quantities.chinese import find_quantities

TITLE = "甲县2024年政府信息公开工作年度报告"

TABLE_DECIDES = [
    "proactive.normative_documents.issued",
    "proactive.normative_documents.repealed",
    "proactive.normative_documents.in_force",
    "proactive.licensing.decisions",
    "proactive.penalties.decisions",
    "requests.new.total",
    "requests.carried_in.total",
    "requests.handled_total.total",
    "requests.carried_out.total",
    "requests.new.natural_person",
    "requests.new.organizations",
    "requests.granted.total",
    "requests.partially_granted.total",
    "requests.denied.total",
    "requests.unavailable.total",
    "requests.not_processed.total",
    "requests.other.total",
    "requests.denied.enforcement_file.total",
    "requests.denied.internal_affairs.total",
    "requests.denied.deliberative_process.total",
    "disputes.review.total",
    "disputes.review.upheld",
    "disputes.review.corrected",
    "disputes.review.other",
    "disputes.review.pending",
    "disputes.litigation.total",
    "disputes.litigation.upheld",
    "disputes.litigation.other",
    "disputes.litigation.pending",
]


def marked_out(text: str) -> str:
    return re.sub(r"【待核：[^】]*】", "", text)


def facts(last: Filing, form: Form, **changes: Figure) -> Facts:
    figures = {cell: (value + 7 if isinstance(value, int) else value) for cell, value in last.figures.items()}
    return facts_of(form, figures | changes, organization="甲县", year=2025, last=last)


def filing_with(paragraph: str, example: Filing, topic: str = "on_request", section: str = "overview") -> Filing:
    return replace(example, narrative={section: (Block((paragraph,), "（二）依申请公开情况", topic),)})


def first(last: Filing, form: Form, **changes: Figure) -> str:
    drafted = draft_anew(facts(last, form, **changes))
    return next(b for b in drafted.filing.narrative["overview"] if b.topic == "on_request").paragraphs[0]


def test_at_least_25_quantities_of_the_example_are_restated_without_a_mark(example: Filing, form: Form) -> None:
    drafted = draft_anew(facts(example, form))
    targets = {span.target for spans in drafted.rendered.spans.values() for span in spans if span.role is Role.FIGURE}
    assert len(TABLE_DECIDES) >= 25
    assert set(TABLE_DECIDES) <= targets


def test_no_old_number_and_no_old_year_stands_outside_a_mark(example: Filing, form: Form) -> None:
    drafted = draft_anew(facts(example, form))
    for paragraph in Narrative(drafted.filing.narrative, form).paragraphs:
        assert "2024" not in marked_out(paragraph.text)
        spans = drafted.rendered.spans[paragraph.place]
        plain = "".join(span.text for span in spans if span.role is Role.PLAIN)
        assert not [q.text for q in find_quantities(plain)], plain


def test_open_marks_do_not_nest_and_hold_no_closing_bracket(example: Filing, form: Form) -> None:
    for mark in draft_anew(facts(example, form)).open_marks(form):
        assert mark.count("【") == mark.count("】") == 1 and mark.index("【") < mark.index("】")


def test_every_problem_and_measure_of_last_year_is_in_a_mark_of_its_own(example: Filing, form: Form) -> None:
    text = "".join(t for b in draft_anew(facts(example, form)).filing.narrative["problems"] for t in b.paragraphs)
    assert text.count("是否已整改") == 3 and text.count("是否已落实") == 3
    assert "政策解读形式单一" not in marked_out(text)


def test_zero_is_worded_by_the_program(example: Filing, form: Form) -> None:
    last = filing_with("2024年，全县新收政府信息公开申请113件，均为自然人提出。", example)
    text = first(last, form, **{"requests.new.total": 0})
    assert text.startswith("2025年，未收到政府信息公开申请，")


def test_a_claim_of_none_becomes_a_number_when_there_are_some(example: Filing, form: Form) -> None:
    last = filing_with("2024年，本机关未收到政府信息公开申请。", example)
    assert first(last, form, **{"requests.new.total": 4}) == "2025年，本机关收到政府信息公开申请4件。"


@pytest.mark.parametrize(("now", "words"), [(130, "增长15%"), (100, "下降11.5%"), (113, "持平")])
def test_a_change_and_its_direction_are_written_by_the_program(
    now: int, words: str, example: Filing, form: Form
) -> None:
    last = filing_with("新收政府信息公开申请113件，同比增长8.2%。", example)
    assert first(last, form, **{"requests.new.total": now}) == f"新收政府信息公开申请{now}件，同比{words}。"


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年3月召开推进会。",
        "认真学习贯彻党的二十大精神。",
        "2022年以来累计公开。",
        "《甲县2024年政务公开工作要点》。",
        "未收取信息处理费。",
        "均在法定期限内答复。",
    ],
)
def test_what_nothing_can_vouch_for_is_opened(sentence: str, example: Filing, form: Form) -> None:
    text = first(filing_with(sentence, example), form)
    assert "【待核：" in text


@pytest.mark.parametrize("date", ["二〇二五年一月二十日", "二○二五年十二月三十一日", "二零二五年三月"])
def test_a_date_in_chinese_numerals_is_opened_whole(date: str, example: Filing, form: Form) -> None:
    assert marked_out(first(filing_with(date, example), form)) == ""


def test_a_note_takes_the_place_of_last_years_event_on_the_same(example: Filing, form: Form) -> None:
    notes = parse_notes("## （一）主动公开情况\n- 5月举办“种子质量大家看”开放日，102名群众参加\n", form)
    drafted = draft_anew(replace(facts(example, form), notes=notes))
    (paragraph,) = next(b for b in drafted.filing.narrative["overview"] if b.topic == "proactive").paragraphs
    assert paragraph.endswith("场。5月举办“种子质量大家看”开放日，102名群众参加。")
    again = draft_again(replace(facts(example, form), notes=()), drafted.kept, edited=None, number=1)
    (paragraph,) = next(b for b in again.filing.narrative["overview"] if b.topic == "proactive").paragraphs
    assert paragraph.endswith("】场。")


PAST = [
    ("“茶乡政策包”专栏获评全省典型案例。", "【待核：“茶乡政策包”专栏获评全省典型案例】。"),
    ("坚持先审后发，首次编制清单，方便查阅。", "坚持先审后发，【待核：首次编制清单，方便查阅】。"),
    ("建成政务公开大厅，做好接待3批。", "【待核：建成政务公开大厅】，做好接待【待核：上年3】批。"),
    ("围绕教育、医疗、住房等领域做好公开。", "围绕【待核：教育、医疗、住房】等领域做好公开。"),
    ("继续做好日常监测，及时整改错链。", "继续做好日常监测，及时整改错链。"),
]


@pytest.mark.parametrize(("text", "rolled"), PAST)
def test_events_and_lists_of_fields_wait_for_a_person(example: Filing, form: Form, text: str, rolled: str) -> None:
    assert first(filing_with(text, example), form) == rolled


def test_notes_stand_verbatim_under_their_topic(example: Filing, form: Form) -> None:
    notes = parse_notes("## （一）主动公开情况\n- 全年开放日2场，{不是引用}。\n", form)
    drafted = draft_anew(replace(facts(example, form), notes=notes))
    block = next(b for b in drafted.filing.narrative["overview"] if b.topic == "proactive")
    assert block.paragraphs[-1] == "全年开放日2场，{不是引用}。"


def test_entries_fill_the_text_and_what_is_blank_stays_open(example: Filing, form: Form) -> None:
    values = {"overview.proactive.1": "5012"}
    drafted = draft_anew(replace(facts(example, form), typed=values))
    text = next(b for b in drafted.filing.narrative["overview"] if b.topic == "proactive").paragraphs[0]
    assert "公开各类政府信息5012条，其中政务动态【待核：上年2180】条" in text


def test_an_earlier_draft_keeps_its_wording_and_gets_the_figures_of_now(example: Filing, form: Form) -> None:
    start = facts(example, form)
    earlier = draft_anew(start)
    edited = _edited(earlier.filing, "新收政府信息公开申请", "共收到群众提出的政府信息公开申请")
    late = replace(start, figures={**start.figures, "requests.new.total": 300, "disputes.review.total": 77})
    again = draft_again(late, earlier.kept, edited=edited, number=1)
    text = "".join(t for b in again.filing.narrative["overview"] for t in b.paragraphs)
    assert "共收到群众提出的政府信息公开申请300件" in text
    assert "引起行政复议77件" in text


def test_words_that_a_person_put_in_a_marks_place_are_kept(example: Filing, form: Form) -> None:
    start = facts(example, form)
    earlier = draft_anew(start)
    edited = _edited(earlier.filing, "【待核：党的二十大和二十届二中、三中全会精神】", "新近的会议精神")
    again = draft_again(start, earlier.kept, edited=edited, number=1)
    text = "".join(t for b in again.filing.narrative["overview"] for t in b.paragraphs)
    assert "认真学习贯彻新近的会议精神，" in text


def _edited(filing: Filing, old: str, new: str) -> Filing:
    found = False
    narrative = {}
    for key, blocks in filing.narrative.items():
        changed = []
        for block in blocks:
            texts = tuple(text.replace(old, new) for text in block.paragraphs)
            found = found or texts != block.paragraphs
            changed.append(replace(block, paragraphs=texts))
        narrative[key] = tuple(changed)
    assert found
    return replace(filing, narrative=narrative)


def test_a_report_without_a_predecessor_gets_the_forms_skeleton(example: Filing, form: Form) -> None:
    drafted = draft_anew(facts_of(form, example.figures, organization="甲县", year=2025))
    topics = [block.topic for block in drafted.filing.narrative["overview"]]
    assert topics[1:] == ["proactive", "on_request", "management", "platform", "supervision"]
    assert drafted.open_marks(form)


def test_a_number_with_a_full_stop_cuts_no_sentence(english: Form) -> None:
    text = "An answer took 3.5 days. Staff gave 12 talks."
    last = Filing(english.key, {}, {"backlog": (Block((text,)),)}, "Office of Records", 2023)
    plan = roll_forward(facts_of(english, {}, year=2024, last=last))
    assert [(entry.last, entry.sentence) for entry in plan.entries] == [
        ("3.5", "An answer took 3.5 days."),
        ("12", "Staff gave 12 talks."),
    ]
