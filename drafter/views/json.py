"""Results of checks as the JSON of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from drafter.checks import Checked, coverage
from drafter.checks.rules import Tally
from drafter.form import Form
from drafter.recognition import Reading
from drafter.statements import Account, Binding


def checked_data(checked: Checked, form: Form) -> dict[str, object]:
    """Findings, coverage, the account of every quantity, and what each relation came to."""
    return {
        "findings": [finding.as_json() for finding in (*checked.findings, *checked.waiting)],
        "coverage": coverage(checked.account),
        "account": [_item(binding, checked.account, form) for binding in checked.account.bindings],
        "vouching": [item.as_json() for item in checked.vouching.sentences],
        "reading": _reading(checked),
        "not_assessable": list(checked.not_assessable),
        "relations": _tallies(checked.tallies),
        "text_rules": _tallies(checked.text_tallies),
    }


def _reading(checked: Checked) -> dict[str, object] | None:
    """What a second reader said, and how much of it was dropped; None where there was none."""
    second = checked.second
    if second is None:
        return None
    dropped = dict(checked.account.dropped) | ({"malformed": second.malformed} if second.malformed else {})
    return {
        "reader": second.reader,
        "statements": len(second.statements),
        "sentences": len(second.sentences),
        "dropped": dropped | ({"verdicts": checked.vouching.dropped} if checked.vouching.dropped else {}),
    }


def _tallies(tallies: Mapping[str, Tally]) -> dict[str, dict[str, int]]:
    return {rule: asdict(tally) for rule, tally in tallies.items()}


def _item(binding: Binding, account: Account, form: Form) -> dict[str, object]:
    quantity, reference = binding.quantity, binding.reference
    place = account.paragraphs[binding.where].at(quantity.start, quantity.end)
    target = reference.target if reference and reference.prefix is None else None
    return {
        "place": place.as_json(),
        "text": quantity.text,
        "value": quantity.value,
        "unit": quantity.unit,
        "state": binding.state.value,
        "cells": list(form.cells_of(target)) if target else [],
        "base": str(reference)[1:-1] if reference else None,
        "reader": binding.reader.value,
    }


def explained_data(reading: Reading) -> dict[str, object]:
    """How each cell was found, and what was said of the source."""
    cells = [
        {
            "cell": cell.cell,
            "raw": cell.raw,
            "where": str(cell.where),
            "how": cell.how,
            "certain": cell.certain,
            "regular": cell.regular,
        }
        for cell in reading.cells
    ]
    notices = [{"key": notice.key, **dict(notice.values)} for notice in reading.notices]
    return {"cells": cells, "notices": notices}
