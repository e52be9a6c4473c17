"""Cases of rules on words: real-looking fictional sentences in a report that has nothing wrong.

A case file holds `[[case]]` tables: `rule`; `pass` and `fail`, sentences put into `section` (default: overview); and
what else the sentence needs: `year`, `organization`, `kind`, `notices`, `title` or `heading` (the sentence is one),
`instead_of` (paragraphs of the base report with this text make room), `also` (other rules that it may break).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drafter.checks.matter import Context, Matter
from drafter.checks.rules import Outcomes, apply
from drafter.checks.wording import rules_of
from drafter.form import Form
from drafter.form.wording import Wording
from drafter.report.facts import facts_for
from drafter.report.filing import Block, Filing

_NO_CONTEXT = Context()
CASES = Path(__file__).parent / "checks" / "cases"

BASE: dict[str, tuple[Block, ...]] = {
    "preface": (Block(("本报告根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。",)),),
    "overview": (
        Block(("2024年，青禾县扎实推进政府信息公开，各项任务全面完成。",)),
        Block(("全年公开政府信息4630条。",), "（一）主动公开情况", "proactive"),
        Block(("全年新收政府信息公开申请113件。",), "（二）依申请公开情况", "on_request"),
        Block(("严格落实“三审三校”。",), "（三）政府信息管理情况", "management"),
        Block(("县政府网站新设专栏1个。",), "（四）政府信息公开平台建设情况", "platform"),
        Block(
            ("纳入年度绩效考核。", "通过问卷开展社会评议。", "未发生责任追究情形。"),
            "（五）监督保障情况",
            "supervision",
        ),
    ),
    "problems": (Block(("一是解读形式还不够多样。二是基层人员更替频繁。下一步，一是多用图解。二是组织轮训。",)),),
    "other_matters": (Block(("2024年未收取信息处理费。",)),),
}


@dataclass(frozen=True)
class Case:
    """One sentence and the rule that it must pass or fail."""

    rule: str
    sentence: str
    fails: bool
    given: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.rule}-{'fail' if self.fails else 'pass'}-{self.sentence[:24]}"


def cases() -> tuple[Case, ...]:
    """Every case of every file."""
    return tuple(case for path in sorted(CASES.glob("*.toml")) for case in _cases(path))


def _cases(path: Path) -> Iterator[Case]:
    for given in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
        for fails in (False, True):
            for sentence in given.get("fail" if fails else "pass", ()):
                yield Case(given["rule"], sentence, fails, given)


def report(case: Case) -> Filing:
    """The base report with the sentence of a case as a paragraph of its own at the end of its section."""
    given = case.given
    gone = given.get("instead_of")
    narrative = {
        section: tuple(
            Block(tuple(text for text in block.paragraphs if not gone or gone not in text), block.heading, block.topic)
            for block in blocks
        )
        for section, blocks in BASE.items()
    }
    section = given.get("section", "overview")
    heading = case.sentence if given.get("heading") else None
    paragraphs = () if heading or given.get("title") else tuple(case.sentence.split("\n"))
    narrative[section] += (Block(paragraphs, heading),)
    organization, year = given.get("organization", "青禾县人民政府"), given.get("year", 2024)
    official = f"{organization}{year}年政府信息公开工作年度报告" if year else None
    title = case.sentence if given.get("title") else official
    return Filing("disclosure-2021", {}, narrative, organization or None, year or None, title)


def checked(case: Case, form: Form, wording: Wording) -> Outcomes:
    """What the rules say of a case."""
    return words_of(
        report(case), form, wording, Context(kind=case.given.get("kind"), notices=case.given.get("notices", ()))
    )


def words_of(
    filing: Filing, form: Form, wording: Wording, context: Context = _NO_CONTEXT, last: Filing | None = None
) -> Outcomes:
    """What the rules on words come to."""
    matter = Matter(facts_for(filing, form, last=last), filing, context=context, wording=wording)
    return apply(rules_of(wording), matter)
