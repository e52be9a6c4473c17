"""The pool: an item that hangs, swells, raises or kills its process ends in trouble, and all others have results."""

from __future__ import annotations

import sys
from pathlib import Path

import engine_tasks as tasks
import pytest

from drafter.batch.engine import Bounds, Trouble, run

PLAIN = [f"item {number}" for number in range(30)]


def done(items: list[str], folder: Path, workers: int = 2) -> dict[str, str]:
    bounds = Bounds(seconds=3.0, megabytes=200)
    answers = list(run(tasks.prepare, folder, items, workers=workers, bounds=bounds))
    assert sorted(answer.number for answer in answers) == list(range(len(items)))
    return {items[answer.number]: answer.trouble or answer.value.decode() for answer in answers}


def test_every_item_has_its_own_result(tmp_path: Path) -> None:
    assert done(PLAIN, tmp_path) == {item: item for item in PLAIN}


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals")
@pytest.mark.parametrize("workers", [1, 2])
def test_trouble_with_one_item_is_no_trouble_for_others(workers: int, tmp_path: Path) -> None:
    expected = {item: item for item in PLAIN} | {"sleep": Trouble.SLOW, "raise": Trouble.FAULT, "die": Trouble.DIED}
    expected |= {"swell": Trouble.MEMORY} if sys.platform.startswith("linux") else {}
    items = [*PLAIN[:10], *(item for item in expected if item not in PLAIN), *PLAIN[10:]]
    assert done(items, tmp_path, workers) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals")
def test_an_item_whose_process_was_killed_once_is_tried_again(tmp_path: Path) -> None:
    assert done([*PLAIN, "die once"], tmp_path)["die once"] == "die once"


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals")
def test_a_process_killed_while_it_starts_is_replaced_and_where_none_starts_it_is_said(tmp_path: Path) -> None:
    answers = list(run(tasks.prepare_late, tmp_path, PLAIN[:3], workers=1))
    assert sorted(answer.value.decode() for answer in answers) == PLAIN[:3]
    with pytest.raises(ChildProcessError):
        list(run(tasks.prepare_never, tmp_path, PLAIN[:3], workers=1))


def test_no_item_no_process(tmp_path: Path) -> None:
    assert done([], tmp_path) == {}
