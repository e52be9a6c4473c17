"""Personal data taken out of what leaves the building and put back into what returns, with a list of what it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, partial

from pydantic import BaseModel, ConfigDict

from drafter.resources import load_toml

_OPEN, _CLOSE = "\u27e6", "\u27e7"
_TOKEN = re.compile(rf"{_OPEN}[A-Z]+-[A-Z]+{_CLOSE}")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Pattern(BaseModel):
    """A kind of personal data; what is hidden is the group `it`, or the whole match."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    pattern: str
    luhn: bool = False
    """Only numbers whose check digit is right, as on payment cards."""


class Patterns(BaseModel):
    """A whole `masking.toml`; the first pattern that matches at a place counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Masked:
    """One thing hidden: its kind, where it stood, what stood for it, and the thing itself."""

    kind: str
    where: str
    token: str
    original: str = field(repr=False)

    @property
    def shown(self) -> str:
        """The original with all but its first and last characters hidden."""
        if len(self.original) < 5:
            return self.original[:1] + "*" * (len(self.original) - 1)
        return f"{self.original[:2]}{'*' * (len(self.original) - 4)}{self.original[-2:]}"


class Masker:
    """Hides the same thing behind the same token, and knows what it hid."""

    def __init__(self) -> None:
        self._tokens: dict[str, str] = {}
        self._found: list[Masked] = []

    @property
    def masked(self) -> tuple[Masked, ...]:
        """Everything hidden, in the order in which it was met."""
        return tuple(self._found)

    def mask(self, text: str, where: str) -> str:
        """The text with personal data replaced by tokens such as \u27e6PHONE-A\u27e7."""
        for pattern, rule in _patterns():
            text = pattern.sub(partial(self._hidden, rule, where), text)
        return text

    def _hidden(self, rule: Pattern, where: str, match: re.Match[str]) -> str:
        group = "it" if "it" in match.re.groupindex else 0
        original = match.group(group)
        if rule.luhn and not luhn_holds(original):
            return match.group()
        token = self._tokens.get(original)
        if token is None:
            number = sum(known.startswith(f"{_OPEN}{rule.kind.upper()}-") for known in self._tokens.values())
            token = self._tokens[original] = f"{_OPEN}{rule.kind.upper()}-{_letters(number)}{_CLOSE}"
        self._found.append(Masked(rule.kind, where, token, original))
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        return match.group()[:start] + token + match.group()[end:]

    def restore(self, text: str) -> str:
        """The text with every token of ours replaced by what it stood for; other tokens stay."""
        originals = {token: original for original, token in self._tokens.items()}
        return _TOKEN.sub(lambda match: originals.get(match.group(), match.group()), text)

    def knows(self, text: str) -> bool:
        """Whether every token in the text is ours."""
        known = set(self._tokens.values())
        return all(match.group() in known for match in _TOKEN.finditer(text))


def _letters(number: int) -> str:
    return _LETTERS[number] if number < 26 else _letters(number // 26 - 1) + _LETTERS[number % 26]


def luhn_holds(text: str) -> bool:
    """Whether the digits in a text end in the check digit of a payment card."""
    digits = [int(char) for char in text if char.isdigit()][::-1]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return bool(digits) and (sum(digits[::2]) + sum(doubled)) % 10 == 0


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Pattern], ...]:
    rules = load_toml("masking.toml", Patterns).patterns
    return tuple((re.compile(rule.pattern), rule) for rule in rules)
