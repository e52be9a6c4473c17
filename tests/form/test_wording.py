"""Rules on words: those of the form, and a user's own beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.errors import FormError
from drafter.form import Form
from drafter.form.wording import WordingBook, unknown_names, wording_of

RULE = """
[[rules]]
key = "{key}"
check = "found"
severity = "warning"
source = "house style"
name = {{ en = "a word" }}
message = {{ en = "{message}" }}
terms = [{{ pattern = "{pattern}" }}]
{more}
"""


def rule(key: str = "own.1", *, message: str = "{text}", pattern: str = "word", more: str = "") -> str:
    return RULE.format(key=key, message=message, pattern=pattern, more=more)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own.toml"


def test_a_users_rules_come_after_those_of_the_form(own: Path, form: Form) -> None:
    own.write_text(rule(), encoding="utf-8")
    alone, both = wording_of(form).rules, wording_of(form, own).rules
    assert both[:-1] == alone and both[-1].key == "own.1"


def test_a_file_that_has_changed_is_read_again(own: Path, form: Form) -> None:
    own.write_text(rule(), encoding="utf-8")
    assert wording_of(form, own).terms["own.1"][0].near == ("word",)
    own.write_text(rule(pattern="other words"), encoding="utf-8")
    assert wording_of(form, own).terms["own.1"][0].near == ("other words",)


@pytest.mark.parametrize(("pattern", "near"), [("word", ("word",)), ("w.rd", ()), ("(?:a|b)", ())])
def test_a_pattern_without_signs_is_its_own_cue(pattern: str, near: tuple[str, ...], own: Path, form: Form) -> None:
    own.write_text(rule(pattern=pattern), encoding="utf-8")
    assert wording_of(form, own).terms["own.1"][0].near == near


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (rule() + rule(), "two rules 'own.1'"),
        (rule(pattern="(word"), r"rules\.1\.found\.terms\.1\.pattern"),
        (rule(message="{word}"), "no field 'word'"),
        (rule(more='sections = ["annex"]'), "no section 'annex'"),
        (rule(more='trait = "tall"'), "no trait 'tall'"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(text: str, says: str, own: Path, form: Form) -> None:
    own.write_text(text, encoding="utf-8")
    with pytest.raises(FormError, match=says):
        wording_of(form, own)


def test_all_names_that_a_book_has_wrong_are_told(form: Form) -> None:
    given = {"key": "M1", "check": "missing", "severity": "info", "source": "", "patterns": ["a"], "at": "annex"}
    texts = {"name": {"en": "a"}, "message": {"en": "a"}, "sections": ["overview", "appendix"], "trait": "tall"}
    book = WordingBook.model_validate({"rules": [{**given, **texts}]})
    assert list(unknown_names(book, form)) == [
        "M1: no section 'annex'",
        "M1: no section 'appendix'",
        "M1: no trait 'tall'",
    ]
