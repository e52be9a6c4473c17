"""Of last year's text only what goes on is a source: no event, no named thing, no list of fields."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.report.facts import Entry, facts_of
from drafter.report.filing import Block, Filing
from drafter.vouching.sources import Sources, sources_of
from drafter.vouching.words import lexicon_of

PRACTICES = [
    "坚持先审查、后公开，落实“三审三校”。",
    "每季度对各单位开展检查，及时督促整改。",
    "将政务公开纳入绩效考核。",
    "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。",
]
EVENTS = [
    "6月举办“种子质量大家看”开放日活动。",
    "“茶乡政策包”专栏获评全省典型案例。",
    "首次编制公共企事业单位信息公开清单。",
    "建成县政务公开大厅。",
    "邀请市民代表走进政务服务中心。",
    "未发生责任追究情形。",
]


def sources(form: Form, text: str, *entries: Entry) -> Sources:
    lexicon = lexicon_of(form)
    assert lexicon is not None
    last = Filing(form.key, {}, {"overview": (Block((text,)),)}, "青禾县人民政府", 2024)
    return sources_of(facts_of(form, {}, year=2025, last=last, entries=entries), lexicon)


@pytest.mark.parametrize("text", PRACTICES)
def test_a_practice_is_a_source(form: Form, text: str) -> None:
    found = sources(form, text)
    assert [source.text for source in found.all] == [text]
    assert not found.events.text.strip()


@pytest.mark.parametrize("text", EVENTS)
def test_an_event_is_none(form: Form, text: str) -> None:
    found = sources(form, text)
    assert found.all == ()
    assert found.events.text == text


def test_of_a_clause_with_a_list_of_fields_the_list_is_none(form: Form) -> None:
    (source,) = sources(form, "围绕种子、水利、养老等群众关心的事项推进公开，做好解读。").all
    assert "养老" not in source.text
    assert "做好解读" in source.text


def test_a_typed_quantity_vouches_for_its_clause(form: Form) -> None:
    text = "网站访问量132万人次，新设专栏1个。"
    typed = Entry("overview.1", "overview", None, text, "132", "万人次", "141")
    missing = Entry("overview.2", "overview", None, text, "1", "个")
    found = sources(form, text, typed, missing).all
    assert [(source.name, source.text) for source in found][0] == ("entry:overview.1", "网站访问量132万人次，")
    assert not any("新设" in source.text for source in found)
