"""User-facing sentences in Chinese and English, read from `drafter/data/messages/{zh,en}.toml`."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import cache
from typing import Literal

from drafter.errors import DrafterError, FormError
from drafter.records import dataclass
from drafter.resources import folder, parse_toml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_IN_USE: ContextVar[Language | None] = ContextVar("language", default=None)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Every message of a language by its dotted key; each is a str.format template."""
    path = folder("data") / "messages" / f"{language}.toml"
    return dict(_flat(parse_toml(path, keep=True), ""))


def _flat(table: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    found = []
    for key, value in table.items():
        found += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, str(value))]
    return found


def say(language: str, key: str, /, **values: object) -> str:
    """The message `key` with its values; FormError when there is no such message or a value is missing."""
    messages = catalogue("zh" if language == "zh" else "en")
    try:
        return messages[key].format(**values)
    except KeyError as error:
        raise FormError("no_message", name=key, missing=error) from error


def phrase(language: str, group: str, words: str) -> str:
    """A phrase that readings keep in English, in a language; as it is where `group` has no words for it."""
    key = f"{group}.{words.replace(' ', '_')}"
    return say(language, key) if key in catalogue("zh") else words


def both(key: str, /, **values: object) -> Text:
    """The message `key` in both languages; a `Text` among the values is shown in each one's own."""
    zh, en = (
        say(language, key, **{name: _shown(value, language) for name, value in values.items()})
        for language in LANGUAGES
    )
    return Text(zh, en)


def listed(names: Iterable[str], language: str) -> str:
    """Several names as a list in one language."""
    return ("\u3001" if language == "zh" else ", ").join(names)


def joined(texts: Iterable[Text]) -> Text:
    """Several names as a list in both languages."""
    names = tuple(texts)
    return Text("\u3001".join(item.zh for item in names), ", ".join(item.en for item in names))


def _shown(value: object, language: Language) -> object:
    return value.in_language(language) if isinstance(value, Text) else value


def error_text(language: str, error: DrafterError) -> str:
    """The sentence of an error."""
    return say(
        language,
        f"errors.{error.key}",
        **{name: _shown(v, "zh" if language == "zh" else "en") for name, v in error.values.items()},
    )


def use_language(language: Language) -> None:
    """From here on, in this thread or task, `str(error)` is in a language; without a call, in the locale's."""
    _IN_USE.set(language)


def language_in_use() -> Language:
    """The language asked for, else Chinese where the locale says so, else English."""
    asked = _IN_USE.get()
    if asked is not None:
        return asked
    told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    return "zh" if (told or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def _sentence(error: DrafterError) -> str:
    try:
        return error_text(language_in_use(), error)
    except FormError:  # an error without a sentence, or one about the message files themselves
        return f"{error.key}: {error.values}"


DrafterError.sentence = staticmethod(_sentence)
