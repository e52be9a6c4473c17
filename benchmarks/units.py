"""Reports of made-up units: each writes in its own way, text and figures agree, and faults are planted by rule.

Used by `batch.py` and by tests of what an office does with many reports.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from drafter.form import load_form
from drafter.report import Block, Figure, Filing, complete

FORM = load_form("disclosure-2021")
STYLES = 60
"""Ways of writing: which of the sentences for a thing a unit uses, and in which order."""

_PLACES = ("云溪县", "石桥县", "临水县", "白塔县", "南屏县", "东泽县")
_OFFICES = ("水利局", "教育局", "司法局", "财政局", "林业局", "审计局", "统计局", "民政局", "商务局", "医疗保障局")
_APPLICANTS = ("natural_person", "business", "research", "social_organization", "legal_service", "other")
_ENDINGS = ("granted", "partially_granted", "denied.internal_affairs", "unavailable.not_held", "other.other")

_OPENINGS = (
    "{year}年，{unit}认真贯彻落实政府信息公开条例，围绕群众关心的事项推进公开。",
    "{unit}把政府信息公开作为{year}年的一项日常工作，明确专人负责。",
    "{year}年，{unit}对照条例要求，逐项落实公开责任。",
)
_RULES = (
    "本年制发行政规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。",
    "全年制发行政规范性文件{issued}件、废止{repealed}件，截至年底现行有效{in_force}件。",
    "制发行政规范性文件{issued}件，废止{repealed}件；现行有效的行政规范性文件{in_force}件。",
)
_DECISIONS = (
    "全年作出行政许可决定{licensing}件，行政处罚决定{penalties}件。",
    "作出行政许可{licensing}件、行政处罚{penalties}件。",
    "本年办理行政许可{licensing}件，作出行政处罚{penalties}件。",
)
_REQUESTS = (
    "全年新收政府信息公开申请{new}件，上年结转{carried_in}件，办结{handled}件，结转下年度继续办理{carried_out}件。",
    "{year}年新收政府信息公开申请{new}件，其中自然人申请{people}件；上年结转{carried_in}件，结转下年度{carried_out}件。",
    "共收到政府信息公开申请{new}件，上年结转{carried_in}件，本年办结{handled}件。",
)
_GRANTED = (
    "办结的申请中，予以公开{granted}件、部分公开{partly}件。",
    "其中予以公开{granted}件，部分公开{partly}件。",
    "办理结果为予以公开的{granted}件，部分公开的{partly}件。",
)
_DISPUTES = (
    "因政府信息公开引起行政复议{review}件。",
    "政府信息公开行政复议{review}件。",
    "本年涉及政府信息公开的行政复议共{review}件。",
)
_MANAGED = (
    "落实信息发布审查，坚持先审查、后公开。",
    "完善发布前审核，做到一事一审。",
    "信息发布实行科室初审、办公室复审。",
)
_PLATFORMS = (
    "加强门户网站公开专栏维护，及时更新栏目内容。",
    "依托县政府网站公开平台发布信息。",
    "在政务大厅设置信息查阅点。",
)
_GUARDED = (
    "将政府信息公开纳入年度考核，开展社会评议，未发生责任追究情形。",
    "政府信息公开纳入本单位年度工作考核；社会评议结果较好；本年没有被追究责任的情况。",
    "按要求开展考核和社会评议，没有责任追究的情况。",
)
_PROBLEMS = (
    "存在的问题：一是政策解读形式较单一；二是信息更新不够及时。改进措施：丰富解读形式，定期检查栏目更新。",
    "主要问题是公开意识还需增强、业务培训不足。下一步将加强学习培训，改进工作方法。",
    "工作中还存在目录更新不及时的问题。下一步将定期更新主动公开目录。",
)
_FEES = ("本年度未收取信息处理费。", "{year}年没有收取政府信息公开信息处理费。", "本机关{year}年未收取信息处理费。")


@dataclass(frozen=True, slots=True)
class UnitReport:
    """A report, and the rules of which one tells the fault that was planted in it; none where there is no fault."""

    unit: str
    filing: Filing
    fault: str = ""
    rules: tuple[str, ...] = ()


def unit_name(number: int) -> str:
    """The name of a unit by its number, each another."""
    name = _PLACES[number // 10 % 6] + _OFFICES[number % 10]
    return name if number < STYLES else f"{name}第{number // STYLES}分局"


def unit_report(number: int, year: int = 2025, fault: str = "") -> UnitReport:
    """The report of a unit, always the same for its number, year and fault."""
    chance = random.Random(number * 10_000 + year)
    unit, figures = unit_name(number), _figures(chance)
    words = {name: figures[cell] for name, cell in _CELLS.items()} | {"year": year, "unit": unit}
    filing = Filing(
        FORM.key,
        figures,
        _narrative(random.Random(number % STYLES), words),
        unit,
        year,
        f"{unit}{year}年政府信息公开工作年度报告",
    )
    if not fault:
        return UnitReport(unit, filing)
    rules, plant = FAULTS[fault]
    return UnitReport(unit, plant(filing, chance), fault, rules)


_CELLS = {
    "issued": "proactive.normative_documents.issued",
    "repealed": "proactive.normative_documents.repealed",
    "in_force": "proactive.normative_documents.in_force",
    "licensing": "proactive.licensing.decisions",
    "penalties": "proactive.penalties.decisions",
    "new": "requests.new.total",
    "people": "requests.new.natural_person",
    "carried_in": "requests.carried_in.total",
    "handled": "requests.handled_total.total",
    "carried_out": "requests.carried_out.total",
    "granted": "requests.granted.total",
    "partly": "requests.partially_granted.total",
    "review": "disputes.review.total",
}


def _figures(chance: random.Random) -> dict[str, Figure]:
    given: dict[str, Figure] = dict.fromkeys(FORM.cells, 0)
    for identity in FORM.identities:
        if identity.relation.computes:
            given[identity.left[0].address] = None
    given |= {_CELLS["issued"]: chance.randint(1, 6), _CELLS["in_force"]: chance.randint(20, 60)}
    given |= {_CELLS["repealed"]: chance.randint(0, 3), "proactive.fees.amount": chance.randint(0, 900)}
    given |= {_CELLS["licensing"]: chance.randint(100, 9000), _CELLS["penalties"]: chance.randint(70, 900)}
    for applicant, most in zip(_APPLICANTS, (60, 12, 3, 3, 4, 2), strict=True):
        new, carried_in = chance.randint(most // 3, most), chance.randint(0, most // 6)
        carried_out = chance.randint(0, (new + carried_in) // 4)
        handled = new + carried_in - carried_out
        given |= {f"requests.new.{applicant}": new, f"requests.carried_in.{applicant}": carried_in}
        given[f"requests.carried_out.{applicant}"] = carried_out
        cuts = sorted(chance.randint(0, handled) for _ in _ENDINGS[1:])
        for ending, low, high in zip(_ENDINGS, [0, *cuts], [*cuts, handled], strict=True):
            given[f"requests.{ending}.{applicant}"] = high - low
    given |= {"disputes.review.upheld": chance.randint(1, 6), "disputes.review.corrected": chance.randint(0, 2)}
    return dict(complete(given, FORM)[0])


def _narrative(style: random.Random, words: Mapping[str, object]) -> dict[str, tuple[Block, ...]]:
    def said(*choices: tuple[str, ...]) -> tuple[str, ...]:
        return ("".join(style.choice(sentences).format(**words) for sentences in choices),)

    headings = ("（一）主动公开情况", "（二）依申请公开情况", "（三）政府信息管理情况")
    headings += ("（四）政府信息公开平台建设情况", "（五）监督保障情况")
    topics = ("proactive", "on_request", "management", "platform", "supervision")
    texts = (said(_RULES, _DECISIONS), said(_REQUESTS, _GRANTED, _DISPUTES), said(_MANAGED), said(_PLATFORMS))
    overview = zip((*texts, said(_GUARDED)), headings, topics, strict=True)
    preface = "根据《中华人民共和国政府信息公开条例》的规定，编制{unit}{year}年政府信息公开工作年度报告。"
    return {
        "preface": (Block((preface.format(**words),)),),
        "overview": (Block(said(_OPENINGS)), *(Block(*block) for block in overview)),
        "problems": (Block(said(_PROBLEMS)),),
        "other_matters": (Block(said(_FEES)),),
    }


# --- faults ----------------------------------------------------------------------------------------------------------

Plant = Callable[[Filing, random.Random], Filing]


def _cell(filing: Filing, address: str, value: Figure) -> Filing:
    return replace(filing, figures={**filing.figures, address: value})


def _more(address: str, least: int = 1) -> Plant:
    """A cell that is too large."""

    def plant(filing: Filing, chance: random.Random) -> Filing:
        return _cell(filing, address, int(str(filing.figures[address])) + least + chance.randrange(9))

    return plant


def _said(section: str, old: str, new: str) -> Plant:
    """Words of a section that are others."""

    def plant(filing: Filing, chance: random.Random) -> Filing:
        def changed(text: str) -> str:
            return text.replace(old, new, 1)

        blocks = filing.narrative[section]
        told = tuple(replace(block, paragraphs=tuple(map(changed, block.paragraphs))) for block in blocks)
        if told == blocks:
            raise ValueError(f"{old} is not said in {section}")
        return replace(filing, narrative={**filing.narrative, section: told})

    return plant


def _number(name: str) -> Plant:
    """A number of the text that no cell and no sum of cells bears out."""

    def plant(filing: Filing, chance: random.Random) -> Filing:
        value = int(str(filing.figures[_CELLS[name]]))
        return _said("overview", f"{value}件", f"{value + value // 2 + 11}件")(filing, chance)

    return plant


def _emptied(section: str) -> Plant:
    return lambda filing, chance: replace(filing, narrative={**filing.narrative, section: ()})


def _emptied_to(section: str, text: str) -> Plant:
    return lambda filing, chance: replace(filing, narrative={**filing.narrative, section: (Block((text,)),)})


def _at_end(section: str, text: str) -> Plant:
    def plant(filing: Filing, chance: random.Random) -> Filing:
        *others, last = filing.narrative[section]
        told = replace(last, paragraphs=(*last.paragraphs, text))
        return replace(filing, narrative={**filing.narrative, section: (*others, told)})

    return plant


FAULTS: Mapping[str, tuple[tuple[str, ...], Plant]] = {
    "total of a row": (("A3", "A0", "A1", "T1"), _more("requests.new.total")),
    "cell of a column": (("A1", "A0", "A3", "A2"), _more("requests.granted.natural_person")),
    "carried out": (("A1", "A0", "A3"), _more("requests.carried_out.business")),
    "disputes": (("A4", "A0"), _more("disputes.review.total")),
    "blank": (("D1",), lambda filing, chance: _cell(filing, "requests.other.other.natural_person", None)),
    "no number": (("D1",), lambda filing, chance: _cell(filing, "proactive.coercion.decisions", "若干")),
    "licences in the text": (("T1",), _number("licensing")),
    "requests in the text": (("T1", "T3"), _number("new")),
    "documents in the text": (("T1",), _number("in_force")),
    "no fee said": (("W1",), _emptied_to("other_matters", "无其他需要报告的事项。")),
    "no other matters": (("N1", "W1"), _emptied("other_matters")),
    "number of a person": (("P1",), _at_end("overview", "联系人身份证号码为11010519491231002X。")),
    "old format": (("W11",), _at_end("overview", "对外公开总数量较上年有所增加。")),
    "placeholder": (("W14", "W12"), _at_end("overview", "全年举办培训XX次。")),
    "doubled sign": (("W23",), _at_end("overview", "进一步做好公开工作。。")),
}
"""Faults by what they are: the rules of which one has to tell it, and how it is planted."""
