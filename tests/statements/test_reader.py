"""Clauses are composed of concepts: sentences that nobody listed are read, the true ones as well as the false ones."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drafter.checks import check
from drafter.form import Form
from drafter.report.facts import facts_for, facts_of
from drafter.report.filing import Block, Figure, Filing, blank_figures
from drafter.report.findings import Severity
from drafter.report.narrative import Narrative
from drafter.statements import bind

CASES = Path(__file__).parent / "cases"
CLERKS = tomllib.loads((CASES / "clerks.toml").read_text(encoding="utf-8"))
KINDS = tomllib.loads((CASES / "kinds.toml").read_text(encoding="utf-8"))
PAIRS = [(kind, *pair) for kind, pairs in KINDS["pairs"].items() for pair in pairs]
RULES = {f"T{number}" for number in range(1, 13)}


def figures(form: Form, rows: dict[str, list[Any]]) -> dict[str, Figure]:
    """Every cell of the form: those of the rows as given, the others zero."""
    found: dict[str, Figure] = dict.fromkeys(blank_figures(form), 0)
    for row, values in rows.items():
        cells = [cell for cell in form.cells if cell.rpartition(".")[0] == row]
        numbers = (Decimal(str(value)) if isinstance(value, float) else value for value in values)
        found.update(zip(cells, numbers, strict=True))
    return found


def severities(form: Form, text: str, rows: dict[str, Any] = CLERKS) -> set[Severity]:
    """What the rules on text make of one paragraph on requests, the figures of two years being those of a file."""
    narrative = {"overview": (Block((text,), None, "on_request"),)}
    filing = Filing(form.key, figures(form, rows["figures"]), narrative, "青禾县自然资源局", 2024)
    last = Filing(form.key, figures(form, rows["last"]), {}, "青禾县自然资源局", 2023)
    found = check(filing, facts_for(filing, form, last=last)).findings
    return {finding.severity for finding in found if finding.rule in RULES}


@pytest.mark.parametrize("text", [pair["true"] for pair in CLERKS["pairs"]])
def test_a_true_sentence_is_no_error(form: Form, text: str) -> None:
    assert Severity.ERROR not in severities(form, text)


@pytest.mark.parametrize("text", [pair["false"] for pair in CLERKS["pairs"]])
def test_a_false_sentence_is_found(form: Form, text: str) -> None:
    assert severities(form, text) & {Severity.ERROR, Severity.WARNING}


@pytest.mark.parametrize(("kind", "true", "false"), PAIRS)
def test_a_kind_of_saying_is_read_true_and_false(form: Form, kind: str, true: str, false: str) -> None:
    assert Severity.ERROR not in severities(form, true, KINDS), f"{kind}: blamed"
    assert severities(form, false, KINDS) & {Severity.ERROR, Severity.WARNING}, f"{kind}: not found"


@pytest.mark.parametrize("text", [text for texts in KINDS["quiet"].values() for text in texts])
def test_what_no_figure_decides_raises_nothing(form: Form, text: str) -> None:
    assert not severities(form, text, KINDS) & {Severity.ERROR, Severity.WARNING}


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("街道新收政府信息公开申请6件。", True),
        ("南渡街道新收政府信息公开申请6件。", True),
        ("全街道新收政府信息公开申请6件。", True),
        ("北桥街道新收政府信息公开申请6件。", False),
    ],
)
def test_what_a_body_calls_itself_is_no_other_body(form: Form, text: str, bound: bool) -> None:
    known = {**dict.fromkeys(blank_figures(form), 0), "requests.new.natural_person": 6, "requests.new.total": 6}
    facts = facts_of(form, known, organization="江平市城东区南渡街道办事处", year=2024)
    account = bind(Narrative({"overview": (Block((text,), None, "on_request"),)}, form), facts)
    assert [binding.target for binding in account.bindings] == ["requests.new.total" if bound else None]
