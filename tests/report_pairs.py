"""Fictional reports of two years, and edits that make many pairs of them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from drafter.form import Form, load_form
from drafter.report.filing import Block, Figures, Filing, complete

FORM = load_form("disclosure-2021")

PREFACE = (
    "根据《中华人民共和国政府信息公开条例》的规定，编制云溪县档案服务中心{year}年政府信息公开工作年度报告。"
    "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
)

OLD_OVERVIEW = (
    Block(("2024年，云溪县档案服务中心围绕中心工作，稳步推进政府信息公开，各项任务按期完成。",)),
    Block(
        (
            "2024年，通过门户网站主动公开政府信息132条，其中政务动态类87条、通知公告类45条。公开率比上年提高12.5%。",
            "全年编印服务指南4期，累计发放1.2万份；举办开放日活动三次，接待群众约300人次。",
        ),
        "（一）主动公开情况",
        "proactive",
    ),
    Block(
        ("2024年，新收政府信息公开申请8件，上年结转1件，全部按时办结。申请人以自然人为主，共7件。",),
        "（二）依申请公开情况",
        "on_request",
        True,
    ),
    Block(("健全信息发布审核制度，坚持先审后发。定期清理过期信息，共清理26条。",), "（三）政府信息管理", "management"),
    Block(("完成门户网站改版，新增检索功能。",), "（四）平台建设", "platform"),
    Block(("召开业务培训会2次，培训工作人员60人次。年度考核纳入单位绩效评价。",), "（五）监督保障", "supervision"),
)

NEW_OVERVIEW = (
    Block(("2025年，云溪县档案服务中心围绕中心工作，稳步推进政府信息公开，各项任务按期完成。",)),
    Block(
        (
            "2025年，通过门户网站主动公开政府信息158条，其中政务动态类96条、通知公告类62条。公开率比上年提高7.4%。",
            "举办开放日活动五次，接待群众约420人次；全年编印服务指南6期，累计发放1.5万份。",
        ),
        "（一）主动公开情况",
        "proactive",
    ),
    Block(
        ("2025年，新收政府信息公开申请15件，全部按时办结。申请人以自然人为主，共12件，另有法人申请3件。",),
        "（二）依申请公开情况",
        "on_request",
        True,
    ),
    Block(
        (
            "健全信息发布审核制度，坚持先审后发。",
            "定期清理过期信息，共清理【待核：上年26】条。",
        ),
        "（三）政府信息管理",
        "management",
    ),
    Block(("开通手机端服务，群众可随时查询馆藏目录。",), "（四）平台建设", "platform"),
    Block(("年度考核纳入单位绩效评价。召开业务培训会3次，培训工作人员75人次。",), "（五）监督保障", "supervision"),
)


def reports() -> tuple[Filing, Filing]:
    """Last year's report of a fictional archive and this year's draft, with a row that does not add up."""
    return filing(2024, OLD_OVERVIEW, _figures(2024)), filing(2025, NEW_OVERVIEW, _figures(2025))


def filing(year: int, overview: Sequence[Block], figures: Figures, form: Form = FORM) -> Filing:
    problems = (
        Block(
            (
                f"{year}年工作中还存在两个问题：一是信息发布不够及时；二是解读形式比较单一。",
                "下一步将完善发布流程，丰富图解、视频等解读形式。",
            )
        ),
    )
    other = (Block(("无其他需要报告的事项。" if year == 2024 else "本年度未收取信息处理费。",)),)
    narrative = {
        "preface": (Block((PREFACE.format(year=year),)),),
        "overview": tuple(overview),
        "problems": problems,
        "other_matters": other,
    }
    name = "云溪县档案服务中心"
    return Filing(form.key, figures, narrative, name, year, f"{name}{year}年政府信息公开工作年度报告")


def _figures(year: int) -> Figures:
    given: dict[str, object] = dict.fromkeys(FORM.cells, 0)
    people, firms, carried = (7, 1, 1) if year == 2024 else (12, 3, 0)
    for identity in FORM.identities:
        if identity.relation.computes:
            given[identity.left[0].address] = None
    given |= {
        "requests.new.natural_person": people,
        "requests.new.business": firms,
        "requests.carried_in.natural_person": carried,
        "requests.granted.natural_person": people + carried,
        "requests.granted.business": firms if year == 2024 else 1,
        "proactive.normative_documents.in_force": 3 if year == 2024 else 5,
        "disputes.review.upheld": None,
    }
    full, _ = complete({cell: value for cell, value in given.items() if cell in FORM.cells}, FORM)  # type: ignore[misc]
    return full


def edited(base: Filing, seed: int) -> Filing:
    """The report after some edits: figures, numbers in the text, words, moves, splits, drops and additions."""
    chance = random.Random(seed)
    figures = dict(base.figures)
    for cell in chance.sample(sorted(figures), 12):
        figures[cell] = chance.choice((None, 0, chance.randrange(2000), "/"))
    blocks = [
        Block(_paragraphs(block.paragraphs, chance), block.heading, block.topic, chance.random() < 0.3)
        for block in base.narrative["overview"]
    ]
    narrative = dict(base.narrative) | {"overview": tuple(block for block in blocks if chance.random() > 0.1)}
    year = (base.year or 0) + 1
    return Filing(base.form, figures, narrative, base.organization, year, f"{base.organization}{year}年报告")


def _paragraphs(texts: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    found = [_sentences(text, chance) for text in texts]
    if chance.random() < 0.4:
        chance.shuffle(found)
    if chance.random() < 0.3:
        found.insert(0, "新设咨询窗口，提供当面答复服务。")
    if found and len(found[0]) > 30 and chance.random() < 0.3:
        middle = found[0].find("。") + 1
        found[:1] = [text for text in (found[0][:middle], found[0][middle:]) if text]
    return tuple(found)


def _sentences(text: str, chance: random.Random) -> str:
    parts = [part + "。" for part in text.split("。") if part]
    if chance.random() < 0.4:
        chance.shuffle(parts)
    if len(parts) > 1 and chance.random() < 0.3:
        parts.pop()
    joined = "".join(parts).replace("2024", "2025").replace("12.5%", "7.4%")
    for old, new in (("约300人次", "约420人次"), ("新收", "共收到"), ("；", "。"), ("定期", "按季度"), ("60", "1,075")):
        joined = joined.replace(old, new) if chance.random() < 0.5 else joined
    return joined
