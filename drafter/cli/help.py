"""Help and usage errors in the reader's language: nothing is cut, examples can be typed as they stand."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from drafter.messages import catalogue, say

_WIDEST = 100
"""Columns of help at most, also in a wider terminal."""
_INDENT = 2
_NO_LINE_START = "\uff0c\u3002\uff1b\uff1a\u3001\uff09\u201d\u300b"
"""Punctuation that begins no line."""


class HelpedCommand(TyperCommand):
    """A command whose help is laid out here."""

    language = "en"

    def get_help(self, ctx: Any) -> str:
        """The help of the command: what it does, how it is called, its options, examples."""
        return "\n".join(_command_help(self, ctx, self.language))


class HelpedGroup(TyperGroup):
    """The program, whose help lists its commands."""

    language = "en"

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called; BadParameter names those that there are, and the likely one."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.commands, 1)
            hint = say(self.language, "usage.near", names=near[0]) if near else ""
            known = " ".join(self.commands)
            raise typer.BadParameter(say(self.language, "usage.command", name=args[0], known=known) + hint)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """The help of the program."""
        lines = [*_wrapped(self.help or "", 0), "", *_usage(ctx, self.language, say(self.language, "usage.rest")), ""]
        lines += [say(self.language, "usage.commands")]
        lines += _table([(name, command.help or "") for name, command in self.commands.items()])
        lines += ["", say(self.language, "usage.options"), *_table(list(_options(self, ctx, self.language)))]
        return "\n".join([*lines, "", *_wrapped(self.epilog or "", 0)])


def _command_help(command: TyperCommand, ctx: Any, language: str) -> Iterator[str]:
    arguments = [item for item in command.params if isinstance(item, TyperArgument)]
    yield from _wrapped(command.help or "", 0)
    yield ""
    yield from _usage(
        ctx, language, " ".join([say(language, "usage.some"), *(str(item.metavar) for item in arguments)])
    )
    if arguments:
        yield from ("", say(language, "usage.arguments"))
        yield from _table([(str(item.metavar), item.help or "") for item in arguments])
    yield from ("", say(language, "usage.options"))
    yield from _table(list(_options(command, ctx, language)))
    name = "_".join(ctx.command_path.split()[1:])
    examples = catalogue("zh" if language == "zh" else "en").get(f"examples.{name}")
    if examples:
        yield from ("", say(language, "usage.examples"))
        yield from (f"  {line}" for line in examples.strip().splitlines())


def _usage(ctx: Any, language: str, rest: str) -> list[str]:
    return [say(language, "usage.usage", command=f"{ctx.command_path} {rest}")]


def _options(command: TyperCommand | TyperGroup, ctx: Any, language: str) -> Iterator[tuple[str, str]]:
    item: Any
    for item in command.get_params(ctx):
        if isinstance(item, TyperArgument) or getattr(item, "hidden", False):
            continue
        names = ", ".join([*item.opts, *item.secondary_opts])
        text = item.help or ""
        if item.name in ("help", "install_completion", "show_completion"):
            text = say(language, f"usage.{item.name}")
        elif not getattr(item, "is_flag", False):
            names += f" {item.metavar or (item.name or '').upper()}"
            if item.default not in (None, ()):
                text += say(language, "usage.default", value=getattr(item.default, "value", item.default))
        if item.required:
            text += say(language, "usage.required")
        yield names, text


def _table(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Names and what they mean in two columns; a long name stands on a line of its own."""
    column = min(max((_width(name) for name, _ in rows), default=0), 26) + _INDENT + 2
    lines = []
    for name, text in rows:
        first, *others = _wrapped(text, column) or [""]
        if _width(name) + _INDENT + 2 > column:
            lines.append(" " * _INDENT + name)
            lines.append(first)
        else:
            lines.append(" " * _INDENT + name + " " * (column - _INDENT - _width(name)) + first.lstrip())
        lines += others
    return lines


def _wrapped(text: str, indent: int) -> list[str]:
    """The text in lines that fit the terminal; Chinese may break between any two characters, words stay whole."""
    room = min(shutil.get_terminal_size().columns, _WIDEST) - indent - 1
    lines: list[str] = []
    line, width = "", 0
    for piece in _pieces(text):
        size = _width(piece)
        if width + size > room and line and piece[0] not in _NO_LINE_START:
            lines.append(" " * indent + line.rstrip())
            line, width = "", 0
            piece = piece.lstrip()
            size = _width(piece)
        line, width = line + piece, width + size
    return [*lines, " " * indent + line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """What stays together on a line: a wide character, or a run of narrow ones with the blank before it."""
    piece = ""
    for char in text:
        if _width(char) > 1 or (char == " " and piece.strip()):
            if piece:
                yield piece
            piece = char
            if char != " ":
                yield piece
                piece = ""
        else:
            piece += char
    if piece:
        yield piece


def _width(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def usage_error(error: Any, language: str) -> str:
    """A mistake on the command line in one sentence, and where to read how it is called."""
    ctx, param = getattr(error, "ctx", None), getattr(error, "param", None)
    name = getattr(error, "option_name", None) or (_name(param) if param is not None else "")
    key = f"usage.{type(error).__name__}"
    if name and key in catalogue("en"):
        near = ", ".join(getattr(error, "possibilities", None) or ())
        sentence = say(language, key, name=name, expected=_expected(param))
        sentence += say(language, "usage.near", names=near) if near else ""
    else:
        plain = type(error).__name__ != "UsageError"
        sentence = str(error.message) if plain else say(language, "usage.UsageError", detail=error.message)
    return f"{sentence}\n{say(language, 'usage.try', command=ctx.command_path if ctx else 'drafter')}"


def _name(param: Any) -> str:
    return str(param.metavar) if isinstance(param, TyperArgument) else str(param.opts[0])


def _expected(param: Any) -> str:
    """What a value must be, as the help shows it."""
    low, high = getattr(param, "min", None), getattr(param, "max", None)
    limits = f" ({'' if low is None else low}-{'' if high is None else high})" if low or high else ""
    return f"{getattr(param, 'metavar', None) or ''}{limits}"
