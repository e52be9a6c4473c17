"""The settings of a case: `drafter.toml`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import tomli_w

from drafter.errors import CaseError, FormError
from drafter.form import Form, form_keys, load_form
from drafter.records import dataclass
from drafter.resources import parse_toml

SETTINGS = "drafter.toml"
_LONGEST, _SHOWN = 500, 80
"""Characters of a text in the settings, and those of a wrong one that are shown."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `drafter.toml` holds; `confirmed` lists differences from last year's report that the user has confirmed."""

    form: str = ""
    """The key of a built-in form, or the path of a form's folder from that of the case."""
    organization: str | None = None
    year: int | None = None
    kind: str | None = None
    last_year: str | None = None
    confirmed: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    """Local notices whose rules apply."""
    wording: str | None = None
    """A file of the user's own rules on words, in the case's folder."""
    clerk: str | None = None
    """Who decides and signs where no other name is given."""
    last_case: str | None = None
    """Last year's case, whose decisions are offered again."""
    formulas: tuple[str, ...] = ()
    """Names of congresses, sessions and documents that the user vouches for this year."""
    model: Mapping[str, object] | None = None
    """How a model is asked; a key is not allowed here."""


_TYPES = {
    "form": str,
    "organization": str,
    "year": int,
    "kind": str,
    "last_year": str,
    "confirmed": list,
    "notices": list,
    "wording": str,
    "clerk": str,
    "last_case": str,
    "formulas": list,
    "model": dict,
}


def read_settings(path: Path) -> Settings:
    """The settings in a file; CaseError names the key that is wrong."""
    try:
        data = parse_toml(path)
    except FormError as error:
        raise CaseError("settings_syntax", path=path, reason=error.values["reason"]) from error
    for name, value in data.items():
        if name not in _TYPES:
            raise CaseError("settings_key", path=path, name=name, known=" ".join(_TYPES))
        texts = value if isinstance(value, list) else [value]
        if not isinstance(value, _TYPES[name]) or any(isinstance(text, str) and not _is_plain(text) for text in texts):
            raise CaseError("settings_value", path=path, name=name, value=repr(value)[:_SHOWN])
    values = {name: tuple(map(str, value)) if isinstance(value, list) else value for name, value in data.items()}
    return Settings(**values)  # type: ignore[arg-type]


def _is_plain(text: str) -> bool:
    """Whether a text is one line of a usual length without control characters, which would go into every file."""
    return len(text) <= _LONGEST and not any(unicodedata.category(character) == "Cc" for character in text)


def known_kind(kind: str | None, form: Form) -> str | None:
    """The kind if the form knows it, or none; CaseError names those that there are."""
    if kind is not None and form.traits_of(kind) is None:
        raise CaseError("no_kind", kind=kind, known=" ".join(item.key for item in form.definition.kinds))
    return kind


def form_of(settings: Settings, path: Path) -> Form:
    """The form that the settings in a file name; CaseError when there is none."""
    try:
        return load_form(settings.form, path.parent)
    except FormError as error:
        if error.key not in ("no_form", "no_form_file"):
            raise
        raise CaseError("settings_form", path=path, name=settings.form, known=" ".join(form_keys())) from error


def write_settings(settings: Settings) -> bytes:
    """The settings as TOML, without those that are not told."""
    told = {name: value for name, value in asdict(settings).items() if value not in (None, ())}
    return tomli_w.dumps(
        {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}
    ).encode()
