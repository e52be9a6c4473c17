"""TOML that cannot be used is one sentence with the file in it, whatever is wrong."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from drafter.case.folder import open_folder
from drafter.errors import DrafterError, FormError
from drafter.form import load_form
from drafter.messages import error_text
from drafter.resources import parse_toml

SMALL = Path(__file__).parent / "forms" / "records-2020"
BAD = {
    "deep": ("a = " + "[" * 100_000, "nested too deep"),
    "deep tables": ("a." * 50_000 + "a = 1", "nested too deep"),
    "huge": ("# " + "x" * 2_000_000, "over 1 MB"),
    "binary": ("a = '\udcff'", "utf-8"),
    "syntax": ("a = = 1", "line 1"),
    "a number without end": ("a = " + "9" * 5000, "integer"),
}


@pytest.fixture(params=BAD, ids=str)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    text, says = BAD[request.param]
    path = tmp_path / "form.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return path, says


def test_a_file_that_cannot_be_read_is_named(bad: tuple[Path, str]) -> None:
    path, says = bad
    with pytest.raises(FormError) as caught:
        load_form(str(path.parent))
    sentence = error_text("en", caught.value)
    assert "form.toml" in sentence and says in sentence and "\n" not in sentence


def test_settings_that_cannot_be_read_are_named(bad: tuple[Path, str]) -> None:
    path, _ = bad
    path.rename(path.with_name("drafter.toml"))
    with pytest.raises(DrafterError) as caught:
        open_folder(path.parent)
    assert "drafter.toml" in error_text("en", caught.value)


LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")


@LINKS
@pytest.mark.parametrize("name", ["form.toml", "phrases.toml", "wording.toml"])
def test_a_link_to_itself_is_no_file(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "form"
    shutil.copytree(SMALL, folder)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(name)
    with pytest.raises(FormError) as caught:
        uses_of(folder)
    assert name in error_text("en", caught.value)


@LINKS
def test_a_folder_that_links_to_itself_is_no_form(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(FormError) as caught:
        load_form(str(tmp_path / "loop"))
    assert caught.value.key == "no_form"


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "", "."])
def test_a_name_that_no_folder_has_is_no_form(name: str) -> None:
    with pytest.raises(FormError):
        load_form(name)


def test_a_byte_order_mark_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    assert parse_toml(path) == {"a": 1}


def uses_of(folder: Path) -> None:
    """Everything that is read of a form."""
    from drafter.form.phrases import phrases_of
    from drafter.form.wording import wording_of

    form = load_form(str(folder))
    phrases_of(form)
    wording_of(form)
