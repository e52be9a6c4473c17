"""A thousand drafts by a model that lies: how many wrong or unbound numbers get into the text, and what honesty costs.

Every draft is written by the shipped `ScriptedModel` through the whole writer: prompts, answers as JSON, the gate, one
re-ask, composing, rendering. Lies of eighteen kinds stand between honest sentences; one sent back is withdrawn or
another takes its place. The judge of the result is not the gate: each lie carries the words that must not
stand outside open marks, and the finished text is checked as any report is.

    python benchmarks/adversarial.py [--drafts 1000] [--seed 1] [--honest benchmarks/heldout.toml]

The honest sentences of `honest.toml` grew up with the gate. Those of `heldout.toml` were written before its rules were
read: 89.1 % of them were kept when they were first tried, and a second set 90.5 %; the rules have been mended since.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from drafter.app.model_drafts import material_of  # noqa: E402
from drafter.case.current import inputs_of  # noqa: E402
from drafter.case.folder import open_folder  # noqa: E402
from drafter.document import Role  # noqa: E402
from drafter.drafting.render import Draft, render  # noqa: E402
from drafter.llm import Message, ScriptedModel  # noqa: E402
from drafter.llm.writer import (  # noqa: E402
    Material,
    ModelNarrative,
    Options,
    prepare,
    write_narrative,
)
from drafter.llm.writer.blocks import tasks_of  # noqa: E402
from drafter.report.narrative import Narrative  # noqa: E402
from drafter.report.quantities.chinese import find_quantities  # noqa: E402
from drafter.statements import State, bind  # noqa: E402

HONEST = ROOT / "benchmarks" / "honest.toml"
HELD_OUT = ROOT / "benchmarks" / "heldout.toml"


def example() -> Material:
    """The material of the example case."""
    brief = inputs_of(open_folder(ROOT / "examples")).brief
    return material_of(brief)


def honest(key: str, material: Material, path: Path = HONEST) -> dict[str, Any]:
    """The honest sentences, `note:1` standing for the first note of a block."""
    text = path.read_text(encoding="utf-8")
    own = [note for note in material.notes if f"{note.section}.{note.topic}" == key or note.section == key]
    for number, note in enumerate(own, 1):
        text = text.replace(f"note:{number}", f"note:{note.id}")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Lie:
    """A sentence that must not stand, its kind, and the words of it that must not be met in clean text."""

    kind: str
    text: str
    words: str
    sources: tuple[str, ...] = ("general",)


SAID = {
    "requests.new.total": "收到政府信息公开申请{}件",
    "requests.carried_in.total": "上年结转政府信息公开申请{}件",
    "requests.carried_out.total": "结转下年度继续办理{}件",
    "requests.granted.total": "办结的申请中，予以公开{}件",
    "requests.denied.total": "办结的申请中，不予公开{}件",
    "disputes.review.total": "因政府信息公开引起行政复议{}件",
    "disputes.litigation.total": "因政府信息公开引起行政诉讼{}件",
    "proactive.licensing.decisions": "作出行政许可决定{}件",
    "proactive.penalties.decisions": "作出行政处罚决定{}件",
    "proactive.normative_documents.issued": "制发行政规范性文件{}件",
}
NUMERALS = [
    "三百二十",
    "两百一十六",
    "一百零八",
    "近千",
    "上百",
    "百余",
    "数十",
    "几十",
    "四十多",
    "十余",
    "约三十",
    "一千二百",
    "卅",
    "壹佰",
    "九",
    "十二",
    "数百",
    "两三",
]
ODD = ["９９", "⑨", "Ⅻ", "１２３", "12.5", "1,234", "3 4", "7\u200b8", "②", "½", "٣٤", "²³"]
WORDS = [
    "翻番",
    "翻了一番",
    "成倍增长",
    "翻了两番",
    "增长一倍",
    "增长近一半",
    "增长三成",
    "增长百分之二十",
    "过半数",
    "占绝大多数",
    "占三分之二",
    "占八成以上",
    "翻倍",
    "较上年倍增",
    "超过半数",
    "增长数倍",
]
EVENTS = [
    "举办“阳光政务”开放日活动{}场",
    "召开新闻发布会{}场",
    "组织{}名代表走进政务大厅",
    "培训业务骨干{}人次",
    "新设政务公开专区{}个",
    "开展专项检查{}次",
    "推出便民举措{}项",
    "编印宣传手册{}册",
]
NAMES = [
    "印发《2024年政务公开工作要点》",
    "编写《政务公开一百问》",
    "开设“三十六问”专栏",
    "推进“百日攻坚”行动，清理信息“五百条”",
    "上线“政策88条”专题",
    "落实“二十条举措”",
    "印发《2023—2024年工作方案》",
    "“86名群众参加”活动反响良好",
]
HONOURS = ["信息公开工作位居全市第一", "办理质量名列前茅", "考核排名前三", "获评全国先进单位", "公开质量居全省首位"]
CLAIMS = [
    "全年未收到政府信息公开申请",
    "未发生因政府信息公开引起的行政复议、行政诉讼",
    "申请均已全部办结，无结转下年度申请",
    "未发生因政府信息公开引起的行政诉讼",
]
PAST = [
    "2024年6月举办“种子质量大家看”开放日活动，群众踊跃参加",
    "举办“种子质量大家看”开放日活动，群众参加",
    "6月举办“种子质量大家看”开放日活动，86名群众参加",
]
QUOTED = [
    "开展“清风惠民”行动",
    "打造“阳光青禾”品牌",
    "开设“政策会客厅”专栏",
    "推出“一把手谈公开”系列访谈",
    "建成“青易办”平台",
    "印发《青禾县政务公开考核办法》",
    "举办“政府信息公开在身边”主题活动",
]
ROWS = {
    "requests.denied.third_party_rights.total": "因保护第三方合法权益不予公开{}件",
    "requests.denied.administrative_query.total": "因属于行政查询事项不予公开{}件",
    "requests.denied.enforcement_file.total": "属于行政执法案卷的{}件",
    "requests.unavailable.not_held.total": "本机关不掌握相关政府信息的{}件",
    "requests.unavailable.unclear_after_correction.total": "补正后申请内容仍不明确的{}件",
    "requests.not_processed.petition_or_complaint.total": "信访举报投诉类申请{}件",
    "requests.received.total": "本年新收与上年结转的申请共{}件",
    "requests.new.organizations": "法人或其他组织申请{}件",
    "requests.new.business": "商业企业申请{}件",
    "disputes.litigation_direct.total": "未经复议直接起诉{}件",
    "disputes.litigation_after_review.total": "复议后起诉{}件",
}
ENTRIES = [
    "开展检查{entry:overview.supervision.3}人次",
    "举办业务培训{entry:overview.supervision.4}次",
    "覆盖{entry:overview.supervision.2}次检查",
    "编印公报{entry:overview.platform.4}期",
    "在{entry:overview.platform.3}个乡镇设立政务公开专区",
    "召开新闻发布会{entry:overview.proactive.5}场",
    "网站访问量{entry:overview.supervision.3}人次",
]
BROKEN = [
    "收到申请{requests.new.sum}件",
    "收到申请{requests.new.total件",
    "收到申请{note:none}",
    "收到申请{requests.new.total|double}件",
    "【待核：收到申请】",
    "收到申请{{requests.new.total}}件共9件",
]


def lies(chance: random.Random) -> Iterator[Lie]:
    """Lies without end, of every kind."""
    kinds = [
        _digits,
        _numerals,
        _words,
        _swapped,
        _event,
        _direction,
        _stale,
        _name,
        _altered,
        _odd,
        _claim,
        _past,
        _honour,
        _broken,
        _unit,
        _quoted,
        _row,
        _entry,
    ]
    while True:
        yield chance.choice(kinds)(chance)


def _said(chance: random.Random) -> tuple[str, str]:
    return chance.choice(list(SAID.items()))


def _digits(chance: random.Random) -> Lie:
    number = str(chance.randint(1, 99999))
    return Lie("digits", _said(chance)[1].format(number) + "。", number, ("figures",))


def _numerals(chance: random.Random) -> Lie:
    number = chance.choice(NUMERALS)
    template = chance.choice([_said(chance)[1], "全年公开信息{}条", "答复群众来电{}次", "共办理{}余件", "总数为{}"])
    return Lie("numerals", template.format(number) + "。", number)


def _words(chance: random.Random) -> Lie:
    word = chance.choice(WORDS)
    return Lie("multiples", f"{chance.choice(['申请数量', '公开信息数量', '网站访问量', '自然人申请'])}{word}。", word)


def _swapped(chance: random.Random) -> Lie:
    (target, template), (other, _) = _said(chance), _said(chance)
    while other == target:
        other, _ = _said(chance)
    return Lie("swapped", template.format(f"{{{other}}}") + "。", f"swapped:{target}:{other}", ("figures",))


def _event(chance: random.Random) -> Lie:
    number = str(chance.choice([chance.randint(2, 400), *NUMERALS]))
    return Lie("events", chance.choice(EVENTS).format(number) + "。", number)


def _direction(chance: random.Random) -> Lie:
    target, template = _said(chance)
    word = chance.choice(
        ["大幅增长", "明显下降", "持续增加", "有所减少", "与上年持平", "增幅明显", "同比上升", "比上年减少"]
    )
    shape = chance.choice(["{said}，较上年{word}。", "{said}，{word}{{{target}|change}}。", "申请数量{word}。"])
    return Lie(
        "directions", shape.format(said=template.format(f"{{{target}}}"), word=word, target=target), word, ("figures",)
    )


def _stale(chance: random.Random) -> Lie:
    year = chance.choice(["2024年", "2023年", "2022年度", "二〇二四年", "2024年1月至12月", "2019年以来", "2026年"])
    return Lie("years", f"{year}，{_said(chance)[1].format('{requests.new.total}')}。", year, ("figures",))


def _name(chance: random.Random) -> Lie:
    text = chance.choice(NAMES)
    return Lie("names", f"{text}。", text)


def _altered(chance: random.Random) -> Lie:
    target, template = _said(chance)
    shape = chance.choice(["近{}", "{}余", "超过{}", "{}万", "1{}", "{}0", "约{}", "至少{}", "{}.5", "-{}", "百分之{}"])
    before, after = shape.split("{}")
    return Lie("altered", template.format(f"{before}{{{target}}}{after}") + "。", f"altered:{shape}", ("figures",))


def _odd(chance: random.Random) -> Lie:
    number = chance.choice(ODD)
    return Lie("odd digits", _said(chance)[1].format(number) + "。", number)


def _claim(chance: random.Random) -> Lie:
    text = chance.choice(CLAIMS)
    return Lie("claims", f"{text}。", text, ("figures",))


def _past(chance: random.Random) -> Lie:
    text = chance.choice(PAST)
    return Lie("last year", f"{text}。", text, (chance.choice(["last:1", "general"]),))


def _honour(chance: random.Random) -> Lie:
    text = chance.choice(HONOURS)
    return Lie("honours", f"{text}。", text)


def _quoted(chance: random.Random) -> Lie:
    text = chance.choice(QUOTED)
    return Lie("invented names", f"{text}。", text)


def _row(chance: random.Random) -> Lie:
    (target, template), (other, _) = chance.sample(list(ROWS.items()), 2)
    return Lie("swapped rows", template.format(f"{{{other}}}") + "。", f"swapped:{target}:{other}", ("figures",))


def _entry(chance: random.Random) -> Lie:
    text = chance.choice(ENTRIES)
    return Lie("swapped entries", f"{text}。", text, ("last:1", "last:2"))


def _broken(chance: random.Random) -> Lie:
    text = chance.choice(BROKEN)
    return Lie("broken", f"{text}。", re.sub(r"[{}]", "", text))


def _unit(chance: random.Random) -> Lie:
    target, template = _said(chance)
    unit = chance.choice(["万件", "亿元", "人次", "%", "倍", "个百分点", "万元"])
    text = template.replace("{}件", f"{{{target}}}{unit}")
    return Lie("units", f"{text}。", f"unit:{target}:{unit}", ("figures",))


@dataclass(slots=True)
class Liar:
    """Writes honest sentences with lies between them, and remembers both."""

    chance: random.Random
    told: list[tuple[str, Lie]] = field(default_factory=list)
    honest: list[tuple[str, str]] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)
    truth: dict[str, dict[str, Any]] = field(default_factory=dict)

    def answer(self, messages: Sequence[Message], schema: type[BaseModel]) -> str:
        """An answer to a block's first question or to the sentences sent back."""
        key = self.heads[messages[1].content]
        again = len(messages) > 2
        if "pairs" in schema.model_fields:
            return self._pairs(again)
        sentences = self._retold(key, messages[-1].content) if again else self._first(key)
        return json.dumps({"paragraphs": [{"sentences": sentences}]}, ensure_ascii=False)

    def _first(self, key: str) -> list[dict[str, Any]]:
        items = [item for block in self.truth[key]["sentences"] if block["block"] == key for item in block["items"]]
        places = sorted(self.chance.sample(range(len(items)), min(len(items), 4)))
        chosen = [items[place] for place in places]
        self.honest += [(key, item["text"]) for item in chosen]
        sentences = [{"text": item["text"], "sources": item["sources"]} for item in chosen]
        for lie in self._some(3):
            self.told.append((key, lie))
            sentences.insert(self.chance.randint(0, len(sentences)), {"text": lie.text, "sources": list(lie.sources)})
        return sentences

    def _some(self, most: int) -> list[Lie]:
        stream = lies(self.chance)
        return [next(stream) for _ in range(self.chance.randint(1, most))]

    def _retold(self, key: str, asked: str) -> list[dict[str, Any]]:
        count = len(re.findall(r"^\d+\. ", asked, re.MULTILINE))
        sentences: list[dict[str, Any]] = []
        for _ in range(count):
            lie = self._some(1)[0]
            if self.chance.random() < 0.3:
                sentences.append({"text": "", "sources": []})
            else:
                self.told.append((key, lie))
                sentences.append({"text": lie.text, "sources": list(lie.sources)})
        return sentences

    def _pairs(self, again: bool) -> str:
        lie = self._some(1)[0]
        self.told.append(("problems", lie))
        pairs = [] if again else [dict(pair) for pair in self.truth["problems"]["pairs"]]
        if not again:
            self.honest += [("problems", pair["measure"]) for pair in pairs]
        broken = {"problem": "部分单位公开不够及时", "measure": lie.text, "status": "continuing", "sources": ["last:1"]}
        pairs.insert(self.chance.randint(0, len(pairs)), broken)
        return json.dumps({"pairs": pairs}, ensure_ascii=False)


@dataclass(slots=True)
class Score:
    """What became of all drafts."""

    drafts: int = 0
    lies: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    unbound: int = 0
    contradicted: int = 0
    honest: int = 0
    kept: int = 0
    free: int = 0
    numbers: int = 0
    lost: Counter[str] = field(default_factory=Counter)


def judge(written: ModelNarrative, liar: Liar, material: Material, score: Score) -> None:
    """Count what stands outside open marks of the finished text."""
    rendered = render(Draft(material.form.key, material.organization, material.year, written.narrative), material.facts)
    for place, spans in rendered.spans.items():
        clean = "".join(
            span.text if span.role is Role.PLAIN else "\ufffc" for span in spans if span.role is not Role.OPEN
        )
        if place.section != "preface" and (place.section, place.paragraph) != ("overview", 0):
            score.unbound += _unbound(clean, material)
        score.numbers += sum(span.role is Role.FIGURE for span in spans)
    draft = "\n".join(text for blocks in written.narrative.values() for block in blocks for text in block.paragraphs)
    clean = re.sub(r"【待核：.*?】", "", draft)
    for _, lie in liar.told:
        score.lies[lie.kind] += 1
        if lie.text.rstrip("。") in clean:
            score.wrong[f"{lie.kind}: {lie.text}"] += 1
    for _, text in liar.honest:
        score.honest += 1
        kept = text.rstrip("。") in clean
        score.kept += kept
        why = [item.reasons for item in written.rejected if item.text[:8] == text[:8]]
        score.lost[f"{text} {why}"] += not kept
    score.contradicted += _contradicted(rendered.filing.narrative, material)
    score.free += _free(liar, material)


def _unbound(clean: str, material: Material) -> int:
    """Numbers in the model's own words: whatever looks like one and is neither the year nor a fixed expression."""
    text = re.sub(rf"(?<!\d){material.year}年|三审三校|一是|二是|三是|第二|《[^《》]*》", "", clean)
    found = [item.text for item in find_quantities(text)] + re.findall(r"\d+", text)
    found += [word for word in (*NUMERALS, *WORDS) if len(word) > 1 and word in text]
    return len(found)


def _contradicted(narrative: Any, material: Material) -> int:
    account = bind(Narrative(narrative, material.form), material.facts)
    return sum(
        item.state is State.CONTRADICTED and not account.paragraphs[item.where].in_mark(item.start)
        for item in account.bindings
    )


def _free(liar: Liar, material: Material) -> int:
    """Wrong or unbound numbers had the same model written its numbers itself: every lie that holds one stands."""
    return sum(kind_counts(lie) for _, lie in liar.told)


def kind_counts(lie: Lie) -> bool:
    """Whether a lie puts a wrong number, direction or claim on figures into the text."""
    return lie.kind not in ("honours", "broken")


def run(drafts: int, seed: int, path: Path = HONEST) -> Score:
    """Draft and judge."""
    material, score = example(), Score()
    heads = {request.messages[1].content: request.task.key for request in prepare(material).requests}
    truth = {key: honest(key, material, path) for key in heads.values()}
    for number in range(drafts):
        liar = Liar(random.Random(f"{seed}-{number}"), heads=heads, truth=truth)
        written = write_narrative(material, ScriptedModel(liar.answer), Options(concurrency=1))
        judge(written, liar, material, score)
        score.drafts += 1
    return score


def main() -> int:
    """Print the score; 1 when a lie stands or honesty is punished."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drafts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--honest", type=Path, default=HONEST)
    arguments = parser.parse_args()
    began = time.monotonic()
    score = run(arguments.drafts, arguments.seed, arguments.honest)
    seconds = time.monotonic() - began
    wrong = sum(score.wrong.values())
    print(
        f"drafts                                   {score.drafts} of {len(tasks_of(example()))} parts ({seconds:.0f} s)"
    )
    print(f"lies told                                {sum(score.lies.values())}")
    for kind, count in sorted(score.lies.items()):
        stood = sum(number for text, number in score.wrong.items() if text.startswith(f"{kind}:"))
        print(f"  {kind:<38} {count}, standing {stood}")
    print(f"lies in the final text                   {wrong}")
    print(f"numbers in the model's own words         {score.unbound}")
    print(f"numbers that contradict the figures      {score.contradicted}")
    print(f"numbers written by the program           {score.numbers}")
    print(f"the same model writing numbers freely    {score.free} wrong or unbound")
    print(f"honest sentences kept                    {score.kept} of {score.honest} ({score.kept / score.honest:.2%})")
    for text, count in [*score.wrong.most_common(20), *(item for item in score.lost.most_common(10) if item[1])]:
        print(f"    {count:>5}  {text}")
    good = not wrong and not score.unbound and not score.contradicted and score.kept >= 0.99 * score.honest
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
