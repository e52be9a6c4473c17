"""What a model may write and what not, a sentence each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from drafter.llm.writer import Material
from drafter.llm.writer.blocks import Task, tasks_of, written
from drafter.llm.writer.gate import Context, Gate
from tests.llm.scripts import HELD_OUT, HONEST, noted


@pytest.fixture(scope="session")
def gates(material: Material) -> dict[str, Gate]:
    return {task.key: Gate(material, task) for task in tasks_of(material)}


def rules(gate: Gate, text: str, *sources: str) -> set[str]:
    return {reason.rule for reason in gate.judge(text, sources or ("general",)).reasons}


@pytest.mark.parametrize("block", [block["block"] for block in HONEST["sentences"]])
@pytest.mark.parametrize("source", [HONEST, HELD_OUT], ids=["honest", "held out"])
def test_honest_sentences_stand(gates: dict[str, Gate], material: Material, block: str, source: dict[str, Any]) -> None:
    for item in noted(block, material, source)[block]:
        assert gates[block].judge(item["text"], item["sources"]).reasons == (), item["text"]


@pytest.mark.parametrize(
    "text",
    [
        "收到申请141件。",
        "收到申请９９件。",
        "收到申请⑨件。",
        "收到申请Ⅻ件。",
        "收到申请壹佰件。",
        "收到申请卅件。",
        "收到申请三百二十件。",
        "答复了近千条留言。",
        "公开信息数百条。",
        "推出十余项措施。",
        "答复几十次来电。",
        "办理十大实事。",
        "申请数量翻番。",
        "翻了两番。",
        "占半数以上。",
        "占三分之二。",
        "占八成。",
        "占绝大多数。",
        "位居前三。",
        "办理质量居全市第一。",
        "第一季度完成清理。",
        "考核名列前茅。",
        "2024年，规范申请办理。",
        "2025件申请已办理。",
        "6月开展检查。",
        "上半年完成清理。",
        "推进“百日攻坚”和“三十六问”。",
        "按照《2024年政务公开工作要点》推进公开。",
        "落实二十条举措。",
        "提供7×24小时服务，共3人值守。",
    ],
)
def test_a_number_of_the_models_own_does_not_stand(gates: dict[str, Gate], text: str) -> None:
    assert "number" in rules(gates["overview.on_request"], text)


@pytest.mark.parametrize(
    "text",
    [
        "坚持先审查、后公开，落实“三审三校”。",
        "2025年，规范申请办理。",
        "明确第一责任人，第一时间办理。",
        "发挥政府网站第一平台作用。",
        "明确承办人，推动线上线下相衔接。",
        "坚持“谁起草、谁解读”。",
        "进一步完善一体化平台，方便百姓。",
        "提供7×24小时服务。",
        "落实市县两级联动机制。",
        "畅通12345热线。",
        "办理质量不断提高，增加公开频次。",
        "一是规范登记，二是加强审核。",
    ],
)
def test_fixed_expressions_and_the_year_stand(gates: dict[str, Gate], text: str) -> None:
    assert rules(gates["overview.on_request"], text) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("收到申请{requests.new.all}件。", "unknown"),
        ("收到申请{requests.new.total|double}件。", "unknown"),
        ("收到申请{note:overview.proactive.none}。", "unknown"),
        ("收到申请{requests.new.total件。", "syntax"),
        ("收到申请近{requests.new.total}件。", "around"),
        ("收到申请{requests.new.total}余件。", "around"),
        ("收到申请{requests.new.total}万件。", "around"),
        ("收到申请1{requests.new.total}件。", "number"),
        ("收到申请{requests.new.total}人次。", "unit"),
        ("收到政府信息公开申请{proactive.licensing.decisions}件。", "unknown"),
        ("收到政府信息公开申请{disputes.review.total}件。", "contradicted"),
        ("商业企业申请{requests.new.legal_service}件。", "contradicted"),
        ("信访举报投诉类申请{requests.not_processed.duplicate.total}件。", "meaning"),
        ("因保护第三方合法权益不予公开{requests.denied.enforcement_file.total}件。", "meaning"),
        ("涉及复议后起诉的{disputes.litigation_direct.total}件。", "meaning"),
        ("因政府信息公开引起行政复议{requests.carried_in.total}件。", "meaning"),
        ("加强队伍建设，{requests.granted.total}件。", "meaning"),
        ("收到申请{requests.new.total}件，较上年下降{requests.new.total|change}。", "direction"),
        ("收到申请{requests.new.total}件，较上年明显增加。", "direction"),
        ("申请数量持续增长。", "direction"),
        ("全年未收到政府信息公开申请。", "contradicted"),
        ("未发生因政府信息公开引起的行政诉讼。", "contradicted"),
        ("【待核：收到申请】", "mark"),
        ("。", "empty"),
    ],
)
def test_a_reference_says_what_it_is_or_does_not_stand(gates: dict[str, Gate], text: str, rule: str) -> None:
    assert rule in rules(gates["overview.on_request"], text, "figures")


@pytest.mark.parametrize(
    ("block", "text", "sources", "rule"),
    [
        ("overview.proactive", "2024年6月举办“种子质量大家看”开放日活动。", ["general"], "last_event"),
        ("overview.supervision", "召开全县政务公开座谈会。", ["general"], "event"),
        ("overview.supervision", "获评优秀单位。", ["last:1"], "event"),
        ("overview.supervision", "开展“阳光政务”行动。", ["general"], "name"),
        ("overview.supervision", "压实责任，“清风”品牌深入人心。", ["general"], "name"),
        ("overview.supervision", "落实《青禾县考核办法》。", ["general"], "name"),
        ("overview.supervision", "覆盖{entry:overview.supervision.3}人次。", ["last:2"], "meaning"),
        ("overview.supervision", "开展检查{entry:overview.supervision.3}人次。", ["last:2"], "meaning"),
        (
            "overview.supervision",
            "举办培训{entry:overview.supervision.2}次、覆盖{entry:overview.supervision.3}人次。",
            ["last:2"],
            None,
        ),
        ("overview.supervision", "加强网站监测。", ["last:3"], "unsupported"),
        ("overview.supervision", "加强网站监测。", ["last:99"], "unknown_source"),
        ("overview.supervision", "加强网站监测。", [], "no_source"),
        ("overview.supervision", "加强网站监测。", ["figures"], "unsupported"),
        ("overview.management", "完成农业、水利领域政府信息属性的逐件核对。", ["note:1"], "retold"),
        ("overview.supervision", "培训{entry:overview.supervision.2}次。", ["last:2"], None),
        ("overview.supervision", "培训{entry:overview.supervision.3}次。", ["last:2"], "unit"),
        ("overview.proactive", "其中政务动态{entry:overview.proactive.3}条。", ["last:1"], "meaning"),
        ("overview.proactive", "公开{entry:other_matters.1}元。", ["last:1"], "unknown"),
    ],
)
def test_a_source_supports_its_sentence(
    gates: dict[str, Gate], block: str, text: str, sources: list[str], rule: str | None
) -> None:
    own = [note.id for note in gates[block].task.notes]
    sources = [f"note:{own[0]}" if source == "note:1" else source for source in sources]
    found = rules(gates[block], text, *sources) if sources else {r.rule for r in gates[block].judge(text, ()).reasons}
    assert rule in found if rule else not found


def test_what_stands_before_a_sentence_counts(gates: dict[str, Gate]) -> None:
    gate = gates["overview.on_request"]
    before = Context("因政府信息公开引起行政复议10件。", frozenset({"disputes.review.total"}))
    assert not gate.judge("较上年{disputes.review.total|change}。", ["figures"], before).reasons
    assert gate.judge("较上年{proactive.licensing.decisions|change}。", ["figures"], before).reasons


def test_a_direction_word_that_the_reference_writes_itself_is_dropped(
    gates: dict[str, Gate], material: Material
) -> None:
    judged = gates["overview.on_request"].judge(
        "收到申请{ requests.new.total }件，较上年增加{requests.new.total | change}件。", ["figures"]
    )
    assert written(judged.text, material.facts) == "收到申请141件，较上年增加28件。"


def test_as_many_as_last_year_is_said_without_a_comparison_before_it(material: Material) -> None:
    last = replace(material.last, figures=material.last.figures | {"requests.new.total": 141})  # type: ignore[type-var, union-attr, operator]
    same = replace(material, last=last)
    gate = Gate(same, next(task for task in tasks_of(same) if task.key == "overview.on_request"))
    judged = gate.judge("收到申请{requests.new.total}件，较上年{requests.new.total|change}。", ["figures"])
    assert written(judged.text, same.facts) == "收到申请141件，与上年持平。"


def test_a_blank_cell_is_an_open_mark(material: Material) -> None:
    blank = replace(material, figures=material.figures | {"requests.granted.total": None})  # type: ignore[operator]
    gate = Gate(blank, next(task for task in tasks_of(blank) if task.key == "overview.on_request"))
    judged = gate.judge("办结的申请中，予以公开{requests.granted.total}件。", ["figures"])
    assert "【待核：（一）予以公开·总计未填】" in written(judged.text, blank.facts)


def test_claims_become_references_when_they_are_true(material: Material) -> None:
    none = {cell: 0 for cell in material.form.cells if cell.startswith("disputes")}
    quiet = replace(material, figures=material.figures | none)  # type: ignore[operator]
    gate = Gate(quiet, next(task for task in tasks_of(quiet) if task.key == "overview.on_request"))
    judged = gate.judge("未发生因政府信息公开引起的行政诉讼。", ["figures"])
    assert not judged.reasons and "{disputes.litigation.total|phrase}" in judged.text


def test_the_year_before_is_never_shown_as_a_number(gates: dict[str, Gate]) -> None:
    tasks: list[Task] = [gate.task for gate in gates.values()]
    assert all("2024" not in text and "4630" not in text for task in tasks for text in task.sentences)
