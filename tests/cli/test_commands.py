"""The command line: what it prints, its exit codes, and one clear sentence for bad input."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
COMMANDS = ("new", "read", "check", "draft", "diff", "decide", "sign", "export", "serve", "forms", "rules")


def run(
    *arguments: object, lang: str | None = "en", cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "drafter", *(["--lang", lang] if lang else []), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=60, cwd=cwd, env=environment, stdin=subprocess.DEVNULL
    )


@pytest.fixture
def case(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES, tmp_path / "case", ignore=shutil.ignore_patterns("expected", "drafts"))
    return tmp_path / "case"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_explains_itself_in_both_languages(command: str, lang: str) -> None:
    shown = run(command, "--help", lang=lang, NO_COLOR="1", COLUMNS="200").stdout
    assert bool(re.search(r"[\u4e00-\u9fff]{4}", shown)) is (lang == "zh")


def test_the_language_is_the_locales() -> None:
    assert "起草" in run("--help", lang=None, LC_ALL="zh_CN.UTF-8").stdout
    assert "Drafts a statutory" in run("--help", lang=None, LC_ALL="C", COLUMNS="300").stdout


def test_a_case_from_nothing_to_a_draft(tmp_path: Path) -> None:
    case = tmp_path / "case"
    made = run("new", case, "--last-year", EXAMPLES / "last-year.docx")
    assert made.returncode == 0 and "figures.xlsx" in made.stdout
    shutil.copy(EXAMPLES / "figures.xlsx", case)
    drafted = run("draft", case)
    assert drafted.returncode == 0
    assert "001.docx" in drafted.stdout and "roll-forward" in drafted.stdout and "open, " in drafted.stdout
    assert run("check", case).returncode == 0


def test_read_names_a_cell_that_holds_no_number(tmp_path: Path) -> None:
    source = tmp_path / "last.txt"
    text = (EXAMPLES / "last-year.txt").read_text(encoding="utf-8")
    source.write_text(text.replace("行政许可 | 12840 |", "行政许可 | 12 840 |"), encoding="utf-8")
    assert "proactive.licensing.decisions: 12 840" in run("read", source).stdout


def test_read_prints_the_contracts_json() -> None:
    result = run("read", EXAMPLES / "last-year.docx", "--format", "json")
    data = json.loads(result.stdout)
    assert result.returncode == 0
    assert list(data) == ["form", "organization", "year", "title", "figures", "narrative", "unread", "unplaced"]
    assert data["figures"]["proactive"]["fees"]["amount"] == 318.6
    assert set(data["narrative"]["overview"][1]) == {"topic", "heading", "run_in", "paragraphs"}


def test_read_exits_1_when_a_cell_was_not_read(tmp_path: Path) -> None:
    text = (EXAMPLES / "last-year.txt").read_text(encoding="utf-8").replace("行政许可 | 12840 |\n", "")
    path = tmp_path / "短.txt"
    path.write_text(text, encoding="gb18030")
    result = run("read", path, "--format", "json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["unread"] == [
        {"cell": "proactive.licensing.decisions", "raw": "", "reason": "absent"}
    ]


def test_a_row_that_does_not_add_up_is_told_and_marked_in_the_workbook(tmp_path: Path) -> None:
    text = (EXAMPLES / "last-year.txt").read_text(encoding="utf-8")
    row = "四、结转下年度继续办理 | 6 | 1 | 0 | 0 | 1 | 0 | "
    path = tmp_path / "last.txt"
    path.write_text(text.replace(f"{row}8 |", f"{row}1 |"), encoding="utf-8")
    result = run("read", path)
    assert result.returncode == 1 and "to be checked: requests.carried_out: sum differs" in result.stdout
    run("new", tmp_path / "doubted", "--last-year", path)
    run("new", tmp_path / "sound", "--last-year", EXAMPLES / "last-year.txt")
    assert _filled(tmp_path / "doubted", "00FFD7A3") == _filled(tmp_path / "sound", "00FFD7A3") + 7


def _filled(case: Path, color: str) -> int:
    """How many cells of a case's workbook have a colour."""
    book = load_workbook(case / "figures.xlsx")
    return sum(cell.fill.fgColor.rgb == color for sheet in book for line in sheet for cell in line)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full is stood for by a device of Linux")
@pytest.mark.parametrize("command", [["check", EXAMPLES], ["read", EXAMPLES / "last-year.txt"], ["rules"], ["forms"]])
def test_an_output_that_takes_nothing_is_told_in_a_sentence(command: list[object]) -> None:
    with open("/dev/full", "w") as full:
        arguments = [sys.executable, "-m", "drafter", "--lang", "en", *map(str, command)]
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 2 and done.stderr.splitlines()[-1] == "-: cannot be written (No space left on device)."


def test_explain_says_how_each_cell_was_found() -> None:
    shown = run("read", EXAMPLES / "last-year.txt", "--explain").stdout
    assert re.search(r"^requests\.new\.total  113  '113'  .*label", shown, re.M)


def test_check_prints_the_contracts_json(case: Path) -> None:
    run("draft", case)
    result = run("check", case, "--format", "json")
    data = json.loads(result.stdout)
    assert {"findings", "coverage", "account"} <= set(data)
    assert set(data["coverage"]) == {"quantities", "bound", "contradicted", "open"}
    assert set(data["account"][0]) == {"place", "text", "value", "unit", "state", "cells", "base", "reader"}


def test_check_exits_1_on_an_error_and_names_the_cell(tmp_path: Path) -> None:
    text = (EXAMPLES / "last-year.txt").read_text(encoding="utf-8")
    path = tmp_path / "wrong.txt"
    path.write_text(text.replace("（一）予以公开 | 41 |", "（一）予以公开 | 14 |"), encoding="utf-8")
    result = run("check", path, "--format", "json")
    assert result.returncode == 1
    first = json.loads(result.stdout)["findings"][0]
    assert {"rule", "severity", "place", "expected", "found", "message", "source", "key", "basis"} <= set(first)
    assert (first["place"]["cells"], first["expected"]) == (["requests.granted.natural_person"], "41")


def test_check_as_a_page_is_html(tmp_path: Path) -> None:
    assert run("check", EXAMPLES / "last-year.txt", "--format", "html").stdout.startswith("<!doctype html>")


def test_bare_files_draft_without_a_case(tmp_path: Path) -> None:
    out = tmp_path / "稿 子.docx"
    result = run("draft", "--last-year", EXAMPLES / "last-year.txt", "--figures", EXAMPLES / "figures.xlsx", "-o", out)
    assert result.returncode == 0 and out.read_bytes().startswith(b"PK")
    piped = run("draft", "--last-year", EXAMPLES / "last-year.txt", "--figures", EXAMPLES / "figures.xlsx", "-o", "-")
    assert piped.stdout.startswith("# 青禾县人民政府2025年政府信息公开工作年度报告")


def test_forms_and_rules_list_what_is_built_in() -> None:
    assert "disclosure-2021" in run("forms").stdout
    rules = json.loads(run("rules", "--format", "json").stdout)
    assert {"A1", "A2", "A3", "A4", "B1", "D1", "A0"} <= {rule["rule"] for rule in rules}


def test_the_small_english_form_runs_read_check_draft(tmp_path: Path) -> None:
    folder = ROOT / "tests" / "forms" / "records-2020"
    last = folder / "last-year.txt"
    assert run("read", last, "--form", folder).returncode == 0
    assert run("check", last, "--form", folder).returncode == 0
    figures = tmp_path / "figures.json"
    counts = {"pending_start": 10, "received": 150, "processed": 140, "late": 200, "pending_end": 20}
    data = {"form": "records-2020", "figures": {"volume": {k: {"count": v} for k, v in counts.items()}}}
    data["figures"]["components"] = {"West": {"granted": "N/A", "denied": 60, "total": None, "remark": "new"}}
    figures.write_text(json.dumps(data))
    checked = run("check", figures, "--form", folder)
    assert checked.returncode == 1 and "E2" in checked.stdout
    drafted = run("draft", "--form", folder, "--last-year", last, "--figures", figures, "-o", "-")
    assert drafted.stdout.startswith("# Annual Records Report of Harbour Office, 2024")
    assert "In 2024 the office received 150 requests and processed 140" in drafted.stdout
    assert r"\[OPEN: last year 4\] workshops" in drafted.stdout, "brackets are escaped in Markdown"


@pytest.mark.slow
def test_a_draft_is_compared_decided_signed_and_exported(case: Path, tmp_path: Path) -> None:
    run("draft", case)
    page, redline = tmp_path / "page.html", tmp_path / "redline.docx"
    assert "+2025+" in run("diff", case / "last-year.docx", case).stdout
    assert json.loads(run("diff", case / "last-year.docx", case, "--format", "json").stdout)
    assert run("diff", case / "last-year.docx", case, "-o", page).returncode == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run("diff", case / "last-year.docx", case, "-o", redline).returncode == 0
    assert redline.read_bytes().startswith(b"PK")
    (finding,) = json.loads(run("check", case, "--format", "json").stdout)["findings"]
    decided = run("decide", case, finding["key"], "--accept", "--reason", "same work as last year", "--by", "Li")
    assert decided.returncode == 0 and "Li" in (case / "decisions.toml").read_text(encoding="utf-8")
    assert run("sign", case, "--review", "first", "--by", "Zhang").returncode == 0
    held = run("export", case, "-o", tmp_path / "final.docx")
    assert held.returncode == 1 and not (tmp_path / "final.docx").exists()
    assert run("export", case, "-o", tmp_path / "review.docx", "--review").returncode == 0


@pytest.mark.slow
def test_what_nothing_holds_back_is_exported(case: Path, tmp_path: Path) -> None:
    import docx

    run("draft", case)
    path = case / "drafts" / "001.docx"
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        if "【待核：" in paragraph.text:
            text = re.sub(r"【待核：[^】]*】", "已核", paragraph.text)
            for piece in paragraph.runs[1:]:
                piece.text = ""
            paragraph.runs[0].text = text
    document.save(str(path))
    assert "open, 0" in run("draft", case).stdout
    for finding in json.loads(run("check", case, "--format", "json").stdout)["findings"]:
        run("decide", case, finding["key"], "--accept", "--reason", "checked", "--by", "Li")
    result = run("export", case, "-o", tmp_path / "定稿.docx")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "定稿.docx").read_bytes().startswith(b"PK")


BAD = {
    "empty.docx": b"",
    "truncated.docx": (EXAMPLES / "last-year.docx").read_bytes()[:3000],
    "encrypted.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "picture.docx": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "old.wps": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "nothing.txt": "今天天气很好。".encode(),
    "binary.txt": bytes(range(256)) * 8,
    "broken.json": b'{"form": ',
    "other.json": b'{"form": "other", "figures": {}}',
    "shape.json": b'{"form": "disclosure-2021", "figures": {"requests": 3}}',
    "cell.json": b'{"form": "disclosure-2021", "figures": {"requests": {"new": {"nobody": 3}}}}',
    "book.xlsx": (EXAMPLES / "figures.xlsx").read_bytes(),
}


@pytest.mark.parametrize("name", sorted(BAD))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_cannot_be_read_gets_one_sentence_and_exit_2(name: str, lang: str, tmp_path: Path) -> None:
    path = tmp_path / f"坏 {name}"
    path.write_bytes(BAD[name])
    result = run("read", path, lang=lang)
    assert result.returncode == 2, result.stdout
    (line,) = result.stderr.strip().splitlines()
    assert name in line and "Traceback" not in line
    assert bool(re.search(r"[\u4e00-\u9fff]{4}", line.replace(f"坏 {name}", ""))) is (lang == "zh")


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "nowhere.docx"],
        ["read", "."],
        ["check", "."],
        ["draft", "."],
        ["draft", "--figures", "nowhere.xlsx"],
        ["new", "case", "--last-year", "nowhere.docx"],
        ["new", "case", "--kind", "kingdom", "--organization", "x", "--year", "2025"],
        ["check", str(EXAMPLES / "last-year.txt"), "--kind", "kingdom"],
        ["forms", "--frobnicate"],
        ["read", str(EXAMPLES / "last-year.txt"), "--form", "nothing"],
        [
            "draft",
            "--last-year",
            str(EXAMPLES / "last-year.txt"),
            "--figures",
            str(EXAMPLES / "figures.xlsx"),
            "-o",
            "nowhere/x.docx",
        ],
        [
            "draft",
            "--last-year",
            str(EXAMPLES / "last-year.txt"),
            "--figures",
            str(EXAMPLES / "figures.xlsx"),
            "-o",
            "x.pages",
        ],
    ],
)
def test_wrong_use_exits_2_without_a_traceback(arguments: list[str], tmp_path: Path) -> None:
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr and result.stderr.strip()


def test_output_is_utf8_in_a_bare_locale_too() -> None:
    result = run(
        "read", EXAMPLES / "last-year.txt", lang="zh", LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert "青禾县人民政府" in result.stdout


def test_the_network_is_not_needed() -> None:
    """Whatever opens a socket fails the run."""
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        f"sys.argv = ['drafter', 'read', {str(EXAMPLES / 'last-year.docx')!r}]\n"
        "from drafter.cli import main\nmain()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert result.returncode == 0
