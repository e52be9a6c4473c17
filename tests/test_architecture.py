"""What can drift: import directions, words in code, message files, JSON Schemas."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafter.app.schema_files import ANSWERS, FLAT, SCHEMAS, schema_text
from drafter.messages import catalogue

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "drafter"
FLOORS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text())["floors"]
FLOOR_OF = {module: number for number, floor in enumerate(FLOORS) for module in floor}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor_of(module: str) -> int | None:
    """The floor of a module or of the package that it belongs to; the longest name counts."""
    known = [name for name in FLOOR_OF if module == name or module.startswith(f"{name}.")]
    return FLOOR_OF[max(known, key=len)] if known else None


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("drafter"):
            modules_named = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if floor_of(name) != floor_of(node.module or "") else node.module for name in modules_named}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("drafter")}
    return {name for name in found if name}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_imports_only_lower_floors_or_its_own_package(path: Path) -> None:
    own = floor_of(name_of(path))
    if name_of(path) in ("drafter", "drafter.__main__"):
        return
    assert own is not None, f"{name_of(path)} stands on no floor of tests/floors.toml"
    for module in imports_of(path):
        other = floor_of(module)
        if module == "drafter" or other is None:
            continue
        same_package = name_of(path).split(".")[:2] == module.split(".")[:2]
        assert other < own or same_package, f"{name_of(path)} (floor {own}) imports {module} (floor {other})"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_chinese_character_stands_in_the_engine(path: Path) -> None:
    if path.name == "chinese.py":
        return
    found = re.findall(r"[\u3400-\u9fff]|\\u[4-9][0-9a-f]{3}", path.read_text(encoding="utf-8"))
    assert not found, "labels, phrases and rules live in schemas/"


TAKES_TEXT_APART = re.compile(r"\bsentence_end\b|\bmark\.(?:prefix|suffix)\b|open_mark\.(?:prefix|suffix)\b")
"""What a module names that finds open marks or cuts sentences itself."""
NAMES_SIGNS = {
    "drafter.form": "declares the signs",
    "drafter.form.schema.form": "declares the signs",
    "drafter.report.narrative": "takes the text apart",
    "drafter.form.concepts": "stops names at signs",
    "drafter.drafting.merge": "ends a heading that runs into its paragraph",
    "drafter.drafting.render": "writes a mark",
    "drafter.drafting.rollforward": "takes the end off an item that goes into a mark",
    "drafter.drafting.outline": "takes a note out with the end that was put behind it",
    "drafter.drafting.past": "puts a note, and an end behind it, in the place of an event",
    "drafter.recognition.headings": "tells a title from the sentence behind it in one line",
    "drafter.recognition.lexicon": "tells a heading from a sentence",
    "drafter.recognition.line_joining": "tells whether a broken line goes on",
    "drafter.llm.writer.coverage": "ends what the program says in a model's place",
    "drafter.checks.breakdowns": "a list goes on over the semicolons of its sentence",
}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_the_text_of_a_report_is_taken_apart_in_one_module(path: Path) -> None:
    if name_of(path) not in NAMES_SIGNS:
        assert not TAKES_TEXT_APART.findall(path.read_text(encoding="utf-8"))


SIGNS = {"sentence_end", "item", "turn", "measures_from"}


def keys_in(data: object) -> Iterator[str]:
    """Every key of a TOML file, at any depth."""
    for key, value in data.items() if isinstance(data, dict) else ():
        yield key
        yield from keys_in(value)
    for item in data if isinstance(data, list) else ():
        yield from keys_in(item)


@pytest.mark.parametrize("form", [*(ROOT / "schemas").glob("*/"), *(ROOT / "tests" / "forms").glob("*/")], ids=str)
def test_what_cuts_a_text_is_declared_once_in_a_form(form: Path) -> None:
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in form.glob("*.toml")]
    declared = [key for data in files for key in keys_in(data) if key in SIGNS]
    assert len(declared) == len(set(declared))


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_every_module_and_public_name_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), path
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            commanded = any("app.command" in ast.unparse(item) for item in node.decorator_list)
            assert ast.get_docstring(node) or commanded, f"{path}: {node.name}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_function_is_longer_than_forty_lines(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            body = (node.end_lineno or 0) - node.body[0].lineno + 1
            assert body <= 40, f"{path}: {node.name} has {body} lines"


def test_both_message_files_hold_the_same_messages() -> None:
    assert set(catalogue("zh")) == set(catalogue("en"))


def test_every_message_is_a_template_that_can_be_filled() -> None:
    for language in ("zh", "en"):
        for key, text in catalogue(language).items():
            fields = [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
            assert all(field.isidentifier() for field in fields), key


@pytest.mark.parametrize("name", sorted({**SCHEMAS, **ANSWERS, **FLAT}))
def test_the_json_schemas_are_current(name: str) -> None:
    """Run `make schemas` to accept a change."""
    assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == schema_text(name)


def test_a_class_name_names_one_thing() -> None:
    found: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(name_of(path))
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


CLOCKS = re.compile(r"\b(?:monotonic|perf_counter|time)(?:_ns)?\(\)")


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=name_of)
def test_no_test_looks_at_the_clock_on_the_wall(path: Path) -> None:
    """A busy machine fails none: what is meant is an order, a count, or processor time."""
    assert not CLOCKS.findall(path.read_text(encoding="utf-8"))
