"""What the tests of recognition share: the lexicon of the form, and tables as they stand in a text."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.lexicon import Lexicon


@pytest.fixture(scope="session")
def lexicon(form: Form) -> Lexicon:
    return lexicon_of(form)


@pytest.fixture(scope="session")
def english_lexicon(english: Form) -> Lexicon:
    return lexicon_of(english)
