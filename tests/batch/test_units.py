"""The list of units: columns by what they are called, one owner for each name, and candidates that nobody takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from received import FORM, sheet

from drafter.batch.units import read_units
from drafter.errors import SourceError


def listed(folder: Path, *rows: list[object]) -> Path:
    (folder / "units.xlsx").write_bytes(sheet(rows))
    return folder / "units.xlsx"


def test_a_list_is_read_by_the_heads_of_its_columns(tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        ["青禾县 2024 年度报送名单"],
        ["序号", "别名", "单位名称", "类别", "是否应报", "上级单位"],
        [1, "县水利局、水务局", "青禾县水利局", "地方人民政府部门", "是", "青禾县人民政府"],
        [None, None, None, None, None, None],
        [2, None, "云溪镇人民政府", "township_government", "否", None],
    )
    first, second = read_units(path, FORM).units
    assert (first.name, first.aliases, first.parent) == ("青禾县水利局", ("县水利局", "水务局"), "青禾县人民政府")
    assert first.kind == "local_department" and first.expected
    assert second.kind == "township_government" and not second.expected


@pytest.mark.parametrize(
    ("rows", "key", "values"),
    [
        ([["序号", "电话"], [1, 2]], "units_head", {}),
        ([["单位"]], "units_none", {}),
        ([["单位", "类别"], ["", "县"]], "units_no_name", {"row": 2}),
        ([["单位"], ["水利局"], ["教育局"], ["水 利 局"]], "units_double", {"first": 2, "second": 4}),
        ([["单位", "别名"], ["水利局", "水务局"], ["水务局", None]], "units_double", {"first": 2, "second": 3}),
        ([["单位", "类别"], ["水利局", "部门?"]], "units_kind", {"row": 2, "kind": "部门?"}),
    ],
)
def test_what_is_wrong_with_a_list_is_said_by_its_row(
    rows: list[list[object]], key: str, values: dict[str, object], tmp_path: Path
) -> None:
    with pytest.raises(SourceError) as caught:
        read_units(listed(tmp_path, *rows), FORM)
    assert caught.value.key == key and values.items() <= caught.value.values.items()


@pytest.mark.parametrize("name", ["青禾县水利局", "青禾县（水利局）", " 青禾县 水利局"])
def test_spaces_and_brackets_make_no_other_name(name: str, tmp_path: Path) -> None:
    found = read_units(listed(tmp_path, ["单位"], ["青禾县水利局"]), FORM).unit(name)
    assert found is not None and found.name == "青禾县水利局"


def test_a_name_that_is_only_near_is_a_candidate_and_no_match(tmp_path: Path) -> None:
    units = read_units(listed(tmp_path, ["单位"], ["青禾县水利局"], ["青禾县教育局"], ["云溪镇人民政府"]), FORM)
    assert units.unit("青禾县水利水务局") is None
    assert units.candidates("青禾县水利水务局")[0] == "青禾县水利局"
