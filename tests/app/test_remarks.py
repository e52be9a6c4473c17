"""What the program finds stands at its place in a draft's Word file and page, and nowhere in its text."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import drafter
from drafter.case.decisions import Answer
from drafter.formats.docx.comment_reader import comments_in
from tests.app.test_edits import rewrite

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
INVENTED = "获评全国政务公开标杆。"


@pytest.fixture
def case(tmp_path: Path) -> drafter.Case:
    shutil.copytree(EXAMPLES, tmp_path / "案卷", ignore=shutil.ignore_patterns("expected", "drafts"))
    return drafter.Case.open(tmp_path / "案卷")


def remarks(path: Path) -> list[tuple[str, str]]:
    """The first words of each remark of the program, and the words that it is on."""
    return [
        (item.text.split("\n")[0], item.quote) for item in comments_in(path.read_bytes()) if item.author == "drafter"
    ]


def test_an_error_stands_as_a_comment_on_its_words(case: drafter.Case) -> None:
    rewrite(case.draft().paths[".docx"], {"制发行政规范性文件4件": "制发行政规范性文件6件"})
    drafted = case.draft()
    (found,) = [item for item in remarks(drafted.paths[".docx"]) if " T1 " in item[0]]
    assert found[1] == "6件" and "错误 T1" in found[0] and "本年制发件数" in found[0]
    page = drafted.paths[".html"].read_text(encoding="utf-8")
    assert re.search(r'<span class="remark" title="\d+  错误 T1[^>]*>', page)


def test_a_decision_stands_below_what_it_answers(case: drafter.Case) -> None:
    rewrite(case.draft().paths[".docx"], {"制发行政规范性文件4件": "制发行政规范性文件6件"})
    case.draft()
    number = next(item.number for item in case.check().judged if item.finding.rule == "T1")
    case.decide(str(number), Answer.ACCEPT, reason="按新口径统计", by="李")
    rewrite(case.path / "drafts" / "002.docx", {"全年举办业务培训": "全年组织业务培训"})
    third = case.draft().paths[".docx"]
    (said,) = [item.text for item in comments_in(third.read_bytes()) if " T1 " in item.text]
    assert said.split("\n")[-1].startswith("【答复】按新口径统计（李")


def test_remarks_are_no_text_and_are_not_read_back(case: drafter.Case, tmp_path: Path) -> None:
    first = case.draft()
    assert remarks(first.paths[".docx"]), "section one is much like last year's"
    assert "提醒 S2" not in first.paths[".txt"].read_text(encoding="utf-8")
    rewrite(first.paths[".docx"], {"全年举办业务培训": "全年组织业务培训"})
    second = case.draft()
    assert not [item for item in second.judged if item.is_comment]
    similar = [item for item in remarks(second.paths[".docx"]) if " S2 " in item[0]]
    assert len(similar) == 1, "made anew, not doubled"
