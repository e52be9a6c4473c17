"""Filings as JSON: nothing in a file is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.errors import SourceError
from drafter.form import Form
from drafter.report import json as codec
from drafter.report.filing import Filing
from tests.cli.test_commands import run


@pytest.mark.parametrize(
    ("old", "new", "place", "key"),
    [
        ('"new": {', '"new": {"total": 1, ', "figures.requests.new", "total"),
        ('"new": {', '"new": {}, "new": {', "figures.requests", "new"),
        ('"form":', '"form": "disclosure-2021", "form":', ".", "form"),
        ('"heading":', '"heading": "一", "heading":', "narrative.preface.0", "heading"),
    ],
)
def test_a_key_that_stands_twice_is_refused_with_its_place(
    old: str, new: str, place: str, key: str, example: Filing, form: Form
) -> None:
    text = codec.write(example).decode().replace(old, new, 1)
    with pytest.raises(SourceError) as caught:
        codec.read(text.encode(), form)
    assert (caught.value.key, caught.value.values) == ("json_twice", {"place": place, "key": key})


def test_it_is_said_in_one_sentence(example: Filing, tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_bytes(codec.write(example).replace(b'"form":', b'"form": "x", "form":', 1))
    done = run("read", path)
    assert done.returncode == 2
    assert done.stderr.strip() == f"{path}: the JSON holds form twice at .; leave only one."
