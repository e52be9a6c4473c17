"""Quantities are bound by the words around them and by their value together."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.report.facts import Entry, facts_of
from drafter.report.filing import Block, Figures, Filing, blank_figures
from drafter.report.findings import Place
from drafter.report.narrative import Narrative
from drafter.report.notes import Note
from drafter.statements import Account, State, bind, find_claims
from tests.conftest import SHARED, gold

FIGURES = {
    "requests.new.total": 3525, "requests.carried_in.total": 121, "requests.handled_total.total": 3560,
    "requests.carried_out.total": 86,
    "requests.other.correction_overdue.total": 1, "requests.other.fee_overdue.total": 2,
    "requests.other.other.total": 4,
    "disputes.review.upheld": 88, "disputes.review.corrected": 31, "disputes.review.other": 15,
    "disputes.review.pending": 36, "disputes.review.total": 170,
    "disputes.litigation_direct.upheld": 13, "disputes.litigation_direct.total": 26,
    "disputes.litigation_after_review.upheld": 12, "disputes.litigation_after_review.total": 20,
    "proactive.licensing.decisions": 12840, "proactive.fees.amount": 318,
}  # fmt: skip


def account(form: Form, text: str, *, topic: str | None = "on_request", **options: object) -> Account:
    figures: Figures = {**blank_figures(form), **FIGURES}
    narrative = Narrative({"overview": (Block((text,), None, topic),)}, form)
    return bind(narrative, facts_of(form, figures, year=2024, **options))  # type: ignore[arg-type]


def bases(found: Account) -> list[str | None]:
    return [str(item.reference)[1:-1] if item.reference else None for item in found.bindings]


BASES = [
    ("收办政府信息公开申请3646件", "requests.received.total"),
    ("受理政府信息公开申请3525件", "requests.new.total"),
    ("受理政府信息公开申请3560件", "requests.handled_total.total"),
    ("因政府信息公开被申请行政复议170件", "disputes.review.total"),
    ("因政府信息公开被申请行政复议134件", "disputes.review.closed"),
    ("政府信息公开行政诉讼46件", "disputes.litigation.total"),
    ("政府信息公开行政诉讼结果维持25件", "disputes.litigation.upheld"),
    ("未经复议直接起诉26件", "disputes.litigation_direct.total"),
    ("作其他处理7件", "requests.other.total"),
    ("作出行政许可决定1.28万件", "proactive.licensing.decisions"),
    ("作出行政许可决定12840件", "proactive.licensing.decisions"),
    ("行政事业性收费318万元", "proactive.fees.amount"),
    ("行政事业性收费3180000元", "proactive.fees.amount|unit"),
    ("86件结转下年度继续办理", "requests.carried_out.total"),
    ("上年度结转 121\n件", "requests.carried_in.total"),
    ("受理政府信息公开申请三千五百二十五件", "requests.new.total"),
    ("受理政府信息公开申请3500余件", "requests.new.total"),
]


@pytest.mark.parametrize(("text", "base"), BASES)
def test_a_number_is_bound_to_the_base_that_its_value_agrees_with(form: Form, text: str, base: str) -> None:
    found = account(form, text)
    assert bases(found) == [base]
    assert found.count(State.BOUND) == 1


def test_a_number_that_no_base_agrees_with_contradicts_the_first(form: Form) -> None:
    (item,) = account(form, "受理政府信息公开申请3526件").bindings
    assert (item.state, item.target, item.expected) == (State.CONTRADICTED, "requests.new.total", 3525)


def test_outcomes_belong_to_the_kind_of_case_named_last(form: Form) -> None:
    text = "行政复议170件，其中维持88件；未经复议直接起诉26件，维持13件；经复议后起诉20件，维持12件。"
    found = bases(account(form, text))
    assert found[1::2] == [
        "disputes.review.upheld", "disputes.litigation_direct.upheld", "disputes.litigation_after_review.upheld",
    ]  # fmt: skip


def test_a_change_is_bound_by_its_words_where_last_year_is_not_known(form: Form) -> None:
    found = account(form, "新收政府信息公开申请3525件，同比增长3.6%。")
    assert bases(found)[1] == "requests.new.total|percent"
    assert not found.bindings[1].judged


def test_last_years_number_is_bound_to_last_year(form: Form) -> None:
    last = Filing(form.key, {**blank_figures(form), "requests.new.total": 3400})
    found = account(form, "新收政府信息公开申请3525件，比2023年（3400件）增长3.7%。", last=last)
    assert bases(found) == ["requests.new.total", "last:requests.new.total", "requests.new.total|percent"]


def test_a_comparison_with_an_earlier_year_is_left_open(form: Form) -> None:
    last = Filing(form.key, {**blank_figures(form), "requests.new.total": 3400})
    found = account(form, "新收政府信息公开申请3525件，较2021年增长40.2%。", last=last)
    assert found.bindings[1].state is State.OPEN


def test_a_share_is_bound_to_part_and_whole(form: Form) -> None:
    found = account(form, "被申请行政复议170件，其中结果维持88件，占51.8%。")
    assert bases(found)[2] == "disputes.review.upheld|share:disputes.review.total@1"


def test_a_note_is_bound_by_its_bullet_and_by_a_number_of_it(form: Form) -> None:
    note = Note("overview.on_request.1", "overview", "on_request", "走访申请人36名。")
    assert bases(account(form, "全年走访申请人36名。", notes=(note,))) == ["note:overview.on_request.1"]
    assert bases(account(form, "另外走访了36名群众。", notes=(note,))) == ["note:overview.on_request.1"]
    assert bases(account(form, "走访群众37名。", notes=(note,))) == [None]


def test_a_note_that_contradicts_the_tables_is_contradicted(form: Form) -> None:
    note = Note("overview.on_request.1", "overview", "on_request", "新收政府信息公开申请9件。")
    (item,) = account(form, note.text, notes=(note,)).bindings
    assert item.state is State.CONTRADICTED


def test_an_entry_is_bound_once_by_number_and_unit(form: Form) -> None:
    entry = Entry("overview.on_request.1", "overview", "on_request", "", "2", "次", "4")
    found = account(form, "座谈4次，培训4次，讲课4场。", entries=(entry,))
    assert bases(found) == ["entry:overview.on_request.1", None, None]


def test_nothing_is_stated_inside_an_open_mark(form: Form) -> None:
    found = account(form, "【待核：受理政府信息公开申请9件，均已办结】")
    assert [item.state for item in found.bindings] == [State.OPEN]
    assert found.claims == ()


def test_claims_are_found_where_the_text_is_about_requests(form: Form) -> None:
    place = Place("overview", "on_request", 0)
    assert [found.text for found in find_claims("收到申请，均已办结。", place, form)] == ["均已办结"]
    assert list(find_claims("收到留言，均已办结。", place, form)) == []


def test_every_number_of_a_real_city_that_the_tables_decide_is_bound(form: Form) -> None:
    if not SHARED.is_dir():
        pytest.skip("the real reports are not on this machine")
    filing = gold(SHARED / "huaian-2024.gold.json", form)
    found = bind(Narrative(filing.narrative, form), facts_of(form, filing.figures, year=2024))
    bound = {item.quantity.value: item.target for item in found.bindings if item.state is State.BOUND}
    expected = {
        3119: "requests.new.total", 3050: "requests.handled_total.total", 34: "requests.carried_in.total",
        103: "requests.carried_out.total", 351: "disputes.review.total", 72: "disputes.review.upheld",
        64: "disputes.review.corrected", 178: "disputes.review.other", 37: "disputes.review.pending",
        46: "disputes.litigation.total", 25: "disputes.litigation.upheld", 5: "disputes.litigation.corrected",
        9: "disputes.litigation.other", 7: "disputes.litigation.pending",
    }  # fmt: skip
    assert expected.items() <= bound.items()
    assert 3940 not in bound
    assert found.count(State.CONTRADICTED) == 0


@pytest.mark.parametrize("years", ["2023、2024年", "2023年和2024年", "2022—2024年", "2022年、2023年、2024年"])
def test_a_number_of_several_years_binds_to_no_figure_of_one(form: Form, years: str) -> None:
    assert bases(account(form, f"{years}共受理政府信息公开申请3525件。")) == [None]
