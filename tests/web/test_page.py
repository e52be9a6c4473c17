"""The page in a real browser: what is typed is kept, by keys and through an input method."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import drafter

pytestmark = pytest.mark.browser


def saved(page: Any) -> None:
    """Wait until nothing that was typed is unsaved; the page allows no script from outside, not even the test's."""
    page.wait_for_selector(".unsaved", state="detached")
    page.wait_for_selector("#saved:has-text('已保存')")


def text_of(case: drafter.Case) -> str:
    sections = case.current().filing.narrative.values()
    return "\n".join(text for blocks in sections for block in blocks for text in block.paragraphs)


def test_what_is_typed_is_in_the_case_at_the_next_pause(page: Any, case: drafter.Case) -> None:
    assert "token" not in page.url
    page.locator("#paper p[data-place]").nth(1).click()
    page.keyboard.press("End")
    page.keyboard.type("窗口随到随办。")
    saved(page)
    assert "窗口随到随办。" in text_of(case)


def test_an_input_method_loses_no_character_beside_a_number(page: Any, case: drafter.Case) -> None:
    line = page.locator("#paper p[data-place]").nth(1)
    line.click()
    protocol = page.context.new_cdp_session(page)
    wanted = []
    for word in ("新", "公", "开", "条"):
        page.evaluate(
            """() => { const p = document.querySelectorAll("#paper p[data-place]")[1]; p.normalize();
            const at = p.firstChild.data.search(/[0-9](?![0-9])/) + 1; getSelection().collapse(p.firstChild, at); }"""
        )
        protocol.send("Input.imeSetComposition", {"text": "zhong", "selectionStart": 5, "selectionEnd": 5})
        page.wait_for_timeout(200)
        protocol.send("Input.insertText", {"text": word})
        wanted.append(word)
        saved(page)
    text = line.inner_text()
    assert "zhong" not in text and "".join(reversed(wanted)) in text
    assert text in text_of(case)


def test_numbers_and_marks_are_painted_over_plain_text(page: Any) -> None:
    assert page.evaluate("CSS.highlights.get('bound').size") > 5
    assert page.locator("#paper p[data-place] *").count() == 0


def test_the_queue_is_walked_and_answered_by_keys_alone(page: Any, case: drafter.Case) -> None:
    page.locator("#by").fill("王敏")
    page.keyboard.press("Escape")
    for _ in range(page.locator("#items li").count()):
        page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.type("已核对")
    page.keyboard.press("Enter")
    page.wait_for_selector("#items form", state="detached")
    assert [item.reason for item in case.folder.ledger().decisions] == ["已核对"]
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.wait_for_selector("#undo:disabled")
    assert case.folder.ledger().decisions == ()


@pytest.mark.parametrize("width", [400, 1280, 1366])
def test_no_width_scrolls_sideways(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_second_start_finds_the_running_one(address: str, case: drafter.Case) -> None:
    command = [sys.executable, "-m", "drafter", "--lang", "zh", "serve", str(case.path), "--no-browser"]
    again = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert again.returncode == 0
    assert again.stdout.partition("?token=")[0] == f"工作台：{address.partition('?token=')[0]}"
    assert again.stdout.partition("?token=")[2] != address.partition("?token=")[2]
