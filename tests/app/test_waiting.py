"""What is open and what nothing vouches for: one word each, the same counts everywhere, and a person's one step."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

import drafter
from drafter.case.decisions import Answer
from drafter.views.counts import count_lines
from drafter.views.terminal import checked_lines, drafted_lines, gate_lines
from tests.app.test_edits import rewrite, type_entry

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
INVENTED = "县里率先建成“阳光公开云平台”，获评全省标杆。"


@pytest.fixture
def case(tmp_path: Path) -> drafter.Case:
    shutil.copytree(EXAMPLES, tmp_path / "案卷", ignore=shutil.ignore_patterns("expected", "drafts"))
    return drafter.Case.open(tmp_path / "案卷")


def marks_settled(case: drafter.Case) -> None:
    """Put words in the place of every open mark, as a person would."""
    draft = case.draft()
    text = "\n".join(draft.drafted.filing.narrative[key][0].paragraphs[0] for key in ("problems",))
    assert text
    marks = dict.fromkeys(re.findall("【[^】]*】", draft.paths[".md"].read_text(encoding="utf-8")), "")
    for mark in marks:
        rewrite(draft.paths[".docx"], {mark: "已办妥"})


def said(lines: Sequence[str], pattern: str) -> list[str]:
    return [match for line in lines for match in re.findall(pattern, line)]


COUNTS = "待核 \\d+ 处|无依据 \\d+ [个句]|相矛盾 \\d+ 句"


def test_a_draft_a_check_and_an_export_tell_the_same_counts_in_the_same_words(case: drafter.Case) -> None:
    rewrite(case.draft().paths[".docx"], {"【待核：上年26】个领域。": "【待核：上年26】个领域，约谈7家。"})
    drafted, checked = case.draft(), case.check()
    gate = case.export(case.path.parent / "定稿.docx").gate
    told = {*said(list(count_lines(checked, "zh")), COUNTS)}
    assert told == {"待核 16 处", "无依据 1 个", "无依据 1 句", "相矛盾 0 句"}
    assert told == {*said(drafted_lines(drafted, "zh"), COUNTS)} == {*said(list(checked_lines(checked, "zh")), COUNTS)}
    assert (len(gate.marks), [item.finding.rule for item in gate.findings]) == (16, ["V1"])
    assert said(gate_lines(gate, "zh"), COUNTS) == ["待核 16 处"]
    assert said(gate_lines(gate, "zh"), "无依据 V1 .*(约谈7家)") == ["约谈7家"]


def test_a_sentence_without_a_source_holds_the_final_text_back_until_a_person_vouches_for_it(
    case: drafter.Case, tmp_path: Path
) -> None:
    marks_settled(case)
    rewrite(case.draft().paths[".docx"], {"发布政策解读": "约谈7家单位。发布政策解读"})
    case.draft()
    held = case.export(tmp_path / "定稿.docx")
    waiting = [item for item in held.gate.findings if item.is_sentence]
    assert held.path is None and [item.finding.rule for item in waiting] == ["V1"]
    case.decide("V1", Answer.ACCEPT, reason="台账在案", by="李明")
    assert case.check().undecided_errors == 0
    assert not [item for item in case.export(tmp_path / "定稿.docx").gate.findings if item.is_sentence]
    shown = list(checked_lines(case.check(), "zh"))
    assert any("（其中由人说明 1 句），无依据 0 句" in line for line in shown)
    assert any("已说明（认可）：台账在案（李明" in line for line in shown)


def test_an_answer_for_a_sentence_stands_while_its_words_do(case: drafter.Case) -> None:
    rewrite(case.draft().paths[".docx"], {"发布政策解读": "约谈7家单位。发布政策解读"})
    case.decide("V1", Answer.ACCEPT, reason="台账在案", by="李明")
    case.draft()
    rewrite(case.draft().paths[".docx"], {"约谈7家单位": "约谈8家单位"})
    (waiting,) = [item for item in case.check().judged if item.is_sentence]
    assert waiting.holds_back and waiting.decision is not None
    rewrite(case.draft().paths[".docx"], {"约谈8家单位": "约谈7家单位"})
    assert not [item for item in case.check().judged if item.is_sentence and item.holds_back]


def test_a_person_still_vouches_for_own_words_after_the_next_drafts(case: drafter.Case) -> None:
    rewrite(case.draft().paths[".docx"], {"发布政策解读": f"{INVENTED}发布政策解读"})
    for _ in range(3):
        assert not case.check().checked.waiting
        case.draft()
    type_entry(case, "overview.management.1", "27")
    assert not case.check().checked.waiting


def test_a_sentence_that_the_figures_contradict_holds_the_final_text_back_even_as_a_warning(
    case: drafter.Case, tmp_path: Path
) -> None:
    rewrite(case.draft().paths[".docx"], {"法人或其他组织申请20件": "经比对后法人或其他组织申请68件"})
    (finding,) = [item for item in case.check().judged if item.finding.found == "68件"]
    assert finding.is_doubted and finding.holds_back and not case.check().undecided_errors
    assert finding in case.export(tmp_path / "定稿.docx").gate.findings
    case.decide(str(finding.number), Answer.DISMISS, reason="统计口径不同", by="李明")
    assert not [item for item in case.export(tmp_path / "定稿.docx").gate.findings if item.is_doubted]


def test_a_report_that_is_no_draft_has_no_waiting_sentences() -> None:
    assert drafter.check(EXAMPLES / "last-year.docx").judged == tuple(
        item for item in drafter.check(EXAMPLES / "last-year.docx").judged if not item.is_sentence
    )
