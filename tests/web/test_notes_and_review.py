"""Notes, comments, what changed since, and what happened, as the page shows and writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from starlette.testclient import TestClient

import drafter
from drafter.formats.docx.comment_reader import comments_in

PLACE = {"section": "overview", "topic": "platform"}


def notes(client: TestClient) -> dict[str, Any]:
    return {f"{one['section']}/{one['topic'] or ''}": one for one in client.get("/api/notes").json()["places"]}


def text_of(case: drafter.Case) -> str:
    sections = case.current().filing.narrative.values()
    return "\n".join(text for blocks in sections for block in blocks for text in block.paragraphs)


def test_every_note_says_where_it_stands_in_the_text(client: TestClient, case: drafter.Case) -> None:
    found = [note for one in notes(client).values() for note in one["notes"]]
    assert sorted(note["text"] for note in found) == sorted(note.text for note in case.folder.notes())
    for note in found:
        assert note["said"] and all(one["text"] in text_of(case) for one in note["said"])


def test_a_note_is_written_under_its_heading_and_is_in_the_text(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    before = (case.path / "notes.md").read_text(encoding="utf-8")
    post("/api/notes", **PLACE, before="", text="- 新设“乡村种子站”视频栏目。\n- 第二条。  \n")
    after = (case.path / "notes.md").read_text(encoding="utf-8")
    assert after.replace("\n- 新设“乡村种子站”视频栏目。\n- 第二条。\n", "").split() == before.split()
    assert "视频栏目" in text_of(case)
    post("/api/undo")
    assert (case.path / "notes.md").read_text(encoding="utf-8") == before


def test_notes_that_somebody_else_changed_are_not_written_over(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    path: Path = case.path / "notes.md"
    path.write_text(path.read_text(encoding="utf-8").replace("102名", "103名"), encoding="utf-8")
    seen = "- 2025年5月在农技站举办“种子质量大家看”开放日，102名群众参加。"
    refused = post("/api/notes", section="overview", topic="proactive", before=seen, text="- 别的话。")
    assert refused.status_code == 409 and "103名" in path.read_text(encoding="utf-8")
    assert post("/api/notes", **PLACE, before="", text="- 另一处。").status_code == 200


def test_a_note_that_would_be_read_as_a_heading_is_refused(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    before = (case.path / "notes.md").read_bytes()
    for text in ("# 五、存在的主要问题", "<!-- 看不见", "- 一条\n## （一）主动公开情况\n- 二"):
        assert post("/api/notes", **PLACE, before="", text=text).status_code == 409
    assert (case.path / "notes.md").read_bytes() == before


def test_notes_of_a_file_without_headings_get_one(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    (case.path / "notes.md").unlink()
    assert post("/api/notes", **PLACE, before="", text="- 一条。").status_code == 200
    assert [(note.topic, note.text) for note in case.folder.notes()] == [("platform", "一条。")]


def first(client: TestClient) -> Any:
    data = client.get("/api/case").json()
    return next(item for part in data["sections"] for item in part["passages"] if item["paragraph"] is not None)


def comment(client: TestClient, post: Callable[..., Any], text: str) -> Any:
    item = first(client)
    return post("/api/comment", text=text, quote=item["text"][:6], around=item["text"], by="李强")


def test_a_comment_is_in_the_queue_and_in_the_next_drafts_word_file_with_its_answer(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    data = comment(client, post, "请核对名称。").json()
    key = next(item["id"] for item in data["queue"] if item["kind"] == "comment")
    post("/api/decide", key=key, answer="accept", reason="已核对", by="王敏")
    told = client.get("/api/review").json()["comments"]
    assert [(one["author"], one["text"], one["reason"]) for one in told] == [("李强", "请核对名称。", "已核对")]
    post("/api/draft")
    written = [one for one in comments_in((case.path / "drafts" / "002.docx").read_bytes()) if one.author == "李强"]
    assert len(written) == 1 and "请核对名称。" in written[0].text and "已核对" in written[0].text
    assert not (case.path / "comments.toml").exists()
    assert len(client.get("/api/review").json()["comments"]) == 1


def test_a_comment_of_word_and_one_of_the_page_stand_side_by_side(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    path = case.path / "drafts" / "001.docx"
    document = Document(str(path))
    paragraph = next(one for one in document.paragraphs if len(one.text) > 40)
    document.add_comment(paragraph.runs, text="Word里的批注", author="赵静")
    document.save(str(path))
    comment(client, post, "网页里的批注")
    found = {one["author"]: one["text"] for one in client.get("/api/review").json()["comments"]}
    assert found == {"赵静": "Word里的批注", "李强": "网页里的批注"}
    post("/api/undo")
    assert [one["author"] for one in client.get("/api/review").json()["comments"]] == ["赵静"]


def test_a_comment_needs_a_name_and_words(client: TestClient, post: Callable[..., Any]) -> None:
    item = first(client)
    for text, by in (("", "李强"), ("  \n", "李强"), ("话", " ")):
        assert post("/api/comment", text=text, quote="", around=item["text"], by=by).status_code == 409


def test_what_changed_since_a_signature_is_told_by_words_and_cells(
    client: TestClient, post: Callable[..., Any]
) -> None:
    assert post("/api/changes", since="signed:李强").status_code == 409
    post("/api/sign", review="first", by="李强")
    assert post("/api/changes", since="signed:李强").json()["passages"] == []
    item = first(client)
    assert [one["holds"] for one in client.get("/api/review").json()["signatures"]] == [True]
    post("/api/edit", section=item["section"], paragraph=item["paragraph"], before=item["text"], text="新的话。")
    assert [one["holds"] for one in client.get("/api/review").json()["signatures"]] == [False]
    cell = "requests.new.natural_person"
    post("/api/figures", cells=[{"cell": cell, "before": "121", "text": "122"}])
    told = post("/api/changes", since="signed:李强").json()
    assert {"cell": cell, "old": "121", "new": "122"}.items() <= told["cells"][0].items()
    assert any("新的话。" in "".join(run["new"] for run in one["runs"]) for one in told["passages"])
    assert post("/api/changes", since="1").json()["passages"] == told["passages"]
    assert post("/api/changes", since="9").status_code == 409


def test_every_act_is_listed_and_undone_ones_are_told_apart(client: TestClient, post: Callable[..., Any]) -> None:
    comment(client, post, "请核对名称。")
    post("/api/sign", review="first", by="李强")
    post("/api/undo")
    acts = client.get("/api/review").json()["acts"]
    assert [(one["kind"], one["undone"]) for one in acts] == [("签署", True), ("批注", False)]


def test_a_spoiled_record_of_an_act_leaves_the_page_alone(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    comment(client, post, "请核对名称。")
    (case.path / ".workbench" / "000001.json").write_bytes(b"{")
    assert client.get("/api/case").status_code == client.get("/api/review").status_code == 200
    assert post("/api/undo").status_code == 409
