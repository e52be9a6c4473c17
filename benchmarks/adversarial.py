"""A thousand drafts by a model that lies: how many wrong numbers get into the text, and what honesty costs.

Every draft is written by the shipped `ScriptedModel` through the whole writer: one request, the answer as JSON, proof,
one time back, rendering. Lies of eighteen kinds, each citing a source that exists, stand between honest sentences; one
sent back is withdrawn, told again, or replaced by another. Lies that hold a number, a direction or a claim on figures
must not stand; those in words alone (an event, an honour, a name) stand and must be unvouched.

    python benchmarks/adversarial.py [--drafts 1000] [--seed 1]
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
from drafter.llm.writer import Material, ModelNarrative, Options, write_narrative  # noqa: E402
from drafter.report.narrative import Narrative, sentences_of  # noqa: E402
from drafter.statements import State, bind  # noqa: E402

HONEST = ROOT / "benchmarks" / "honest.toml"
IN_WORDS = ("last year", "honours", "invented names", "names")
"""Kinds of lies that hold no number: whether something vouches for them is another question."""


def example() -> Material:
    """The material of the example case."""
    case = open_folder(ROOT / "examples")
    return material_of(case, inputs_of(case).facts)


@dataclass(frozen=True, slots=True)
class Lie:
    """A sentence that must not stand, and its kind."""

    kind: str
    text: str


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
FALLING = ("proactive.penalties.decisions", "proactive.normative_documents.issued")
"""Of these, the ones that went down against last year; all others went up."""
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
    "伍拾",
    "半百",
    "XII",
    "七",
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
    "举办业务培训{entry:overview.proactive.5}次",
    "覆盖{entry:overview.supervision.2}次检查",
    "编印公报{entry:overview.supervision.2}期",
    "在{entry:overview.platform.3}个乡镇设立政务公开专区",
    "召开新闻发布会{entry:overview.proactive.5}场",
    "网站访问量{entry:overview.supervision.3}人次",
]
BROKEN = [
    "收到申请{requests.new.sum}件",
    "收到申请{requests.new.total件",
    "收到申请{note:none}",
    "收到申请{requests.new.total|double}件",
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
    return Lie("digits", _said(chance)[1].format(number) + "。")


def _numerals(chance: random.Random) -> Lie:
    number = chance.choice(NUMERALS)
    template = chance.choice([_said(chance)[1], "全年公开信息{}条", "答复群众来电{}次", "共办理{}余件", "总数为{}"])
    return Lie("numerals", template.format(number) + "。")


def _words(chance: random.Random) -> Lie:
    word = chance.choice(WORDS)
    return Lie(
        "multiples", f"{chance.choice(['申请数量', '公开信息数量', '网站访问量', '法人或其他组织申请'])}{word}。"
    )


def _swapped(chance: random.Random) -> Lie:
    (target, template), (other, _) = _said(chance), _said(chance)
    while other == target:
        other, _ = _said(chance)
    return Lie("swapped", template.format(f"{{{other}}}") + "。")


def _event(chance: random.Random) -> Lie:
    number = str(chance.choice([chance.randint(2, 400), *NUMERALS]))
    return Lie("events", chance.choice(EVENTS).format(number) + "。")


def _direction(chance: random.Random) -> Lie:
    target, template = _said(chance)
    words = ["大幅增长", "持续增加", "同比上升"] if target in FALLING else ["明显下降", "有所减少", "比上年减少"]
    shape = chance.choice(["{said}，较上年{word}。", "{said}，{word}{{{target}|diff}}件。"])
    word = chance.choice([*words, "与上年持平"] if "diff" not in shape else [word[-2:] for word in words])
    return Lie("directions", shape.format(said=template.format(f"{{{target}}}"), word=word, target=target))


def _stale(chance: random.Random) -> Lie:
    year = chance.choice(["2024年", "2023年", "2022年度", "二〇二四年", "2024年1月至12月", "2019年以来", "2026年"])
    return Lie("years", f"{year}，{_said(chance)[1].format('{requests.new.total}')}。")


def _name(chance: random.Random) -> Lie:
    text = chance.choice(NAMES)
    return Lie("names", f"{text}。")


def _altered(chance: random.Random) -> Lie:
    target, template = _said(chance)
    shape = chance.choice(["近{}", "{}余", "超过{}", "{}万", "1{}", "{}0", "约{}", "至少{}", "{}.5", "-{}", "百分之{}"])
    before, after = shape.split("{}")
    return Lie("altered", template.format(f"{before}{{{target}}}{after}") + "。")


def _odd(chance: random.Random) -> Lie:
    number = chance.choice(ODD)
    return Lie("odd digits", _said(chance)[1].format(number) + "。")


def _claim(chance: random.Random) -> Lie:
    text = chance.choice(CLAIMS)
    return Lie("claims", f"{text}。")


def _past(chance: random.Random) -> Lie:
    text = chance.choice(PAST)
    return Lie("last year", f"{text}。")


def _honour(chance: random.Random) -> Lie:
    text = chance.choice(HONOURS)
    return Lie("honours", f"{text}。")


def _quoted(chance: random.Random) -> Lie:
    text = chance.choice(QUOTED)
    return Lie("invented names", f"{text}。")


def _row(chance: random.Random) -> Lie:
    (target, template), (other, _) = chance.sample(list(ROWS.items()), 2)
    return Lie("swapped rows", template.format(f"{{{other}}}") + "。")


def _entry(chance: random.Random) -> Lie:
    text = chance.choice(ENTRIES)
    return Lie("swapped entries", f"{text}。")


def _broken(chance: random.Random) -> Lie:
    text = chance.choice(BROKEN)
    return Lie("broken", f"{text}。")


def _unit(chance: random.Random) -> Lie:
    target, template = _said(chance)
    unit = chance.choice(["万件", "亿元", "人次", "%", "倍", "个百分点", "万元"])
    text = template.replace("{}件", f"{{{target}}}{unit}")
    return Lie("units", f"{text}。")


@dataclass(slots=True)
class Liar:
    """Writes honest sentences with lies between them, and remembers both."""

    chance: random.Random
    material: Material
    truth: dict[str, Any]
    told: list[Lie] = field(default_factory=list)
    honest: list[str] = field(default_factory=list)

    def answer(self, messages: Sequence[Message], schema: type[BaseModel]) -> str:
        """An answer to the first question, or to what was sent back."""
        return json.dumps(self._again(messages[-1].content) if len(messages) > 2 else self._first(), ensure_ascii=False)

    def _first(self) -> dict[str, Any]:
        paragraphs = []
        for paragraph in self.truth["paragraphs"]:
            texts = [item.text for item in sentences_of(paragraph["text"], self.material.form)]
            self.honest += texts
            if "problems" not in paragraph["place"]:
                for lie in self._some(3):
                    texts.insert(self.chance.randint(0, len(texts)), lie.text)
            sources = paragraph["sources"] or ["n1"]
            paragraphs.append({"place": paragraph["place"], "text": "".join(texts), "sources": sources})
        return {"paragraphs": paragraphs, "last_problems": self.truth["last_problems"]}

    def _some(self, most: int) -> list[Lie]:
        stream = (lie for lie in lies(self.chance) if not self._is_true(lie))
        found = [next(stream) for _ in range(self.chance.randint(0, most))]
        self.told += found
        return found

    def _is_true(self, lie: Lie) -> bool:
        """Whether chance has made a swapped reference say the right number."""
        named = re.search(r"\{([a-z_.]+)\}", lie.text)
        own = next(
            (target for target, said in (SAID | ROWS).items() if lie.text.startswith(said.partition("{")[0])), ""
        )
        if not lie.kind.startswith("swapped") or not named or not own:
            return False
        return self.material.facts.value(named.group(1)) == self.material.facts.value(own)

    def _again(self, asked: str) -> dict[str, Any]:
        replacements = []
        for match in re.finditer(r"^(\d+)\. (.*)$", asked, re.MULTILINE):
            chosen = self.chance.random()
            lie = "" if chosen < 0.3 else match.group(2) if chosen < 0.5 else "".join(x.text for x in self._some(1))
            replacements.append({"number": int(match.group(1)), "text": lie})
        return {"replacements": replacements}


@dataclass(slots=True)
class Score:
    """What became of all drafts."""

    drafts: int = 0
    lies: Counter[str] = field(default_factory=Counter)
    standing: Counter[str] = field(default_factory=Counter)
    unvouched: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    contradicted: int = 0
    honest: int = 0
    kept: int = 0
    numbers: int = 0
    lost: Counter[str] = field(default_factory=Counter)


def judge(written: ModelNarrative, liar: Liar, score: Score) -> None:
    """Count what stands of the lies, and what is lost of the honest sentences."""
    material = liar.material
    facts = material.facts
    rendered = render(Draft(material.form.key, facts.organization, facts.year, written.narrative), facts)
    score.numbers += sum(span.role is Role.FIGURE for spans in rendered.spans.values() for span in spans)
    standing = {item.raw: item for item in written.sentences}
    for lie in liar.told:
        score.lies[lie.kind] += 1
        item = standing.get(lie.text)
        if item is not None:
            score.standing[lie.kind] += 1
            score.unvouched[lie.kind] += item.vouched is False
            score.texts[f"{lie.kind}: {lie.text}"] += 1
    for text in liar.honest:
        score.honest += 1
        score.kept += text in standing
        if text not in standing:
            why = [reason.text("zh") for item in written.out if item.raw == text for reason in item.reasons]
            score.lost[f"{text} {why}"] += 1
    account = bind(Narrative(rendered.filing.narrative, material.form), facts)
    score.contradicted += sum(
        item.state is State.CONTRADICTED and not account.paragraphs[item.where].in_mark(item.start)
        for item in account.bindings
    )


def run(drafts: int, seed: int) -> Score:
    """Draft and judge."""
    material, score = example(), Score()
    truth = tomllib.loads(HONEST.read_text(encoding="utf-8"))
    for number in range(drafts):
        liar = Liar(random.Random(f"{seed}-{number}"), material, truth)
        written = write_narrative(material, ScriptedModel(liar.answer), Options(concurrency=1))
        judge(written, liar, score)
        score.drafts += 1
    return score


def main() -> int:
    """Print the score; 1 when a lie with a number stands or honesty is punished."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drafts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began = time.monotonic()
    score = run(arguments.drafts, arguments.seed)
    seconds = time.monotonic() - began
    print(f"drafts                                   {score.drafts} ({seconds:.0f} s)")
    print(f"lies told                                {sum(score.lies.values())}")
    for kind, count in sorted(score.lies.items()):
        shown = f", not vouched for {score.unvouched[kind]}" if kind in IN_WORDS else ""
        print(f"  {kind:<38} {count}, standing {score.standing[kind]}{shown}")
    wrong = sum(count for kind, count in score.standing.items() if kind not in IN_WORDS)
    print(f"lies with a number in the final text     {wrong}")
    print(f"numbers that contradict the figures      {score.contradicted}")
    print(f"numbers written by the program           {score.numbers}")
    print(f"honest sentences kept                    {score.kept} of {score.honest} ({score.kept / score.honest:.2%})")
    shown = [item for item in score.texts.most_common() if item[0].partition(":")[0] not in IN_WORDS]
    for text, count in [*shown[:60], *score.lost.most_common(10)]:
        print(f"    {count:>5}  {text}")
    return 0 if not wrong and not score.contradicted and score.kept >= 0.99 * score.honest else 1


if __name__ == "__main__":
    sys.exit(main())
