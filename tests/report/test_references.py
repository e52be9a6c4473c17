"""References in draft text: what braces name, what is plain text, and that both are written back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import UnknownReference
from drafter.report.references import Reference, escape, parse


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{requests.new.total}", Reference("requests.new.total")),
        ("{last:requests.new.total}", Reference("requests.new.total", "last")),
        ("{note:overview.platform.1a2b3c4d}", Reference("overview.platform.1a2b3c4d", "note")),
        ("{entry:overview.proactive.1|change}", Reference("overview.proactive.1", "entry", "change")),
        ("{a.b|share:a.c+a.d@2}", Reference("a.b", None, "share", "a.c+a.d@2")),
        ("{note:x|number:2}", Reference("x", "note", "number", "2")),
    ],
)
def test_braces_name_a_target_with_its_prefix_and_derivation(text: str, found: Reference) -> None:
    assert list(parse(text)) == [found] and str(found) == text


def test_text_and_references_come_in_order() -> None:
    assert list(parse("收到{a.b}件，{{括号}}里的不是。")) == [
        "收到", Reference("a.b"), "件，", "{", "括号", "}", "里的不是。",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["{", "}", "{}", "{a{b}", "{a|}", "{|change}", "{a|Change}"])
def test_braces_that_hold_no_reference_are_refused(text: str) -> None:
    with pytest.raises(UnknownReference) as caught:
        list(parse(text))
    assert caught.value.key == "reference_syntax"


@given(st.text())
def test_escaped_text_reads_back_as_it_was(text: str) -> None:
    parts = list(parse(escape(text)))
    assert all(isinstance(part, str) for part in parts) and "".join(map(str, parts)) == text


def test_sums_name_several_targets_and_shares_their_whole() -> None:
    share = Reference("a.b+a.c", None, "share", "a.total@2")
    assert share.targets == ("a.b", "a.c") and share.others == ("a.total",)
    assert Reference("a.b", None, "rest", "a.c+entry:x.1").others == ("a.c", "entry:x.1")
    assert Reference("n", "note", "number", "1").others == (), "the number of a note is no figure"
