"""Every error a caller may want to catch; each says what was seen, where, and what was expected.

* DrafterError             exit code 2, one sentence
  + FormError              a form, phrase or message file is not what its schema allows
  + SourceError            a file cannot be opened or nothing of the form is recognised in it
  + CaseError              a case folder cannot be used as asked
  + OutputError            a result cannot be written
  + UnknownReference       a draft refers to what does not exist
  + ModelError             a language model cannot be had or does not answer

An error holds a message key and its values, not a sentence: the sentence is looked up in `drafter/data/messages` in the
reader's language. Trouble inside the data is a finding, not an error.
"""

from __future__ import annotations

from collections.abc import Callable


class DrafterError(Exception):
    """A message key under `errors.` in the message files, and the values that its sentence shows."""

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(key, values)

    sentence: Callable[[DrafterError], str] | None = None
    """Finds the sentence of an error in the language in use; set by `drafter.messages`, which stands above."""

    def __str__(self) -> str:
        if DrafterError.sentence is not None:
            return DrafterError.sentence(self)
        shown = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.key}: {shown}" if shown else self.key


class FormError(DrafterError):
    """A form, phrase or message file is not what its schema allows."""


class SourceError(DrafterError):
    """A file cannot be opened, or nothing of the form is recognised in it."""


class CaseError(DrafterError):
    """A case folder cannot be used as asked."""


class OutputError(DrafterError):
    """A result cannot be written."""


class UnknownReference(DrafterError):
    """A draft refers to a cell, note or entry that does not exist."""


class ModelError(DrafterError):
    """A language model cannot be had, or does not answer."""
