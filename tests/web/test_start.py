"""The start page: the cases of a folder, and a new one from what was dropped, once its reading was seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import drafter
from drafter.web.application import application
from drafter.web.guard import LARGEST, Keys

ROOT = Path(__file__).resolve().parents[2]
BASE = "http://127.0.0.1:8765"
LAST = ROOT / "examples" / "last-year.docx"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "cases").mkdir()
    return tmp_path / "cases"


@pytest.fixture
def start(place: Path) -> TestClient:
    keys = Keys()
    client = TestClient(application(place, keys, 8765, "zh", cases=True), BASE)
    client.get("/", params={"token": keys.new_token()})
    return client


@pytest.fixture
def ask(start: TestClient) -> Callable[..., Any]:
    return lambda path, **body: start.post(path, json=body, headers={"origin": BASE})


def drop(start: TestClient, data: bytes, name: str) -> Any:
    headers = {"origin": BASE, "content-type": "application/octet-stream"}
    return start.post("/api/reading", params={"name": name}, content=data, headers=headers)


def test_a_dropped_file_is_read_cell_by_cell_before_anything_is_made(start: TestClient, place: Path) -> None:
    told = drop(start, LAST.read_bytes(), "上年.docx").json()
    read = drafter.read(LAST)
    assert (told["organization"], told["year"]) == (read.filing.organization, read.filing.year)
    assert {cell: one["text"] for cell, one in told["cells"].items()} == {
        cell: str(value) for cell, value in read.filing.figures.items()
    }
    drawn = {slot["cell"] for table in told["tables"] for line in table["grid"] for slot in line if "cell" in slot}
    assert drawn == set(told["cells"]) and list(place.iterdir()) == []


def test_a_new_case_is_the_one_that_the_command_makes(
    start: TestClient, ask: Callable[..., Any], place: Path, tmp_path: Path
) -> None:
    told = drop(start, LAST.read_bytes(), "C:\\稿件\\..\\last-year.docx").json()
    answer = ask("/api/new", reading=told["reading"], organization=told["organization"], year=told["year"] + 1)
    name = answer.json()["case"]
    made = drafter.Case.new(tmp_path / "command", last_year=LAST, language="zh")
    for file in ("drafter.toml", "figures.xlsx", "notes.md", "last-year.docx", "last-year.reading.json"):
        assert (place / name / file).read_bytes() == (made.path / file).read_bytes()
    assert [one["name"] for one in start.get("/api/cases").json()["cases"]] == [name]
    assert start.get(f"/cases/{name}/api/figures").json()["cells"]
    assert "../../" in start.get(f"/cases/{name}/").text


def test_a_case_without_last_years_report_begins_with_a_name_and_a_year(
    start: TestClient, ask: Callable[..., Any]
) -> None:
    name = ask("/api/new", reading=None, organization="白石县人民政府", year=2025).json()["case"]
    assert start.get(f"/cases/{name}/api/case").json()["organization"] == "白石县人民政府"
    again = ask("/api/new", reading=None, organization="白石县人民政府", year=2025)
    assert again.status_code == 409 and name in again.json()["error"]


def test_a_name_never_leads_out_of_the_folder(start: TestClient, ask: Callable[..., Any], place: Path) -> None:
    for organization in ("../../外面", "..", "/etc/名", "名\\称:*?"):
        answer = ask("/api/new", reading=None, organization=organization, year=2025)
        assert answer.status_code in (200, 409)
    assert {path.parent for path in place.parent.rglob("drafter.toml")} == {
        place / one["name"] for one in start.get("/api/cases").json()["cases"]
    }


@pytest.mark.parametrize("name", ["..", "%2e%2e", "nowhere", "..%2f..", "%00", "C:"])
def test_no_address_opens_what_is_not_listed(start: TestClient, name: str) -> None:
    for path in (f"/cases/{name}/", f"/cases/{name}/api/case"):
        assert start.get(path).status_code == 404 or start.get(path).url.path in ("/", "/api/case")


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"%PDF-1.4 broken", b"PK\x03\x04broken", "一句话。".encode()])
def test_what_is_no_report_says_what_it_is_instead(start: TestClient, data: bytes) -> None:
    answer = drop(start, data, "a.docx")
    assert answer.status_code == 409 and answer.json()["error"]


def test_only_the_file_that_was_shown_is_taken(start: TestClient, ask: Callable[..., Any], place: Path) -> None:
    shown = drop(start, LAST.read_bytes(), "a.docx").json()["reading"]
    drop(start, LAST.read_bytes(), "b.docx")
    assert ask("/api/new", reading=shown, organization="", year=None).status_code == 409
    assert list(place.iterdir()) == []


def test_a_large_file_goes_to_the_reader_and_a_form_of_another_page_does_not(start: TestClient) -> None:
    assert drop(start, b"x" * (LARGEST + 1), "a.txt").status_code == 409
    for kind in ("application/json", "multipart/form-data", "text/plain"):
        headers = {"origin": BASE, "content-type": kind}
        assert start.post("/api/reading", content=b"x", headers=headers).status_code == 415
    assert (
        start.post("/api/reading", content=b"x", headers={"content-type": "application/octet-stream"}).status_code
        == 403
    )


def test_a_dropped_file_over_the_readers_bound_is_refused_unread(
    start: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafter.web.guard.LARGEST_FILE", 1000)
    assert drop(start, b"x" * 1001, "a.txt").status_code == 413


def test_the_example_is_copied_as_often_as_one_likes(start: TestClient, ask: Callable[..., Any]) -> None:
    names = [ask("/api/example").json()["case"] for _ in range(2)]
    assert len(set(names)) == 2
    for name in names:
        assert start.post(f"/cases/{name}/api/draft", json={}, headers={"origin": BASE}).json()["number"] == 1


def test_a_case_that_cannot_be_opened_is_listed_with_its_reason(start: TestClient, place: Path) -> None:
    (place / "broken").mkdir()
    (place / "broken" / "drafter.toml").write_text("form = 3")
    (one,) = start.get("/api/cases").json()["cases"]
    assert one["name"] == "broken" and "drafter.toml" in one["trouble"]
