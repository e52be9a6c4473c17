"""Comments that reviewers write in Word are kept: read, shown, carried into the next draft, answered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document

import drafter
from drafter.case.decisions import Answer
from drafter.formats.comments import Comment
from drafter.formats.docx.comment_reader import comments_in
from drafter.views.terminal import checked_lines, drafted_lines, log_lines
from tests.app.test_edits import rewrite, type_entry

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def case(tmp_path: Path) -> drafter.Case:
    shutil.copytree(EXAMPLES, tmp_path / "案卷", ignore=shutil.ignore_patterns("expected", "drafts"))
    return drafter.Case.open(tmp_path / "案卷")


def comment(path: Path, words: str, text: str, author: str = "王处长") -> None:
    """Write a comment on words of a paragraph or a cell, as Word does."""
    document = Document(str(path))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(item for cell in cells for item in cell.paragraphs)]
    paragraph = next(item for item in paragraphs if words in item.text)
    before, _, after = paragraph.text.partition(words)
    for run in paragraph.runs:
        run.text = ""
    paragraph.runs[0].text = before
    run = paragraph.add_run(words)
    paragraph.add_run(after)
    document.add_comment(run, text, author=author, initials=author[:1])
    document.save(str(path))


def people_in(data: bytes) -> list[Comment]:
    """The comments of people; the program's own remarks are none."""
    return [item for item in comments_in(data) if item.author != "drafter"]


def shown(case: drafter.Case) -> list[str]:
    return [line for line in checked_lines(case.check(), "zh") if "批注" in line]


def test_a_comment_is_shown_with_its_author_its_day_and_the_words_it_is_on(case: drafter.Case) -> None:
    comment(case.draft().paths[".docx"], "召开新闻发布会", "数量请与宣传部核对")
    (item,) = [item for item in case.check().judged if item.is_comment]
    place = item.finding.place
    assert (place.section, place.topic, place.paragraph) == ("overview", "proactive", 1)
    line, count = shown(case)
    assert "批注 M1  王处长（20" in line and "数量请与宣传部核对（批注在“召开新闻发布会”）" in line
    assert count == "批注 1 条，没有答复的 1 条。"
    assert not item.holds_back


def test_a_comment_goes_into_the_next_drafts_and_its_words_with_it(case: drafter.Case) -> None:
    comment(case.draft().paths[".docx"], "召开新闻发布会", "数量请与宣传部核对")
    second = case.draft()
    (kept,) = people_in(second.paths[".docx"].read_bytes())
    assert (kept.author, kept.text, kept.quote) == ("王处长", "数量请与宣传部核对", "召开新闻发布会")
    type_entry(case, "overview.proactive.6", "7")
    third = case.draft()
    rewrite(third.paths[".docx"], {"更新主动公开": "及时更新主动公开"})
    fourth = case.draft()
    (kept,) = people_in(fourth.paths[".docx"].read_bytes())
    assert kept.quote == "召开新闻发布会" and "召开新闻发布会7场" in kept.around
    assert any("王处长" in line for line in drafted_lines(fourth, "zh"))


def test_an_answer_goes_below_the_comment_and_is_no_part_of_it(case: drafter.Case) -> None:
    comment(case.draft().paths[".docx"], "召开新闻发布会", "数量请与宣传部核对")
    (item,) = [item for item in case.check().judged if item.is_comment]
    case.decide(str(item.number), Answer.ACCEPT, reason="已与宣传部核对", by="李明")
    for _ in range(2):
        draft = case.draft().paths[".docx"]
        (kept,) = people_in(draft.read_bytes())
        first, second = kept.text.split("\n")
        assert first == "数量请与宣传部核对" and second.startswith("【答复】已与宣传部核对（李明，")
        rewrite(draft, {"新闻发布会": "新闻通气会"})
        rewrite(draft, {"新闻通气会": "新闻发布会"})
    assert shown(case)[-1] == "批注 1 条，没有答复的 0 条。"
    assert any("李明 说明 M1 一、总体情况 数量请与宣传部核对" in line for line in log_lines(case.folder, "zh"))


def test_a_comment_that_its_reviewer_takes_back_is_gone(case: drafter.Case) -> None:
    path = case.draft().paths[".docx"]
    comment(path, "召开新闻发布会", "数量请与宣传部核对")
    path = case.draft().paths[".docx"]
    document = Document(str(path))
    for element in list(
        document.element.body.iter("{*}commentRangeStart", "{*}commentRangeEnd", "{*}commentReference")
    ):
        element.getparent().remove(element)
    part = document.part._comments_part.element
    for item in list(part):
        part.remove(item)
    document.save(str(path))
    assert shown(case) == []


def test_a_comment_on_a_cell_stays_on_its_row(case: drafter.Case) -> None:
    comment(case.draft().paths[".docx"], "行政强制", "请行政执法局确认")
    second = case.draft().paths[".docx"]
    (kept,) = people_in(second.read_bytes())
    assert (kept.text, kept.quote, kept.column) == ("请行政执法局确认", "行政强制", 0)
    assert "请行政执法局确认（批注在“行政强制”）" in shown(case)[0]


def test_several_comments_and_one_on_words_that_are_gone_are_all_kept(case: drafter.Case) -> None:
    path = case.draft().paths[".docx"]
    comment(path, "召开新闻发布会", "数量请核对")
    comment(path, "发布政策解读", "写上网址", "赵科长")
    comment(path, "更新主动公开基本目录", "这句可以不写")
    path = case.draft().paths[".docx"]
    rewrite(path, {"更新主动公开基本目录【待核：上年26】个领域。": ""})
    path = case.draft().paths[".docx"]
    texts = {item.text: item.author for item in people_in(path.read_bytes())}
    assert texts == {"数量请核对": "王处长", "写上网址": "赵科长", "这句可以不写": "王处长"}
    assert len(shown(case)) == 4


def test_the_final_text_has_no_comments(case: drafter.Case, tmp_path: Path) -> None:
    comment(case.draft().paths[".docx"], "召开新闻发布会", "数量请核对")
    result = case.export(tmp_path / "送审.txt", review=True)
    assert result.path and "数量请核对" not in result.path.read_text(encoding="utf-8")
