"""The form as data: 200 cells, 42 identities, strict files."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from drafter.errors import FormError
from drafter.form import Form, load_form
from drafter.form.concepts import concepts_of
from drafter.form.phrases import phrases_of
from drafter.messages import error_text


def test_the_form_has_200_cells_in_three_tables(form: Form) -> None:
    assert Counter(cell.partition(".")[0] for cell in form.cells) == {"proactive": 10, "requests": 175, "disputes": 15}


def test_the_form_has_42_hard_identities(form: Form) -> None:
    hard = Counter(item.rule for item in form.identities if item.rule in ("A1", "A2", "A3", "A4"))
    assert hard == {"A1": 7, "A2": 7, "A3": 25, "A4": 3}


def test_every_relation_names_its_source(form: Form) -> None:
    assert all(item.relation.source for item in form.identities)


def test_named_sums_used_in_prose_add_up_the_right_cells(form: Form) -> None:
    assert len(form.sums["requests.denied.total"]) == 8
    assert len(form.sums["requests.details.business"]) == 21
    assert len(form.sums["requests.new.organizations"]) == 5
    assert form.sums["disputes.litigation.total"] == (
        "disputes.litigation_direct.total",
        "disputes.litigation_after_review.total",
    )
    assert set(form.sums).isdisjoint(form.cells)


def test_table_four_prints_three_rows_of_the_model_in_one(form: Form) -> None:
    (row,) = form.tables["disputes"].printed
    assert len(row.cells) == 15


@pytest.mark.parametrize(
    ("change", "key", "shown"),
    [
        (("first_year = 2021", "first_year = 2021\nlast_yaer = 2020"), "data_key", "last_yaer"),
        (('key = "licensing"', 'key = "licensing"\ncolour = "red"'), "data_key", "colour"),
        (("first_year = 2021", "first_year = = 2021"), "toml_syntax", "line"),
        (('left = ["new", "carried_in"]', 'left = ["new", "carried_inn"]'), "form_structure", "carried_inn"),
        (('key = "denied"\n', 'key = "granted"\n'), "form_structure", "granted"),
        (('"@licensing.decisions"', '"@licensing.decision"'), None, ""),
        (('{ cell = "licensing.decisions"', '{ cell = "licensing.decision"'), "form_structure", "licensing"),
    ],
)
def test_a_mistake_in_a_form_is_named_with_its_place(
    change: tuple[str, str], key: str | None, shown: str, tmp_path: Path, form: Form
) -> None:
    folder = tmp_path / "form"
    shutil.copytree(form.folder, folder)
    path = folder / "form.toml"
    text = path.read_text(encoding="utf-8")
    if key is None:
        assert change[0] not in text
        return
    assert change[0] in text
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        load_form(str(folder))
    assert caught.value.key == key
    sentence = error_text("en", caught.value)
    assert shown in sentence and "form.toml" in sentence


def with_words(tmp_path: Path, form: Form, name: str, old: str, new: str) -> Form:
    """The form with other words in one of its files."""
    folder = tmp_path / "form"
    shutil.copytree(form.folder, folder)
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return load_form(str(folder))


def test_a_phrase_that_names_an_unknown_cell_is_refused(tmp_path: Path, form: Form) -> None:
    changed = with_words(tmp_path, form, "phrases.toml", '"requests.carried_out.total"', '"requests.carried_on.total"')
    with pytest.raises(FormError, match="requests.carried_on.total"):
        phrases_of(changed)


def test_a_concept_that_names_an_unknown_row_is_refused(tmp_path: Path, form: Form) -> None:
    with pytest.raises(FormError, match="refused"):
        concepts_of(with_words(tmp_path, form, "concepts.toml", '"denied" =', '"refused" ='))


def test_an_unknown_form_is_refused_with_those_there_are() -> None:
    with pytest.raises(FormError) as caught:
        load_form("disclosure-1999")
    assert "disclosure-2021" in error_text("zh", caught.value)
