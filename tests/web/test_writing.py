"""A model beside the page: it proposes, a person takes; it may fail, dawdle or be stopped, and the text stays."""

from __future__ import annotations

import json
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import drafter

ROOT = Path(__file__).resolve().parents[2]
HONEST = tomllib.loads((ROOT / "benchmarks" / "honest.toml").read_text(encoding="utf-8"))


class Server:
    """A model's server that answers as it is told."""

    def __init__(self) -> None:
        self.answer: Any = {"paragraphs": HONEST["paragraphs"], "last_problems": HONEST["last_problems"]}
        self.status, self.asked, self.go = 200, list[str](), threading.Event()
        self.go.set()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server.asked.append(self.rfile.read(int(self.headers["content-length"])).decode())
                server.go.wait(20)
                text = json.dumps(server.answer)
                choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
                body = {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
                data = json.dumps(body if server.status == 200 else {"error": {"message": "no"}}).encode()
                self.send_response(server.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}/v1"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server()
    monkeypatch.setenv("DRAFTER_MODEL", "testmodel")
    monkeypatch.setenv("OPENAI_BASE_URL", server.address)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield server
    server.go.set()
    server.http.shutdown()
    server.http.server_close()


def finished(client: TestClient) -> Any:
    """What the model has come to, once it no longer runs."""
    for _ in range(400):
        told = client.get("/api/model").json()
        if told["state"] != "running":
            return told
        time.sleep(0.05)
    raise AssertionError("the model never ends")


def text_of(case: drafter.Case) -> str:
    sections = case.current().filing.narrative.values()
    return "\n".join(text for blocks in sections for block in blocks for text in block.paragraphs)


def paragraph(client: TestClient, number: int = 2) -> Any:
    data = client.get("/api/case").json()
    return [item for part in data["sections"] for item in part["passages"] if item["paragraph"] is not None][number]


def test_without_a_model_nothing_is_offered_and_with_one_its_address_is_said(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, model: Server
) -> None:
    assert client.get("/api/model").json()["model"] == {"name": "testmodel", "server": model.address}
    monkeypatch.delenv("DRAFTER_MODEL")
    assert client.get("/api/model").json()["model"] is None
    assert model.asked == [], "to say where is not to send"


def test_a_whole_text_is_proposed_by_sentences_and_only_what_is_taken_is_in_the_text(
    client: TestClient, post: Callable[..., Any], case: drafter.Case, model: Server
) -> None:
    before = text_of(case)
    post("/api/write", section=None)
    told = finished(client)
    assert told["state"] == "done" and told["proposals"] and text_of(case) == before
    for one in told["proposals"]:
        if not one["added"]:
            assert "".join(item["old"] for item in one["sentences"]).strip() == one["before"].strip()
    one = next(item for item in told["proposals"] if not item["added"])
    text = "".join(item["new"] for item in one["sentences"])
    place = {"section": one["section"], "paragraph": one["paragraph"]}
    assert post("/api/edit", **place, before=one["before"], text=text).status_code == 200
    left = client.get("/api/model").json()["proposals"]
    assert len(left) < len(told["proposals"])
    post("/api/undo")
    assert text_of(case) == before


def test_a_section_alone_is_proposed(client: TestClient, post: Callable[..., Any], model: Server) -> None:
    post("/api/write", section="problems")
    assert {one["section"] for one in finished(client)["proposals"]} <= {"problems"}


def test_a_paragraph_is_revised_as_it_was_asked(client: TestClient, post: Callable[..., Any], model: Server) -> None:
    item = paragraph(client, 4)
    kept = json.loads(json.dumps(item["text"]))
    model.answer = {"text": "不能证明的999件。"}
    post("/api/revise", section=item["section"], paragraph=item["paragraph"], instruction="写得简练些")
    told = finished(client)
    assert told["state"] == "failed" and told["error"], "facts that went and came untold are no revision"
    assert paragraph(client, 4)["text"] == kept and "写得简练些" in model.asked[0]


def test_a_revised_paragraph_is_taken_as_an_edit(
    client: TestClient, post: Callable[..., Any], case: drafter.Case, model: Server
) -> None:
    data = client.get("/api/case").json()
    items = [item for part in data["sections"] for item in part["passages"] if "印发各单位使用" in item["text"]]
    model.answer = {"text": "经过努力，{n3}"}
    post("/api/revise", section=items[0]["section"], paragraph=items[0]["paragraph"], instruction="写得简练些")
    told = finished(client)
    assert told["state"] == "done", told["error"]
    (one,) = told["proposals"]
    assert one["before"] == items[0]["text"]
    text = "".join(item["new"] for item in one["sentences"])
    post("/api/edit", section=one["section"], paragraph=one["paragraph"], before=one["before"], text=text)
    assert "经过努力，上年指出的答复文书" in text_of(case) and client.get("/api/model").json()["proposals"] == []


def test_a_models_sentence_is_vouched_for_by_nobody_because_a_person_took_it(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    item = paragraph(client, 2)
    place = {"section": item["section"], "paragraph": item["paragraph"], "before": item["text"]}
    claim = "首次荣获全省政务公开先进单位称号。"

    def waiting() -> bool:
        queue = client.get("/api/case").json()["queue"]
        return any(one["kind"] == "unvouched" and "荣获" in one["message"] for one in queue)

    post("/api/edit", **place, text=item["text"] + claim)
    assert not waiting(), "what a person wrote, that person vouches for"
    post("/api/undo")
    post("/api/edit", **place, text=item["text"] + claim, by_model=True)
    assert waiting()
    post("/api/draft")
    assert waiting(), "in the next draft as well"


def test_a_model_that_fails_leaves_a_sentence_and_the_text(
    client: TestClient, post: Callable[..., Any], case: drafter.Case, model: Server
) -> None:
    before, model.status = text_of(case), 400
    post("/api/write", section=None)
    told = finished(client)
    assert told["state"] == "failed" and told["error"] and text_of(case) == before
    model.status = 200
    post("/api/write", section=None)
    assert finished(client)["state"] == "done"


def test_the_page_goes_on_while_a_model_writes_and_stops_waiting_when_asked(
    client: TestClient, post: Callable[..., Any], case: drafter.Case, model: Server
) -> None:
    model.go.clear()
    assert post("/api/write", section=None).json()["state"] == "running"
    item = paragraph(client)
    place = {"section": item["section"], "paragraph": item["paragraph"]}
    assert post("/api/edit", **place, before=item["text"], text=item["text"] + "写的时候也能改。").status_code == 200
    assert post("/api/write", section=None).status_code == 409
    post("/api/model-stop")
    model.go.set()
    assert finished(client)["state"] in (None, "cancelled")
    assert "写的时候也能改。" in text_of(case)


@pytest.mark.browser
def test_a_person_asks_sees_where_it_goes_and_takes_one_sentence(model: Server, page: Any, case: drafter.Case) -> None:
    page.wait_for_selector("#write:not([hidden])")
    page.click("#write")
    assert model.address in page.locator("#card").inner_text()
    page.locator("#card .main").click()
    page.wait_for_selector("#model .proposed", timeout=60_000)
    before = page.locator("#model .proposed").count()
    words = page.locator("#model .proposed").first.locator("ins").first.inner_text()
    page.locator("#model .proposed").first.locator("button.main").click()
    page.wait_for_selector(f"#model .proposed >> nth={before - 1}", state="detached")
    assert words in text_of(case)
    page.locator("#model > button").last.click()
    page.wait_for_selector("#model", state="hidden")
