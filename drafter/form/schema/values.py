"""Values that stand in all files of a form: texts in two languages, regular expressions, templates.

Expressions and templates are looked into only where the validation is told to (`context`): compiling all of a form
takes longer than checking a report, so those that are built in are looked into by a test, others when they are read.
"""

from __future__ import annotations

import re
import string
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator

NEVER = "(?!)"
"""A regular expression that matches nothing."""

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]
Severity = Literal["error", "warning", "info"]


class Strict(BaseModel):
    """A table of the file in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Strict):
    """A text in Chinese and in English; where one is not given, the other stands for both."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text for a reader of a language."""
        return self.zh if language == "zh" else self.en

    @model_validator(mode="before")
    @classmethod
    def _one_for_both(cls, data: Any) -> Any:
        given = [text for text in data.values() if text] if isinstance(data, dict) else []
        if isinstance(data, dict) and not given:
            raise ValueError("a text is given in zh, in en, or in both")
        return {"zh": given[0], "en": given[0]} | data if given else data


def strictly(data: dict[str, object]) -> dict[str, object]:
    """The `context` with which patterns and templates in a file's data are looked into."""
    parts = data.get("parts")
    return {"parts": parts if isinstance(parts, dict) else {}}


def pattern_with(*groups: str) -> AfterValidator:
    """The check of a regular expression that must have these groups; `<<name>>` in it is a part of the file."""

    def checked(value: str, info: ValidationInfo) -> str:
        if info.context:
            named = _compiled(value, info.context["parts"]).groupindex
            missing = [f"(?P<{group}>...)" for group in groups if group not in named]
            if missing:
                raise ValueError(f"the expression has no group {' '.join(missing)}")
        return value

    return AfterValidator(checked)


def _compiled(value: str, parts: dict[str, str]) -> re.Pattern[str]:
    def part(match: re.Match[str]) -> str:
        if match.group(1) not in parts:
            raise ValueError(f"no part {match.group(1)!r} in [parts]")
        return "(?:)"

    try:
        return re.compile(re.sub(r"<<(\w+)>>", part, value))
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"no regular expression: {error}") from error


def template_with(*fields: str) -> AfterValidator:
    """The check of a str.format template that may show these fields, and no others."""

    def checked(value: str, info: ValidationInfo) -> str:
        if info.context:
            named = {name for _, name, _, _ in string.Formatter().parse(value) if name is not None}
            for name in sorted(named - set(fields)):
                raise ValueError(f"no field {{{name}}}; there are: {' '.join(f'{{{field}}}' for field in fields)}")
        return value

    return AfterValidator(checked)


Pattern = Annotated[str, pattern_with()]
"""A regular expression."""
