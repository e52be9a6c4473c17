"""What the tests share: the form, reports to try things on, and filings made up for the purpose."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from drafter.form import Form, load_form
from drafter.report import json as filing_codec
from drafter.report.filing import Filing

os.environ["DRAFTER_CACHE"] = ""
"""Tests neither read nor write the caches of who runs them; those on the cache name a folder of their own."""
settings.register_profile("drafter", deadline=None)
settings.register_profile("steady", deadline=None, derandomize=True)
"""The same examples in every run, so that CI fails for what changed; elsewhere every run tries others."""
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "drafter"))

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "reports"


@pytest.fixture(scope="session")
def form() -> Form:
    return load_form("disclosure-2021")


@pytest.fixture(scope="session")
def english() -> Form:
    return load_form(str(ROOT / "tests" / "forms" / "records-2020"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real reports, which are not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the real reports are not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def example(form: Form) -> Filing:
    """The fictional report of the examples."""
    from drafter.recognition.files import read_report

    return read_report(ROOT / "examples" / "last-year.txt", form).filing


def gold(path: Path, form: Form) -> Filing:
    """A gold filing."""
    return filing_codec.read(path.read_bytes(), form)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: a zip holds the time of its making, and two workers would not find the same tests."""
    return argname if isinstance(val, bytes) else None
