"""What a form says about text by a model: which figures are offered, and what a text is about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drafter.errors import FormError
from drafter.form import Form, load_form
from drafter.form.writing import fits, pairs_of, writing_of

SMALL = Path(__file__).resolve().parents[1] / "forms" / "records-2020"
BLOCKS = """
[[blocks]]
section = "summary"
topic = "handling"
figures = ["volume.received.*", "volume.*", "!volume.late.*"]
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "form"))


def test_a_form_without_rules_offers_every_figure(english: Form) -> None:
    assert writing_of(english).figures_for("summary", "handling") == ("*",)
    assert not writing_of(english).done.search("On 3 May the mayor came.")


def test_a_form_offers_the_figures_of_a_block(small: Path) -> None:
    (small / "writing.toml").write_text(BLOCKS, encoding="utf-8")
    writing = writing_of(load_form(str(small)))
    assert writing.figures_for("summary", "handling")[0] == "volume.received.*"
    assert writing.figures_for("backlog", None) == ()


@pytest.mark.parametrize(
    ("address", "ordinal"),
    [
        ("volume.received.count", 0),
        ("volume.processed.count", 1),
        ("volume.late.count", None),
        ("components.x.y", None),
    ],
)
def test_the_first_pattern_that_an_address_fits_counts_and_none_that_excepts_it(
    address: str, ordinal: int | None
) -> None:
    assert fits(address, ("volume.received.*", "volume.*", "!volume.late.*")) == ordinal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\u516c\u5f00\u680f", {"\u516c\u5f00", "\u5f00\u680f"}),
        ("The Harbour was red", {"harbour"}),
        ("\u680f 12", set()),
    ],
)
def test_a_text_is_about_pairs_of_characters_and_longer_words(text: str, words: set[str]) -> None:
    assert pairs_of(text) == words


def test_a_pattern_that_is_none_is_named_with_its_key(small: Path) -> None:
    (small / "writing.toml").write_text('done = "[a"', encoding="utf-8")
    with pytest.raises(FormError, match="done"):
        writing_of(load_form(str(small)))
