"""A second reader on the command line: a real server, what is kept in a case, and what a fault leaves."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drafter.app.check import check_target
from drafter.app.draft import draft_case
from drafter.app.model_drafts import Asked, draft_by_model
from drafter.app.options import ReaderChoice, ReportOptions
from drafter.app.review import decide
from drafter.case.decisions import Answer
from drafter.case.folder import open_folder
from drafter.views.readings import notice_lines
from tests.cli.test_commands import run
from tests.llm.conftest import KEY, ROOT, Server, answer, completion, failure, http, server
from tests.llm.scripts import honest

__all__ = ["server"]
OPTIONS = ReportOptions("disclosure-2021")
READER = ReaderChoice("m")
READ = {"statements": [{"paragraph": 1, "words": "", "relation": "zero"}], "sentences": []}


def told(data: dict[str, Any]) -> bytes:
    """A response with an answer, its prompt counted as long as prompts here are."""
    return http(json.dumps(completion(json.dumps(data)) | {"usage": {"prompt_tokens": 5000, "completion_tokens": 9}}))


@pytest.fixture
def case(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example with a first draft, and the address of the server in its settings."""
    folder = tmp_path / "case"
    shutil.copytree(ROOT / "examples", folder, ignore=shutil.ignore_patterns("expected", "drafts", "*.reading.json"))
    with (folder / "drafter.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[model]\nbase_url = "{server.url}"\nconcurrency = 1\n')
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    for name in ("OPENAI_BASE_URL", "DRAFTER_MODEL"):
        monkeypatch.delenv(name, raising=False)
    draft_case(open_folder(folder), OPTIONS)
    return folder


def claimed(folder: Path, words: str, address: str) -> dict[str, Any]:
    """An answer that reads some words of the draft as none of something."""
    filing = check_target(folder, OPTIONS).filing
    texts = [text for blocks in filing.narrative.values() for block in blocks for text in block.paragraphs]
    number = next(at for at, text in enumerate(texts, 1) if words in text)
    told = {"paragraph": number, "words": words, "relation": "zero", "subject": [address]}
    return {"statements": [told], "sentences": []}


def test_nothing_is_sent_unless_a_reader_is_named(case: Path, server: Server) -> None:
    check_target(case, OPTIONS)
    check_target(case, OPTIONS, ReaderChoice())
    assert server.requests == 0


def test_a_case_is_read_once_and_what_was_read_counts_wherever_it_is_checked(case: Path, server: Server) -> None:
    server.script = [told(claimed(case, "先审查、后公开", "requests.new.total"))]
    first = check_target(case, OPTIONS, READER)
    paid = server.requests
    assert paid == 2, "one request on statements, one on sentences"
    (finding,) = (item for item in first.findings if item.reader.value == "model")
    assert check_target(case, OPTIONS, READER).findings == first.findings == check_target(case, OPTIONS).findings
    assert server.requests == paid
    (decision,) = decide(open_folder(case), finding.key, Answer.DISMISS, reason="读错了", by="李明")
    assert decision.key == finding.key
    off = check_target(case, OPTIONS, ReaderChoice(off=True))
    assert finding not in off.findings and off.checked.second is None


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (failure("401 Unauthorized", f"Incorrect API key provided: {KEY}"), "密钥"),
        (http("<html>hello</html>", kind="text/html"), "没有读成"),
        (answer("no json at all"), "没有读成"),
        (answer(None, message_refusal="no"), "没有读成"),
    ],
    ids=["key", "page", "nonsense", "empty"],
)
def test_a_reader_that_fails_leaves_what_the_program_reads_with_one_sentence(
    case: Path, server: Server, act: bytes, said: str
) -> None:
    plain = check_target(case, OPTIONS)
    server.script = [act]
    found = check_target(case, OPTIONS, READER)
    assert found.findings == plain.findings
    assert (found.account.bindings, found.account.claims) == (plain.account.bindings, plain.account.claims)
    lines = [line for line in notice_lines(found.notices, "zh") if "没有读成" in line]
    assert len(lines) == 1 and said in lines[0] and KEY not in "".join(notice_lines(found.notices, "en"))
    assert not any(KEY in path.read_text("utf-8", "replace") for path in case.rglob("*") if path.is_file())


def test_a_file_is_read_on_the_command_line_and_nothing_is_kept(tmp_path: Path, server: Server) -> None:
    report = tmp_path / "report.txt"
    shutil.copy(ROOT / "examples" / "last-year.txt", report)
    server.script = [told(READ)]
    env = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY}
    done = run("check", report, "--reader", "m", "--format", "json", lang="zh", **env)
    data = json.loads(done.stdout)
    assert data["reading"] == {"reader": "m", "statements": 1, "sentences": 0, "dropped": {"words": 1}}
    assert "模型 m 读正文" in done.stderr and {path.name for path in tmp_path.iterdir()} == {"report.txt"}
    assert json.loads(run("check", report, "--format", "json", lang="zh", **env).stdout)["reading"] is None


def test_reader_and_no_reader_do_not_go_together(tmp_path: Path) -> None:
    done = run("check", tmp_path, "--reader", "m", "--no-reader", lang="zh")
    assert done.returncode == 2 and "只能给一个" in done.stderr


def test_a_missing_key_is_said_and_the_check_goes_on(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://api.openai.com/v1")
    monkeypatch.delenv("OPENAI_API_KEY")
    settings = case / "drafter.toml"
    settings.write_text(settings.read_text(encoding="utf-8").partition("[model]")[0], encoding="utf-8")
    found = check_target(case, OPTIONS, READER)
    assert any("没有读成" in line for line in notice_lines(found.notices, "zh"))


def answering(server: Server) -> Callable[[socket.socket], None]:
    """Writes honestly, mends nothing, and reads nothing in it."""

    def act(connection: socket.socket) -> None:
        asked = schema_in(server.bodies[-1])
        data = honest() if "paragraphs" in asked else {"statements": []} if "statements" in asked else {}
        connection.sendall(told(data))

    return act


def schema_in(body: dict[str, Any]) -> dict[str, Any]:
    """What a request wants answered, by name."""
    wanted: dict[str, Any] = body["response_format"]["json_schema"]["schema"]["properties"]
    return wanted


def test_a_draft_by_a_model_is_read_once_at_the_end_and_not_again_when_it_is_checked(
    case: Path, server: Server
) -> None:
    server.script = [answering(server)]
    drafted = draft_by_model(
        open_folder(case), OPTIONS, Asked("m"), fresh=False, output=None, language="zh", progress=lambda step: None,
        reader=READER,
    )  # fmt: skip
    readings = [body for body in server.bodies if {"statements", "sentences"} & set(schema_in(body))]
    assert len(readings) == 2 and readings == server.bodies[-2:]
    assert sum("读正文" in line for line in drafted.lines) == 1
    sent = "".join(message["content"] for body in readings for message in body["messages"])
    assert '["n1"]' not in sent, "what the writer names as its sources is not shown"
    paid = server.requests
    assert check_target(case, OPTIONS, ReaderChoice()).checked.account.dropped == {} and server.requests == paid


def test_what_a_failed_reading_took_is_kept_but_nothing_of_it_counts(case: Path, server: Server) -> None:
    server.script = [answer("no json at all")]
    check_target(case, OPTIONS, READER)
    lines = (case / "drafts" / "reader.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines and all(json.loads(line)["attempts"] for line in lines)
    assert check_target(case, OPTIONS).checked.second is None
