"""Comments that people wrote outside a draft's file: kept beside the decisions until the next draft holds them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import tomli_w
from pydantic import BaseModel, ConfigDict, ValidationError

from drafter.errors import CaseError
from drafter.formats.comments import Comment

COMMENTS = "comments.toml"


class _CommentRecord(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    author: str
    date: str | None = None
    text: str
    quote: str = ""
    around: str = ""
    column: int | None = None


class _CommentsFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    comment: list[_CommentRecord] = []


def read(path: Path) -> tuple[Comment, ...]:
    """The comments in a file, none where there is no file; CaseError says what is wrong with it."""
    if not path.is_file():
        return ()
    try:
        found = _CommentsFile.model_validate(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except (ValidationError, ValueError, RecursionError) as error:
        raise CaseError("comments_file", path=path.name, reason=str(error).splitlines()[0]) from error
    return tuple(Comment(**item.model_dump()) for item in found.comment)


def write(comments: Iterable[Comment]) -> bytes:
    """The file that holds comments."""
    tables = [{key: value for key, value in asdict(item).items() if value is not None} for item in comments]
    return tomli_w.dumps({"comment": tables}).encode()


def joined(known: Iterable[Comment], more: Iterable[Comment]) -> tuple[Comment, ...]:
    """Comments with more that are not among them; by whom, on which words and what is what tells them apart."""
    found = {_identity(item): item for item in known}
    for item in more:
        found.setdefault(_identity(item), item)
    return tuple(found.values())


def without(comments: Iterable[Comment], known: Iterable[Comment]) -> tuple[Comment, ...]:
    """The comments that are not among known ones."""
    own = {_identity(item) for item in known}
    return tuple(item for item in comments if _identity(item) not in own)


def _identity(comment: Comment) -> tuple[str, str, str]:
    return comment.author, comment.text, comment.quote
