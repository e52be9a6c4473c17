"""A model in a case: what is kept with a draft, what the next run takes from it, and what the user is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.app.draft import draft_by_model
from drafter.app.model_drafts import Asked
from drafter.app.options import ReportOptions
from drafter.case.folder import open_folder
from drafter.case.results import DraftResult
from drafter.errors import ModelError
from drafter.llm.writer import Material
from drafter.messages import error_text
from tests.llm.conftest import KEY, ROOT, Server, completion, failure, http
from tests.llm.scripts import honest, keys


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
def honestly(server: Server, material: Material) -> Callable[[str | None, bytes], None]:
    """Makes the server answer every part honestly but one."""
    known = keys(material)

    def script(bad: str | None = None, act: bytes = b"") -> None:
        def one(connection: object) -> None:
            key = known[server.bodies[-1]["messages"][1]["content"]]
            usage = {"usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}}
            good = http(json.dumps(completion(honest(key, material)) | usage))
            connection.sendall(act if key == bad else good)  # type: ignore[attr-defined]

        server.script = [one]

    return script


def draft(folder: Path, *, fresh: bool = False, model: str | None = None) -> DraftResult:
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
    )


def test_a_finished_draft_is_not_paid_for_twice_unless_asked_afresh(
    folder: Path, server: Server, honestly: Callable[..., None]
) -> None:
    honestly()
    first = draft(folder)
    assert server.requests == 7 and not (folder / "drafts" / "pending.model.jsonl").exists()
    record = json.loads((folder / "drafts" / "001.model.json").read_text(encoding="utf-8"))
    assert record["usage"]["prompt"] == 7000 and len(record["blocks"]) == 7
    second = draft(folder)
    assert server.requests == 7 and second.drafted.filing.narrative == first.drafted.filing.narrative
    draft(folder, fresh=True)
    assert server.requests == 14
    draft(folder, model="another")
    assert server.requests == 21


def test_a_part_left_open_is_all_that_the_next_run_asks_for(
    folder: Path, server: Server, honestly: Callable[..., None]
) -> None:
    honestly("overview.platform", http(json.dumps(completion(None, refusal="No."))))
    result = draft(folder)
    assert any("没有写成" in mark for mark in result.drafted.open_marks(result.form))
    honestly()
    result = draft(folder, model="another")
    assert server.requests == 8 and not any("没有写成" in mark for mark in result.drafted.open_marks(result.form))
    record = json.loads((folder / "drafts" / "001.model.json").read_text(encoding="utf-8"))
    assert record["failed"][0]["attempts"] and record["attempts"][0]["key"] == "overview.platform"


def test_a_failing_server_leaves_no_draft_and_no_key_behind(
    folder: Path, server: Server, honestly: Callable[..., None]
) -> None:
    honestly("overview.platform", failure("401 Unauthorized", f"Incorrect API key provided: {KEY}"))
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
    assert notices["edits_left_aside"]["path"] == edited and notices["model_used"]["failed"] == 0
