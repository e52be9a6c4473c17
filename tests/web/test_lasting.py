"""What was accepted lasts: acts undone one by one, a server killed at any moment, the command line beside the page."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from served import ROOT, Served, post
from starlette.testclient import TestClient

import drafter
from drafter.report import show


def files(case: drafter.Case) -> dict[str, bytes]:
    """The files of a case but for the records of acts and the lock."""
    found = (path for path in case.path.rglob("*") if path.is_file() and ".workbench" not in path.parts)
    return {str(path): path.read_bytes() for path in found if path.name != ".drafter.lock"}


def paragraphs(data: Any) -> list[Any]:
    return [item for part in data["sections"] for item in part["passages"] if item["paragraph"] is not None]


def text_of(case: drafter.Case) -> str:
    sections = case.current().filing.narrative.values()
    return "\n".join(text for blocks in sections for block in blocks for text in block.paragraphs)


class Person:
    """Somebody who does any of what can be done in the page."""

    def __init__(self, client: TestClient, ask: Callable[..., Any], seed: int) -> None:
        self.client, self.ask, self.chance, self.number = client, ask, random.Random(seed), 0

    def act(self) -> bool:
        """One act; false where it changed nothing or was not possible now."""
        self.number += 1
        before = len(self.client.get("/api/review").json()["acts"])
        kind = self.chance.choice((self.edit, self.edit, self.type, self.type, self.paste, self.note, self.comment,
                                   self.answer, self.sign, self.draft, self.zero))  # fmt: skip
        kind()
        return len(self.client.get("/api/review").json()["acts"]) > before

    def case(self) -> Any:
        return self.client.get("/api/case").json()

    def edit(self) -> None:
        item = self.chance.choice(paragraphs(self.case()))
        text = item["text"] + f"补充第{self.number}句。"
        self.ask("/api/edit", section=item["section"], paragraph=item["paragraph"], before=item["text"], text=text)

    def type(self) -> None:
        cells = self.client.get("/api/figures").json()["cells"]
        cell = self.chance.choice([name for name, one in cells.items() if not one["total"]])
        text = self.chance.choice(["", "7", "1,203", str(self.number)])
        self.ask("/api/figures", cells=[{"cell": cell, "before": cells[cell]["typed"], "text": text}])

    def paste(self) -> None:
        self.ask("/api/paste", at="requests.granted.natural_person", text=f"{self.number}\t1\t0\r\n2\t\t3", page="")

    def zero(self) -> None:
        self.ask("/api/rest-zero", table=self.chance.choice(["requests", "disputes"]))

    def note(self) -> None:
        place = self.chance.choice(self.client.get("/api/notes").json()["places"])
        text = f"{place['text']}\n- 第{self.number}条备注。"
        self.ask("/api/notes", section=place["section"], topic=place["topic"], before=place["text"], text=text)

    def comment(self) -> None:
        item = self.chance.choice(paragraphs(self.case()))
        self.ask("/api/comment", text=f"批注{self.number}", quote=item["text"][:5], around=item["text"], by="李强")

    def answer(self) -> None:
        keys = [item["id"] for item in self.case()["queue"] if item["kind"] not in ("mark", "note", "review")]
        if keys:
            key, reason = self.chance.choice(keys), f"理由{self.number}"
            self.ask("/api/decide", key=key, answer="dismiss", reason=reason, by="王敏")

    def sign(self) -> None:
        self.ask("/api/sign", review=self.chance.choice(["first", "second"]), by="王敏")

    def draft(self) -> None:
        self.ask("/api/draft")


def undone(client: TestClient, ask: Callable[..., Any], case: drafter.Case, seed: int, count: int) -> None:
    person, done, states = Person(client, ask, seed), 0, [files(case)]
    while done < count:
        if person.act():
            done += 1
            states.append(files(case))
    for number, state in enumerate(reversed(states)):
        now = files(case)
        changed = [name for name in {**now, **state} if now.get(name) != state.get(name)]
        assert not changed, f"after {number} acts taken back"
        assert ask("/api/undo").status_code == (200 if number < count else 409)


def test_acts_of_every_kind_undone_one_by_one_give_the_same_files(
    client: TestClient, post: Callable[..., Any], case: drafter.Case
) -> None:
    undone(client, post, case, 1, 6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 5))
def test_fifty_random_acts_undone_one_by_one_give_the_same_files(
    client: TestClient, post: Callable[..., Any], case: drafter.Case, seed: int
) -> None:
    undone(client, post, case, seed, 50)


class Typist:
    """Somebody who types on and on, and remembers what the page was told is saved."""

    def __init__(self, client: Any, case: drafter.Case, seed: int) -> None:
        self.client, self.chance = client, random.Random(seed)
        self.cells = {cell: show(figure) for cell, figure in case.folder.given().figures.items()}
        self.free = [cell for cell in self.cells if not cell.endswith(".total") and "handled" not in cell]
        self.texts: set[str] = set()
        self.typed: dict[str, str] = {}
        self.under_way: tuple[str, str] = ("", "")

    def type(self, number: int) -> None:
        if number % 3:
            cell, text = self.chance.choice(self.free), str(number)
            self.under_way = (cell, text)
            body = [{"cell": cell, "before": self.cells[cell], "text": text}]
            if post(self.client, "/api/figures", cells=body).json()["written"]:
                self.cells[cell] = self.typed[cell] = text
        else:
            data = self.client.get("/api/case").json()
            item, words = self.chance.choice(paragraphs(data)), f"补充{number}号话。"
            self.under_way = ("", words)
            place = {"section": item["section"], "paragraph": item["paragraph"]}
            answer = post(self.client, "/api/edit", **place, before=item["text"], text=item["text"] + words)
            if answer.status_code == 200:
                self.texts.add(words)

    def lost(self, case: drafter.Case) -> list[str]:
        """What was told to be saved and is not there; what was under way may be there or not."""
        now = {cell: show(figure) for cell, figure in case.folder.given().figures.items()}
        text, (cell, typed) = text_of(case), self.under_way
        wrong = [name for name, told in self.typed.items() if now[name] not in (told, typed if name == cell else told)]
        self.cells = now  # a formula of the clerk's own follows what was typed
        if cell in self.typed:
            self.typed[cell] = now[cell]
        return [*wrong, *(words for words in self.texts if words not in text)]


def killed(case: drafter.Case, state: Path, times: int, seed: int) -> None:
    chance, number = random.Random(seed), 0
    typist: Typist | None = None
    for _ in range(times):
        with Served(case.path, state) as server:
            client = server.client()
            typist = typist or Typist(client, case, seed)
            typist.client = client
            killer = threading.Timer(chance.uniform(0.0, 1.2), server.process.kill)
            killer.start()
            try:
                while True:
                    number += 1
                    typist.type(number)
            except (httpx.HTTPError, OSError):
                killer.join()
        again = drafter.Case.open(case.path)
        assert typist.lost(again) == []
        assert not list(case.path.rglob("*.tmp"))
        again.check()


def test_a_server_that_is_killed_loses_nothing_that_was_saved(case: drafter.Case, tmp_path: Path) -> None:
    killed(case, tmp_path / "state", 2, 1)


@pytest.mark.slow
def test_a_server_that_is_killed_a_hundred_times_loses_nothing_that_was_saved(
    case: drafter.Case, tmp_path: Path
) -> None:
    killed(case, tmp_path / "state", 100, 2)


@pytest.mark.slow
def test_the_command_line_and_the_page_at_once_do_no_harm(case: drafter.Case, tmp_path: Path) -> None:
    with Served(case.path, tmp_path / "state") as server:
        typist, done, failed = Typist(server.client(), case, 3), threading.Event(), list[str]()

        def commands() -> None:
            for number in range(12):
                verb = ("draft", "check", "log")[number % 3]
                command = [sys.executable, "-m", "drafter", verb, str(case.path)]
                result = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=120)
                if result.returncode == 2 or "Traceback" in result.stderr:
                    failed.append(result.stderr)
            done.set()

        beside = threading.Thread(target=commands)
        beside.start()
        number = 0
        while not done.is_set():
            number += 1
            typist.type(number)
        beside.join()
    assert failed == [] and typist.texts and number > 20
    assert typist.lost(drafter.Case.open(case.path)) == []
