"""drafter.toml: written as it is read, and a wrong key or value is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.case.settings import Settings, form_of, known_kind, read_settings, write_settings
from drafter.errors import CaseError
from drafter.form import Form

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=12)


@given(
    st.builds(
        Settings,
        form=WORDS,
        organization=st.none() | WORDS,
        year=st.none() | st.integers(1990, 2100),
        confirmed=st.lists(WORDS, max_size=3).map(tuple),
        formulas=st.lists(WORDS, max_size=3).map(tuple),
        model=st.none() | st.dictionaries(st.sampled_from(["model", "base_url"]), WORDS, min_size=1),
    )
)
def test_settings_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    path = tmp_path_factory.mktemp("case") / "drafter.toml"
    path.write_bytes(write_settings(settings))
    assert read_settings(path) == settings


def test_what_is_not_told_is_not_written() -> None:
    assert write_settings(Settings("disclosure-2021", year=2025)) == b'form = "disclosure-2021"\nyear = 2025\n'


@pytest.mark.parametrize(
    ("text", "key", "named"),
    [
        ("forn = 'x'", "settings_key", "forn"),
        ("year = '2025'", "settings_value", "year"),
        ("confirmed = 'B5'", "settings_value", "confirmed"),
        ("year = ", "settings_syntax", None),
        ("\x00", "settings_syntax", None),
    ],
)
def test_a_wrong_setting_is_named(text: str, key: str, named: str | None, tmp_path: Path) -> None:
    path = tmp_path / "drafter.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_settings(path)
    assert caught.value.key == key and caught.value.values["path"] == path
    assert caught.value.values.get("name") == named


def test_a_kind_that_the_form_does_not_know_is_refused_with_those_it_knows(form: Form) -> None:
    kind = form.definition.kinds[0].key
    assert known_kind(kind, form) == kind and known_kind(None, form) is None
    with pytest.raises(CaseError) as caught:
        known_kind("kingdom", form)
    assert kind in str(caught.value.values["known"])


def test_a_form_is_found_beside_the_case_or_among_those_of_the_program(english: Form, tmp_path: Path) -> None:
    path = tmp_path / "drafter.toml"
    assert form_of(Settings("disclosure-2021"), path).key == "disclosure-2021"
    (tmp_path / "form").symlink_to(english.folder)
    assert form_of(Settings("form"), path).key == english.key
    with pytest.raises(CaseError) as caught:
        form_of(Settings("nowhere"), path)
    assert caught.value.key == "settings_form" and "disclosure-2021" in str(caught.value.values["known"])


@pytest.mark.parametrize("text", ["青\\u0000县", "青\\u001b[31m县", "青\\n县", "青" * 501])
def test_a_text_that_no_file_can_hold_is_refused_and_shown_safely(text: str, tmp_path: Path) -> None:
    path = tmp_path / "drafter.toml"
    for line in (f'organization = "{text}"', f'confirmed = ["{text}"]'):
        path.write_text(line, encoding="utf-8")
        with pytest.raises(CaseError) as caught:
            read_settings(path)
        assert caught.value.key == "settings_value"
        assert caught.value.values["value"].isprintable() and len(caught.value.values["value"]) <= 80
