"""The clerk's guide is true: what it calls by the page's words is on the page, and its pictures are taken from it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import guide_pictures
import pytest

from drafter.messages import catalogue

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide.zh-CN.md"
LISTED = re.compile(r"^- \*\*[^*]+\*\*", re.MULTILINE)
"""What opens an item of a list is no word of the page."""


def test_every_word_of_the_page_that_the_guide_names_is_on_the_page() -> None:
    text = LISTED.sub("", GUIDE.read_text(encoding="utf-8"))
    named = set(re.findall(r"\*\*([^*]+)\*\*", text))
    page = {words for key, words in catalogue("zh").items() if key.startswith("web.page.")}
    assert len(named) > 20 and named - page == set()


def test_every_picture_is_shown_and_there() -> None:
    shown = set(re.findall(r"\]\(pictures/([\w-]+\.png)\)", GUIDE.read_text(encoding="utf-8")))
    assert shown == {path.name for path in guide_pictures.PICTURES.glob("*")}


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(guide_pictures.CHROMIUM is None, reason="needs Chromium")
def test_the_pictures_can_be_taken_anew_from_the_page(tmp_path: Path) -> None:
    """Run `make guide` after a change of the page's looks."""
    taking = [sys.executable, str(ROOT / "tests" / "guide_pictures.py"), str(tmp_path / "pictures")]
    subprocess.run(taking, check=True, timeout=300)
    assert {path.name for path in (tmp_path / "pictures").iterdir()} == {
        path.name for path in guide_pictures.PICTURES.glob("*")
    }
