"""A form says its figures in its own words, or with signs where it has none."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drafter.errors import FormError
from drafter.form import Form, load_form
from drafter.form.phrases import phrases_of
from tests.form.cases_of import cases_of

SMALL = Path(__file__).resolve().parents[1] / "forms" / "records-2020"


@pytest.fixture
def forms(form: Form, english: Form, tmp_path: Path) -> dict[str, Form]:
    folder = tmp_path / "bare"
    folder.mkdir()
    shutil.copyfile(SMALL / "form.toml", folder / "form.toml")
    return {form.key: form, english.key: english, "without phrases": load_form(str(folder))}


@pytest.mark.parametrize("case", cases_of("said"), ids=lambda case: f"{case['form']} {case['words']}")
def test_a_figure_is_said_in_the_words_of_its_form(case: dict[str, Any], forms: dict[str, Form]) -> None:
    phrases = phrases_of(forms[case["form"]])
    ((how, given),) = case["said"].items()
    target, value = given if isinstance(given, list) else (None, Decimal(given))
    said = {
        "change": lambda: phrases.change(value, target or ""),
        "growing": lambda: phrases.growing(Decimal(value)),
        "wording": lambda: phrases.wording(target or "", value),
    }[how]()
    assert said == case["words"]


def test_no_pattern_is_compiled_before_it_is_used(form: Form) -> None:
    phrases = phrases_of.__wrapped__(form)
    assert phrases.expressions and not any("compiled" in vars(item) for item in phrases.expressions)
    assert phrases.year.search("2024\u5e74") and "compiled" in vars(phrases.year)


def test_a_part_that_is_not_there_is_named_with_its_key(tmp_path: Path) -> None:
    folder = tmp_path / "form"
    shutil.copytree(SMALL, folder)
    path = folder / "phrases.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("'To remedy'", "'<<verb>> remedy'"), encoding="utf-8")
    with pytest.raises(FormError, match=r"words\.measures_from.*no part 'verb'"):
        phrases_of(load_form(str(folder)))
