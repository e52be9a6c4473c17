"""What words name in a form: the longest word first, spaces where a language has them, and names that must be there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drafter.errors import FormError
from drafter.form import Form, load_form
from drafter.form.concepts import Concepts, WordUse, concepts_of


def uses(concepts: Concepts) -> dict[str, WordUse]:
    return {word: use for words in concepts.lexicon.values() for word, use in words}


def test_words_are_found_by_how_they_begin_the_longest_first(form: Form, english: Form) -> None:
    for concepts in (concepts_of(form), concepts_of(english)):
        for start, words in concepts.lexicon.items():
            assert all(word[:2] == start for word, _ in words)
            lengths = [len(word) for word, _ in words]
            assert lengths == sorted(lengths, reverse=True)


def test_every_word_does_something(form: Form, english: Form) -> None:
    for concepts in (concepts_of(form), concepts_of(english)):
        for word, use in uses(concepts).items():
            assert use.roles or use.senses or use.rate or use.fraction is not None, word


def test_a_word_names_rows_and_columns_that_the_form_has(form: Form) -> None:
    addresses = {address.partition(".")[2] for address in (*form.cells, *form.sums)}
    rows, columns = ({address.rpartition(".")[part] for address in addresses} for part in (0, 2))
    for word, use in uses(concepts_of(form)).items():
        for sense in use.senses:
            assert sense.table in form.tables, word
            assert {one for row in sense.rows for one in row.split("+")} <= rows, word
            assert set(sense.columns) <= columns | rows, word


def test_words_of_a_language_with_spaces_are_written_with_them(english: Form) -> None:
    found = uses(concepts_of(english))
    assert concepts_of(english).spaced and "carried over" in found and not any("_" in word for word in found)
    assert found["carried over"].senses[0].rows == ("pending_start",)


def test_what_only_names_the_table_is_told_from_what_names_it_bare(english: Form) -> None:
    (sense,) = [sense for sense in uses(concepts_of(english))["requests"].senses if not sense.rows]
    assert (sense.table, sense.is_bare) == ("volume", True)
    assert not any(sense.is_bare for sense in uses(concepts_of(english))["received"].senses)


def test_a_role_that_the_form_gives_takes_the_place_of_the_languages(english: Form) -> None:
    assert uses(concepts_of(english))["visitors"].roles == {"elsewhere"}
    assert uses(concepts_of(english))["urgent"].roles == {"subset"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[tables.volume]", "[tables.weight]", "tables: no table 'weight'"),
        ('"late" =', '"tardy" =', "rows.volume: no row 'tardy'"),
    ],
)
def test_a_name_of_what_is_not_there_is_told_with_its_place(
    old: str, new: str, told: str, english: Form, tmp_path: Path
) -> None:
    folder = tmp_path / "form"
    shutil.copytree(english.folder, folder)
    path = folder / "concepts.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        concepts_of(load_form(str(folder)))
    assert told in str(caught.value.values["reason"]) and caught.value.values["path"] == path
