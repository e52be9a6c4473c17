"""What is done in the page is done to the case as the commands do it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import drafter

ROOT = Path(__file__).resolve().parents[2]
BASE = "http://127.0.0.1:8765"
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{requests.new.total}【待核："


def paragraphs(data: Any) -> list[Any]:
    """The paragraphs that the page shows, without headings."""
    return [item for part in data["sections"] for item in part["passages"] if item["paragraph"] is not None]


def edited(post: Callable[..., Any], item: Any, text: str) -> Any:
    """The answer to a paragraph's new text."""
    place = {"section": item["section"], "paragraph": item["paragraph"]}
    return post("/api/edit", **place, before=item["text"], text=text)


def text_of(case: drafter.Case) -> str:
    sections = case.current().filing.narrative.values()
    return "\n".join(text for blocks in sections for block in blocks for text in block.paragraphs)


def test_the_page_shows_what_check_finds(client: TestClient, case: drafter.Case) -> None:
    data = client.get("/api/case").json()
    listed = [item["id"] for item in data["queue"] if item["kind"] not in ("mark", "note", "review")]
    assert listed == [item.finding.key for item in case.judged()]
    for item in paragraphs(data):
        for number in item["numbers"]:
            assert item["text"][number["start"] : number["end"]].strip()
        for start, end in item["marks"]:
            assert item["text"][start:end].startswith("【")


def test_a_number_leads_to_its_cell_and_its_value(client: TestClient, case: drafter.Case) -> None:
    numbers = [number for item in paragraphs(client.get("/api/case").json()) for number in item["numbers"]]
    stated = [number for number in numbers if number["lines"]]
    assert stated and all(": " in line for number in stated for line in number["lines"])


def test_an_edit_is_the_wording_of_the_case_at_once(
    post: Callable[..., Any], client: TestClient, case: drafter.Case
) -> None:
    item = paragraphs(client.get("/api/case").json())[1]
    answer = edited(post, item, item["text"] + "窗口工作人员随到随办。")
    assert answer.status_code == 200 and "随到随办" in text_of(case)
    assert answer.json()["source"] == "001.md"
    assert case.draft().drafted.kept.adopted, "the next draft takes it as an edited file"
    assert "随到随办" in text_of(case)


def test_a_line_break_makes_two_paragraphs_and_no_text_takes_one_out(
    post: Callable[..., Any], client: TestClient
) -> None:
    before = paragraphs(client.get("/api/case").json())
    two = paragraphs(edited(post, before[1], "第一段的话。\n第二段的话。").json())
    assert len(two) == len(before) + 1 and two[2]["text"] == "第二段的话。"
    assert len(paragraphs(edited(post, two[2], "").json())) == len(before)


def test_a_paragraph_that_was_changed_elsewhere_is_not_written_over(
    post: Callable[..., Any], client: TestClient
) -> None:
    item = paragraphs(client.get("/api/case").json())[1]
    assert edited(post, item, "先改的话。").status_code == 200
    later = edited(post, item, "后改的话。")
    assert later.status_code == 409 and "别处" in later.json()["error"]
    assert "先改的话。" in [one["text"] for one in paragraphs(client.get("/api/case").json())]


def test_a_changed_word_file_is_taken_before_the_page_edits(
    post: Callable[..., Any], client: TestClient, case: drafter.Case
) -> None:
    from docx import Document

    path = case.path / "drafts" / "001.docx"
    document = Document(str(path))
    paragraph = next(one for one in document.paragraphs if len(one.text) > 40)
    paragraph.add_run("这句是在Word里写的。")
    document.save(str(path))
    item = next(one for one in paragraphs(client.get("/api/case").json()) if "Word里写的" not in one["text"])
    data = edited(post, item, item["text"] + "这句是在网页里写的。").json()
    assert data["number"] == 2
    assert "Word里写的" in text_of(case) and "网页里写的" in text_of(case)


def test_hostile_text_stays_text(post: Callable[..., Any], client: TestClient) -> None:
    item = paragraphs(client.get("/api/case").json())[1]
    answer = edited(post, item, HOSTILE)
    texts = [one["text"] for one in paragraphs(client.get("/api/case").json())]
    assert HOSTILE in texts if answer.status_code == 200 else item["text"] in texts
    assert "<script>alert" not in client.get("/").text


def test_an_answer_stands_with_name_and_reason_and_is_undone(
    post: Callable[..., Any], client: TestClient, case: drafter.Case
) -> None:
    key = next(
        item["id"] for item in client.get("/api/case").json()["queue"] if item["kind"] not in ("mark", "note", "review")
    )
    refused = post("/api/decide", key=key, answer="accept", reason=" ", by="王敏")
    assert refused.status_code == 409
    post("/api/decide", key=key, answer="accept", reason="已核对", by="王敏")
    decision = case.folder.ledger().decision(key)
    assert decision is not None and (decision.reason, decision.by) == ("已核对", "王敏")
    assert post("/api/undo").status_code == 200
    assert case.folder.ledger().decision(key) is None


def test_a_signature_is_that_of_the_command(post: Callable[..., Any], case: drafter.Case) -> None:
    assert post("/api/sign", review="first", by="王敏").status_code == 200
    assert [(one.review.value, one.by) for one in case.folder.ledger().signatures] == [("first", "王敏")]
    assert post("/api/sign", review="final", by="王敏").status_code == 409


def test_the_final_text_is_held_back_while_something_is_left(post: Callable[..., Any], client: TestClient) -> None:
    data = client.get("/api/case").json()
    answer = post("/api/export", suffix=".docx", review=False)
    assert (answer.status_code == 200) == data["open"] == (not any(item["holds"] for item in data["queue"]))
    assert post("/api/export", suffix=".docx", review=True).content.startswith(b"PK")


@pytest.mark.parametrize("seed", range(2))
def test_acts_undone_one_by_one_give_the_same_files(
    post: Callable[..., Any], client: TestClient, case: drafter.Case, seed: int
) -> None:
    def files() -> dict[str, bytes]:
        found = (path for path in case.path.rglob("*") if path.is_file() and ".workbench" not in path.parts)
        return {str(path): path.read_bytes() for path in found if path.name != ".drafter.lock"}

    chance = random.Random(seed)
    before, done = files(), 0
    for number in range(5):
        data = client.get("/api/case").json()
        keys = [item["id"] for item in data["queue"] if item["kind"] not in ("mark", "note", "review")]
        if chance.random() < 0.3 and keys:
            given = post("/api/decide", key=chance.choice(keys), answer="dismiss", reason=f"理由{number}", by="王敏")
            assert given.status_code == 200
        else:
            item = chance.choice(paragraphs(data))
            assert edited(post, item, item["text"] + f"补充第{number}句。").status_code == 200
        done += 1
    while done:
        assert post("/api/undo").status_code == 200
        done -= 1
    assert files() == before
    assert post("/api/undo").status_code == 409


def test_an_undo_never_takes_back_what_somebody_else_wrote_since(
    post: Callable[..., Any], client: TestClient, case: drafter.Case
) -> None:
    item = paragraphs(client.get("/api/case").json())[1]
    edited(post, item, "网页里改的话。")
    path = case.path / "drafts" / "001.md"
    path.write_text(path.read_text(encoding="utf-8").replace("网页里改的话", "别人又改的话"), encoding="utf-8")
    refused = post("/api/undo")
    assert refused.status_code == 409 and "001.md" in refused.json()["error"]
    assert "别人又改的话" in text_of(case)


def test_trouble_in_the_case_is_a_sentence_in_the_page(client: TestClient, case: drafter.Case) -> None:
    (case.path / "figures.xlsx").write_bytes(b"no workbook")
    answer = client.get("/api/case")
    assert answer.status_code == 409 and "figures.xlsx" in answer.json()["error"]


def test_a_note_that_the_text_does_not_say_and_reviews_that_are_left_are_in_the_queue(
    post: Callable[..., Any], client: TestClient, case: drafter.Case
) -> None:
    def kinds() -> set[str]:
        return {item["kind"] for item in client.get("/api/case").json()["queue"]}

    assert "note" not in kinds()
    note = case.folder.notes()[1].text
    item = next(one for one in paragraphs(client.get("/api/case").json()) if note in one["text"])
    edited(post, item, item["text"].replace(note, ""))
    assert "note" in kinds()
    while marked := [one for one in client.get("/api/case").json()["queue"] if one["kind"] == "mark"]:
        item = next(
            one for one in paragraphs(client.get("/api/case").json())
            if (one["section"], one["paragraph"]) == (marked[0]["section"], marked[0]["paragraph"])
        )  # fmt: skip
        edited(post, item, marked[0]["without"])
    for one in client.get("/api/case").json()["queue"]:
        if one["holds"]:
            post("/api/decide", key=one["id"], answer="accept", reason="已核对", by="王敏")
    assert "review" in kinds()
    for review in ("first", "second", "final"):
        post("/api/sign", review=review, by="王敏")
    assert "review" not in kinds()


def test_the_page_is_light() -> None:
    files = (ROOT / "drafter" / "data" / "page").glob("workbench.*")
    assert sum(path.stat().st_size for path in files) < 200_000
