"""A model in a case: what is kept with a draft, what the next run takes from it, and what the user is told."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.app.model_drafts import Asked, draft_by_model
from drafter.app.options import ReportOptions
from drafter.app.revise import propose, take
from drafter.case.folder import open_folder
from drafter.case.results import DraftResult
from drafter.errors import ModelError
from drafter.messages import error_text
from tests.llm.conftest import KEY, ROOT, Server, completion, failure, http
from tests.llm.scripts import honest

USED = {"usage": {"prompt_tokens": 5000, "completion_tokens": 1800, "total_tokens": 6800}}
REVISED = {"text": "全年培训{e17}人次，举办业务培训{e16}次。"}


@pytest.fixture
def folder(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example case, with the address of the server in its settings."""
    case = tmp_path / "case"
    shutil.copytree(ROOT / "examples", case, ignore=shutil.ignore_patterns("expected", "drafts", "*.reading.json"))
    with (case / "drafter.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[model]\nmodel = "m"\nbase_url = "{server.url}"\nconcurrency = 1\n')
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    for name in ("OPENAI_BASE_URL", "DRAFTER_MODEL"):
        monkeypatch.delenv(name, raising=False)
    return case


@pytest.fixture
def honestly(server: Server) -> Callable[..., None]:
    """Makes the server answer honestly, or with one act."""

    def script(act: bytes = b"") -> None:
        server.script = [act or http(json.dumps(completion(json.dumps(honest())) | USED))]

    return script


def draft(folder: Path, *, fresh: bool = False, model: str | None = None, explain: bool = False) -> DraftResult:
    """One run of `drafter draft --writer model`."""
    asked = Asked(model)
    return draft_by_model(
        open_folder(folder),
        ReportOptions("disclosure-2021"),
        asked,
        fresh=fresh,
        output=None,
        language="zh",
        progress=lambda progress: None,
        explain=explain,
    )


def test_a_finished_draft_is_not_paid_for_twice_unless_asked_afresh(
    folder: Path, server: Server, honestly: Callable[..., None]
) -> None:
    honestly()
    first = draft(folder)
    assert server.requests == 1 and not (folder / "drafts" / "pending.model.jsonl").exists()
    record = json.loads((folder / "drafts" / "001.model.json").read_text(encoding="utf-8"))
    assert record["usage"]["prompt"] == 5000 and len(record["replies"]) == 1
    second = draft(folder)
    assert server.requests == 1 and second.drafted.filing.narrative == first.drafted.filing.narrative
    draft(folder, fresh=True)
    assert server.requests == 2
    draft(folder, model="another")
    assert server.requests == 3


def test_what_a_run_came_to_is_told_in_a_table_and_each_sentence_on_demand(
    folder: Path, honestly: Callable[..., None]
) -> None:
    with (folder / "drafter.toml").open("a", encoding="utf-8") as file:
        file.write("price_in = 2.0\nprice_out = 8.0\n")
    honestly()
    table = dict(line.rsplit("  ", 1) for line in draft(folder).lines)
    told = {name.strip(): value for name, value in table.items()}
    assert told["写到的备注"] == "3/3" and told["提示词元（缓存）"] == "5000 (0)" and told["未采用"] == "0"
    assert told["费用"] == "0.0244", "5000 at 2.0 and 1800 at 8.0 for a million"
    lines = "\n".join(draft(folder, explain=True).lines)
    assert "[overview.management] 坚持先审查、后公开" in lines and "note:overview.management" in lines


def test_a_failing_server_leaves_no_draft_and_no_key_behind(
    folder: Path, server: Server, honestly: Callable[..., None]
) -> None:
    honestly(failure("401 Unauthorized", f"Incorrect API key provided: {KEY}"))
    with pytest.raises(ModelError) as caught:
        draft(folder)
    assert "--writer rollforward" in error_text("zh", caught.value)
    assert [path.name for path in (folder / "drafts").iterdir()] == ["pending.model.jsonl"]
    assert not any(KEY in path.read_text("utf-8", "replace") for path in folder.rglob("*") if path.is_file())


def test_a_model_that_cannot_be_had_offers_the_rollforward(folder: Path) -> None:
    with pytest.raises(ModelError) as caught:
        draft(folder, model=str(folder / "none.gguf"))
    assert "none.gguf" in error_text("zh", caught.value) and "--writer rollforward" in error_text("zh", caught.value)


def test_edits_that_a_model_does_not_take_are_named(folder: Path, honestly: Callable[..., None]) -> None:
    honestly()
    draft(folder)
    edited = folder / "drafts" / "001.md"
    edited.write_text(edited.read_text(encoding="utf-8") + "\n另有一句。\n", encoding="utf-8")
    notices = {notice.key: dict(notice.values) for notice in draft(folder).notices}
    assert notices["edits_left_aside"]["path"] == edited


def test_a_revised_sentence_is_the_next_draft_and_nothing_else_changes(
    folder: Path, server: Server, honestly: Callable[..., None]
) -> None:
    honestly()
    first = draft(folder)
    server.script = [http(json.dumps(completion(json.dumps(REVISED)) | USED))]
    case = open_folder(folder)
    proposal = propose(case, "overview.supervision:1.2", "换个顺序", Asked())
    assert (proposal.before, proposal.after) == (
        "全年举办业务培训5次，培训412人次。",
        "全年培训412人次，举办业务培训5次。",
    )
    result = take(proposal, ReportOptions("disclosure-2021"))
    old, new = (json.dumps(item.drafted.kept.draft.narrative, default=str) for item in (first, result))
    assert result.number == 2 and (folder / "drafts" / "002.revision.json").exists()
    revised = {"old": proposal.revision.passage.text, "new": proposal.revision.text}
    assert new == old.replace(json.dumps(revised["old"])[1:-1], json.dumps(revised["new"])[1:-1])


def test_without_a_terminal_a_revision_is_shown_and_left(
    folder: Path, server: Server, honestly: Callable[..., None]
) -> None:
    honestly()
    draft(folder)
    server.script = [http(json.dumps(completion(json.dumps(REVISED)) | USED))]
    command = [sys.executable, "-m", "drafter", "revise", str(folder), "换个顺序", "--at", "overview.supervision:1.2"]
    left = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert left.returncode == 1 and "+ 全年培训412人次" in left.stdout
    assert not (folder / "drafts" / "002.docx").exists()
    taken = subprocess.run([*command, "--yes"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert taken.returncode == 0 and (folder / "drafts" / "002.docx").exists()


def test_the_style_of_last_year_is_kept_in_the_case_and_sent_as_it_was_changed(
    folder: Path, server: Server, honestly: Callable[..., None]
) -> None:
    honestly()
    draft(folder)
    style = folder / "style.md"
    assert "一是" in style.read_text(encoding="utf-8") and len(style.read_text(encoding="utf-8")) < 400
    style.write_text("- 不用“圆满完成”\n", encoding="utf-8")
    draft(folder, fresh=True)
    assert "不用“圆满完成”" in server.bodies[-1]["messages"][1]["content"]
    assert style.read_text(encoding="utf-8") == "- 不用“圆满完成”\n"
