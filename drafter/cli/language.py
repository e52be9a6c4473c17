"""The language of the command line, which is settled before its commands are made, and commands that speak it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from drafter.cli.help import HelpedCommand, HelpedGroup
from drafter.formats import READABLE, WRITABLE
from drafter.messages import Language, language_in_use, say


def language_of(arguments: Sequence[str]) -> Language:
    """The language of help and messages: `--lang`, else the locale's, else English."""
    for index, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else None
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in ("zh", "en"):
            return "zh" if value == "zh" else "en"
    return language_in_use()


LANGUAGE: Language = language_of(sys.argv[1:])


def help_text(key: str) -> str:
    """What help says of a command, argument or option."""
    return say(LANGUAGE, f"cli.{key}", read=READABLE, written=WRITABLE)


class SpokenCommand(HelpedCommand):
    """A command in the language of the command line."""

    language = LANGUAGE


class SpokenGroup(HelpedGroup):
    """Commands in the language of the command line."""

    language = LANGUAGE
