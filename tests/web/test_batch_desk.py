"""The overview of a batch in the browser: what the program made is shown, nothing else is opened, slips by a click."""

from __future__ import annotations

from pathlib import Path

import pytest
from received import put, report
from starlette.testclient import TestClient

from drafter.app.batch import BatchOptions, check_batch
from drafter.web.application import application
from drafter.web.guard import Keys

BASE = "http://127.0.0.1:8765"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path / "in", {"a.json": report("青禾县水利局"), "b.json": report("青禾县教育局", requests__new__total=999)})
    check_batch([tmp_path / "in"], tmp_path / "out", BatchOptions(workers=1, language="zh"))
    return tmp_path / "out"


@pytest.fixture
def desk(folder: Path) -> TestClient:
    keys = Keys()
    client = TestClient(application(folder, keys, 8765, "zh", cases=True), BASE)
    client.get("/", params={"token": keys.new_token()})
    return client


def post(client: TestClient, path: str) -> dict[str, object]:
    answer = client.post(path, json={}, headers={"origin": BASE})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_overview_links_to_each_units_page(desk: TestClient, folder: Path) -> None:
    page = desk.get("/")
    assert "青禾县教育局" in page.text and "/api/return" in page.text
    for path in (folder / "pages").iterdir():
        assert f"pages/{path.name}" in page.text
        shown = desk.get(f"/pages/{path.name}")
        assert (
            shown.text == path.read_text(encoding="utf-8")
            and "'unsafe-inline'" in shown.headers["content-security-policy"]
        )
    assert "unsafe-inline" not in desk.get("/static/workbench-batch.js").headers["content-security-policy"]


def test_slips_and_survey_are_made_by_a_click_and_linked(desk: TestClient, folder: Path) -> None:
    assert post(desk, "/api/return") == {"slips": 1}
    assert "pairs" in post(desk, "/api/survey")
    page = desk.get("/").text
    (slip,) = (folder / "slips").iterdir()
    assert f"slips/{slip.name}" in page and "alike.html" in page
    assert desk.get(f"/slips/{slip.name}").content == slip.read_bytes()
    assert desk.get("/slips.xlsx").content == (folder / "slips.xlsx").read_bytes()


@pytest.mark.parametrize(
    "path",
    ["/rounds.json", "/results.jsonl", "/pages/..%2Frows.json", "/slips/../rows.json", "/etc/passwd", "/pages/x.html"],
)
def test_no_other_file_is_opened(path: str, desk: TestClient) -> None:
    assert desk.get(path).status_code == 404


def test_an_act_needs_the_page_itself(desk: TestClient, folder: Path) -> None:
    assert desk.post("/api/return", json={}, headers={"origin": "http://elsewhere"}).status_code == 403
    assert not (folder / "slips").exists()
