"""A whole season of one report at the terminal, in Word and in LibreOffice, step by step, in Chinese."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from drafter.formats.comments import Comment
from drafter.formats.docx.comment_reader import comments_in
from tests.app.test_comments import comment
from tests.app.test_edits import rewrite

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
NAME = "二〇二五 年报"
STEPS = 60


class Season:
    """One clerk's folder and terminal: every step says what must be printed, and which files there are after it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.case, self.steps = folder, folder / NAME, 0

    def run(
        self,
        command: str,
        *arguments: str,
        code: int = 0,
        says: Sequence[str] = (),
        lacks: Sequence[str] = (),
        drafts: int | None = None,
    ) -> str:
        """Run a command; `says` and `lacks` are patterns, `drafts` is how many drafts there are behind it."""
        self.steps += 1
        line = [sys.executable, "-m", "drafter", command, *arguments, "--lang", "zh"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            line, capture_output=True, encoding="utf-8", cwd=self.folder, env=environment, stdin=subprocess.DEVNULL
        )
        shown = done.stdout + done.stderr
        assert done.returncode == code, f"step {self.steps}: {command} {arguments}\n{shown}"
        for pattern in says:
            assert re.search(pattern, shown), f"step {self.steps}: {pattern}\n{shown}"
        for pattern in (*lacks, "Traceback", r"\{\w+\}", r"requests\.|disputes\.|proactive\."):
            assert not re.search(pattern, shown), f"step {self.steps}: {pattern}\n{shown}"
        if drafts is not None:
            assert len(list((self.case / "drafts").glob("*.draft.json"))) == drafts, f"step {self.steps}\n{shown}"
        return shown

    def draft(self, number: int, suffix: str = ".docx") -> Path:
        return self.case / "drafts" / f"{number:03}{suffix}"

    def fill(self, changes: dict[tuple[str, str], object]) -> None:
        """Type into the workbook, by sheet and cell."""
        book = openpyxl.load_workbook(self.case / "figures.xlsx")
        for (sheet, cell), value in changes.items():
            book[sheet][cell].value = value
        book.save(self.case / "figures.xlsx")

    def enter(self, changes: dict[str, str]) -> None:
        """Type quantities of the text, by their id in the hidden column."""
        book = openpyxl.load_workbook(self.case / "figures.xlsx")
        rows = {row[0].value: row for row in book["文字用数"].iter_rows()}
        for name, value in changes.items():
            rows[name][5].value = value
        book.save(self.case / "figures.xlsx")

    def office(self) -> None:
        """Open the workbook in LibreOffice and save it, as a clerk without Excel would."""
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(self.folder / "lo")]
        subprocess.run([*command, str(self.case / "figures.xlsx")], check=True, capture_output=True, timeout=120)
        shutil.move(self.folder / "lo" / "figures.xlsx", self.case / "figures.xlsx")


def track(path: Path, old: str, new: str) -> None:
    """Change words in a Word file with tracked changes on."""
    document = Document(str(path))
    paragraph = next(item for item in document.paragraphs if old in item.text)
    before, _, after = paragraph.text.partition(old)
    for run in paragraph.runs[1:]:
        run._element.getparent().remove(run._element)
    paragraph.runs[0].text = before
    for tag, text_tag, text in (("w:del", "w:delText", old), ("w:ins", "w:t", new)):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        change.set(qn("w:id"), "900")
        change.set(qn("w:author"), "科长")
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._element.append(change)
    paragraph.add_run(after)
    document.save(str(path))


def people(path: Path) -> list[Comment]:
    """The comments of people in a Word file."""
    return [item for item in comments_in(path.read_bytes()) if item.author != "drafter"]


def settle(path: Path, words: dict[str, str]) -> None:
    """Put words or numbers in the place of open marks, and "已办妥" in that of the rest."""
    rewrite(path, words)
    text = "\n".join(item.text for item in Document(str(path)).paragraphs)
    for mark in re.findall("【[^】]*】", text):
        rewrite(path, {mark: "已办妥"})


@pytest.fixture
def season(tmp_path: Path) -> Season:
    shutil.copy(EXAMPLES / "last-year.docx", tmp_path / "上年 报告.docx")
    return Season(tmp_path)


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_season_from_last_years_report_to_the_final_text(season: Season) -> None:
    case, run = NAME, season.run
    # before anything
    run("--help", says=["用法：drafter", "起草"])
    run("draft", case, code=2, says=["不是一个案卷", f"drafter new '{case}' --last-year"], lacks=["正在起草"])
    run("new", case, "--last-year", "没有.docx", code=2, says=["没有这个文件"])
    run("read", "上年 报告.docx", says=["表三：175 格，读入 175 格", "一、总体情况：8 段"])
    run(
        "new",
        case,
        "--last-year",
        "上年 报告.docx",
        says=["已建立 青禾县人民政府2025年的案卷", f"drafter draft '{case}'"],
    )
    run("new", case, "--last-year", "上年 报告.docx", code=2, says=["已经有内容了，没有改动"])
    assert {path.name for path in season.case.iterdir()} >= {"drafter.toml", "figures.xlsx", "notes.md", "drafts"}
    # nothing filled in
    run("check", case, code=1, says=["表二还没有填", "表三还没有填", "表四还没有填"])
    run("draft", case, says=["第 1 稿，由上年文字滚动", "待核 \\d+ 处：", "未填】"], drafts=1)
    run("draft", case, says=["与第 1 稿相比什么也没有变"], drafts=1)
    # filled in, with mistakes
    shutil.copy(EXAMPLES / "figures.xlsx", season.case / "figures.xlsx")
    shutil.copy(EXAMPLES / "notes.md", season.case / "notes.md")
    run("check", case, says=["错误 0 个"])
    granted = ("表三", "D11")
    book = openpyxl.load_workbook(season.case / "figures.xlsx", data_only=True)
    right = book[granted[0]][granted[1]].value
    season.fill({granted: "约四十"})
    run("check", case, code=1, says=["错误 D1", "（工作簿 表三 D11）", "约四十"])
    season.fill({granted: 7})
    run("check", case, code=1, says=["错误 A", "表三"])
    run("draft", case, says=["第 2 稿", "与第 1 稿相比：", "格有变化"], drafts=2)
    run("export", case, "-o", "定稿.docx", code=1, says=["没有写出", "还没有签：初审、复审、终审"])
    season.fill({granted: right})
    season.office()
    run("check", case, says=["错误 0 个", "待核 17 处。"])
    run("draft", case, says=["第 3 稿", "与第 2 稿相比：", "待核 17 处："], drafts=3)
    run("check", case, "--account", says=["有据 {2}", "待核 {2}|无依据"])
    run("check", case, "--vouching", says=["有依据 {2}"])
    # edited in Word, with tracked changes and comments
    track(season.draft(3), "召开新闻发布会", "举行新闻通气会")
    comment(season.draft(3), "设立政务公开专区", "请与宣传部核对", "王处长")
    run("check", case, says=["003.docx 被改过", "批注 M1 +王处长", "批注 1 条，没有答复的 1 条"])
    run("draft", case, says=["003.docx（第 3 稿）被改过", "第 4 稿", "1 句改措辞", "批注 1 条"], drafts=4)
    assert [item.author for item in people(season.draft(4))] == ["王处长"]
    assert "举行新闻通气会" in season.draft(4, ".txt").read_text(encoding="utf-8")
    run("draft", case, says=["与第 4 稿相比什么也没有变"], lacks=["也被改过"], drafts=4)
    run("diff", case, says=["改措辞", r"\[-召开-\]|\{\+举行"], lacks=["  未改  "])
    run("diff", case, "--all", says=["  未改  "])
    run("diff", case, "-o", "对照.html", says=["对照.html"])
    run("diff", case, "-o", "对照.html", code=2, says=["已经存在", "--force"])
    run("diff", case, "-o", "修订.docx", "--force", says=["修订.docx"])
    run("diff", case, "-o", f"{case}/notes.md", "--force", code=2)
    number = re.search(r"(\d+) 批注 M1", run("check", case, says=["批注 M1"]))
    assert number is not None
    run("decide", case, number.group(1), "--accept", "--reason", "已核对", code=2, says=["要写明是谁"])
    run("decide", case, number.group(1), "--accept", "--reason", "已与宣传部核对", "--by", "李明", says=["已记下：M1"])
    run("draft", case, says=["第 5 稿", "没有答复的 0 条"], drafts=5)
    assert "【答复】已与宣传部核对（李明" in people(season.draft(5))[0].text
    # numbers typed over marks, and late figures
    rewrite(season.draft(5), {"【待核：上年26】个领域": "27个领域"})
    run("check", case, says=["005.docx 被改过"])
    season.enter({"overview.management.1": "29"})
    run("check", case, code=1, says=["错误 T13", "27个", "填的是29个"])
    season.enter({"overview.management.1": "２７"})
    run("check", case, says=["错误 0 个"], lacks=["T13"])
    run("draft", case, says=["第 6 稿"], drafts=6)
    season.enter({"overview.management.1": "28"})
    run("draft", case, says=["第 7 稿", "1 句只改年份或数"], drafts=7)
    assert "基本目录28个领域" in season.draft(7, ".txt").read_text(encoding="utf-8")
    # a sentence that nothing vouches for, a cell changed in a table of the draft
    rewrite(season.draft(7), {"更新主动公开基本目录": "约谈7家单位。更新主动公开基本目录"})
    run("draft", case, says=["第 8 稿", "无依据 V1", "约谈7家单位", "无依据 1 句"], drafts=8)
    run("check", case, says=["无依据 V1", "无依据 1 句"])
    run("export", case, "-o", "定稿.docx", code=1, says=["无依据 V1", "待核 16 处"])
    run("decide", case, "V1", "--accept", "--reason", "台账在案", "--by", "李明", says=["已记下：V1 一、总体情况"])
    run("check", case, says=["其中由人说明 1 句", "无依据 0 句", "已说明 2 条"])
    # everything settled
    settle(season.draft(8), {"【待核：上年5】场": "6场", "【待核：上年12】个乡镇": "13个乡镇"})
    season.enter({"overview.proactive.6": "6", "overview.platform.4": "13"})
    run("draft", case, says=["第 9 稿", "待核 0 处"], lacks=["T13"], drafts=9)
    run("sign", case, "--review", "final", "--by", "赵局", code=2, says=["终审签名前要先有初审、复审的签名"])
    run("sign", case, "--review", "first", "--by", "李明", says=["初审已签"])
    run("sign", case, "--review", "second", "--by", "王芳", says=["复审已签"])
    season.enter({"overview.management.1": "30"})
    run("draft", case, says=["第 10 稿"], drafts=10)
    run("diff", case, "--since", "signed", says=["仅年份或数", "28个|30个"])
    run("export", case, "-o", "送审.docx", "--review", says=["还没有签：初审、复审、终审", "送审.docx"])
    for review, name in (("first", "李明"), ("second", "王芳"), ("final", "赵局")):
        run("sign", case, "--review", review, "--by", name, says=["已签"])
    run("log", case, says=["第 10 稿", "采用了改过的", "李明 说明 V1", "赵局 终审签名"])
    shown = run("check", case)
    for found in re.findall(r"^ *(\d+) (?:错误|无依据|相矛盾)", shown.partition("已说明")[0], re.M):
        run("decide", case, found, "--accept", "--reason", "已核实", "--by", "李明", says=["已记下"])
    final = run("export", case, "-o", "定稿.docx", says=["定稿.docx"], lacks=["还没有签", "没有写出"])
    assert (
        final
        and (season.folder / "定稿.docx").is_file()
        and not comments_in((season.folder / "定稿.docx").read_bytes())
    )
    run("export", case, "-o", "定稿.docx", code=2, says=["已经存在"])
    run("export", case, "-o", "定稿.txt", says=["定稿.txt"])
    text = (season.folder / "定稿.txt").read_text(encoding="utf-8")
    assert "【" not in text
    for words in ("基本目录30个领域", "约谈7家单位", "举行新闻通气会6场", "13个乡镇"):
        assert words in text, text
    run("read", "定稿.docx", says=["青禾县人民政府2025年政府信息公开工作年度报告", "读入 175 格"])
    page = run("check", case, "--format", "html", says=["<h2>已说明</h2>", "台账在案"], lacks=["待核 \\d+ 处"])
    assert page.startswith("<!doctype html>")
    run("diff", "上年 报告.docx", "定稿.docx", says=["文字沿用", "表格：200 格中"])
    run("rules", says=["V1", "T13"])
    run("forms", says=["disclosure-2021"])
    assert season.steps >= STEPS
