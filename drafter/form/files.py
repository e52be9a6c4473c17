"""The folder of a form: where it is, the files that it may hold, and how one of them is read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from drafter.errors import FormError
from drafter.form.schema.values import strictly
from drafter.resources import folder, parse_toml, validate

M = TypeVar("M", bound=BaseModel)
FORM_FILE = "form.toml"
FORM_FILES = (FORM_FILE, "phrases.toml", "concepts.toml", "wording.toml", "writing.toml", "vouching.toml")
"""The files of a form's folder; only the first must be there."""


def form_keys() -> tuple[str, ...]:
    """Keys of the forms that are built in: the folders of `schemas/` that hold a form.toml."""
    return tuple(sorted(path.parent.name for path in folder("schemas").glob(f"*/{FORM_FILE}")))


def is_built_in(where: Path) -> bool:
    """True if a form's folder stands among those of the program."""
    return where.parent == folder("schemas")


def form_folder(name: str, base: Path = Path()) -> Path:
    """The folder of a form; FormError if it is neither built in nor a folder at that path from `base`."""
    if name in form_keys():
        return folder("schemas") / name
    place = base / name
    try:
        if (place / FORM_FILE).is_file():
            return place.resolve()
        if name and place.is_dir():
            raise FormError("no_form_file", folder=place, file=FORM_FILE)
    except OSError:  # a name that no file can have
        pass
    raise FormError("no_form", name=name, known=" ".join(form_keys()))


def copy_form(source: Path, target: Path) -> None:
    """Copy the files of a form into a new folder."""
    target.mkdir()
    for path in sorted(source.glob("*.toml")):
        shutil.copyfile(path, target / path.name)


def read_file(path: Path, model: type[M]) -> M:
    """A file of a form, or a user's own; the defaults if there is none. FormError names file and key.

    Expressions and templates of files that are not built in are looked into.
    """
    data = parse_toml(path, keep=True) if os.path.lexists(path) else {}
    return validate(data, model, path, None if is_built_in(path.parent) else strictly(data))
