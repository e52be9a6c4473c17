"""One tree of errors, each with a key and its values, and sentences only from the message files."""

from __future__ import annotations

import re

import pytest

from drafter import errors
from drafter.errors import CaseError, DrafterError
from drafter.messages import catalogue

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DrafterError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_is_caught_as_one_of_the_program_and_named_in_the_tree(kind: type[DrafterError]) -> None:
    assert issubclass(kind, DrafterError) and re.search(rf"\b{kind.__name__}\b", errors.__doc__ or "")


def test_an_error_keeps_its_key_and_values() -> None:
    error = CaseError("no_case", folder="x")
    assert (error.key, error.values) == ("no_case", {"folder": "x"})


def test_without_the_messages_an_error_says_its_key_and_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DrafterError, "sentence", None)
    assert str(CaseError("no_case", folder="x")) == "no_case: folder=x" and str(CaseError("no_case")) == "no_case"


def test_every_sentence_of_an_error_stands_in_both_languages() -> None:
    zh, en = ({key for key in catalogue(language) if key.startswith("errors.")} for language in ("zh", "en"))
    assert zh == en and len(zh) > 50
