"""The requests that the page makes, each answered by one function on the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from drafter.case.decisions import Answer, Review
from drafter.case.folder import CaseFolder, open_folder
from drafter.errors import DrafterError
from drafter.formats.html import page_template
from drafter.messages import LANGUAGES, Language, catalogue, error_text, say
from drafter.resources import folder
from drafter.web import acts
from drafter.web.guard import Guard, Keys
from drafter.web.page_data import case_data, last_year_data

_STATIC = {"workbench.css": "text/css", "workbench.js": "text/javascript"}
_KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".txt": "text/plain",
}
_PREFIX = "web.page."
_Line = Annotated[str, StringConstraints(max_length=2000)]
A = TypeVar("A", bound=BaseModel)


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class EditAsked(_Asked):
    """A paragraph's new text; `before` is the one that was shown."""

    section: _Line
    paragraph: int
    before: str
    text: str


class DecideAsked(_Asked):
    """An answer to a finding by its key."""

    key: str
    answer: Literal["accept", "dismiss"]
    reason: _Line
    by: _Line


class SignAsked(_Asked):
    """A review that is done."""

    review: Literal["first", "second", "final"]
    by: _Line


class ExportAsked(_Asked):
    """The format of a final text or of a copy for review."""

    suffix: Literal[".docx", ".html", ".txt"]
    review: bool


class NothingAsked(_Asked):
    """A request that says all by its address."""


def application(case: Path, keys: Keys, port: int, language: Language) -> Guard:
    """The workbench of the case in a folder, behind its guard."""
    return Guard(Starlette(routes=_Workbench(case, language).routes()), keys, port, language)


class _Workbench:
    """The routes; one act at a time."""

    def __init__(self, path: Path, language: Language) -> None:
        self.path = path
        self.language = language
        self.lock = Lock()

    def routes(self) -> list[Route]:
        """Every address that is answered."""
        return [
            Route("/", self.page),
            Route("/static/{name}", self.static),
            Route("/favicon.ico", lambda request: Response(status_code=204)),
            Route("/api/case", self._told(lambda case: self.shown(case))),
            Route("/api/last-year", self._told(lambda case: JSONResponse(last_year_data(case)))),
            Route("/api/edit", self._act(EditAsked, self.edit), methods=["POST"]),
            Route("/api/decide", self._act(DecideAsked, self.decide), methods=["POST"]),
            Route("/api/sign", self._act(SignAsked, self.sign), methods=["POST"]),
            Route("/api/undo", self._act(NothingAsked, self.undo), methods=["POST"]),
            Route("/api/draft", self._act(NothingAsked, self.draft), methods=["POST"]),
            Route("/api/export", self._act(ExportAsked, self.export), methods=["POST"]),
        ]

    def page(self, request: Request) -> Response:
        """The page itself, which asks for what it shows."""
        return HTMLResponse(page_template("workbench.html").render(language=self.language, words=_words(self.language)))

    def static(self, request: Request) -> Response:
        """Style and script; no other file is ever opened."""
        name = request.path_params["name"]
        if name not in _STATIC:
            raise HTTPException(404)
        text = (folder("data") / "page" / name).read_text(encoding="utf-8")
        return Response(text, media_type=_STATIC[name])

    def shown(self, case: CaseFolder) -> Response:
        """The case as it stands."""
        undo = {"undo": acts.can_undo(case)}
        return JSONResponse({**case_data(case, self.language), **undo, "words": _words(self.language)})

    def edit(self, case: CaseFolder, asked: EditAsked) -> Response:
        """A paragraph that was written in the page."""
        acts.edit(case, acts.ParagraphEdit(asked.section, asked.paragraph, asked.before, asked.text))
        return self.shown(case)

    def decide(self, case: CaseFolder, asked: DecideAsked) -> Response:
        """An answer to a finding."""
        acts.answer(case, asked.key, Answer(asked.answer), asked.reason, asked.by)
        return self.shown(case)

    def sign(self, case: CaseFolder, asked: SignAsked) -> Response:
        """A review that is done."""
        acts.signed(case, Review(asked.review), asked.by)
        return self.shown(case)

    def undo(self, case: CaseFolder, asked: NothingAsked) -> Response:
        """The last act taken back."""
        acts.undo(case)
        return self.shown(case)

    def draft(self, case: CaseFolder, asked: NothingAsked) -> Response:
        """The next draft."""
        acts.drafted(case)
        return self.shown(case)

    def export(self, case: CaseFolder, asked: ExportAsked) -> Response:
        """The file, or 409 where something holds it back."""
        result, data = acts.exported(case, asked.suffix, self.language, review=asked.review)
        if result.path is None:
            count = len(result.gate.findings) + len(result.gate.marks)
            return JSONResponse({"error": say(self.language, "web.held_back", count=count)}, 409)
        return Response(data, media_type=_KINDS[asked.suffix])

    def _told(self, answer: Callable[[CaseFolder], Response]) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            return self._answered(lambda: answer(open_folder(self.path)))

        return endpoint

    def _act(self, kind: type[A], act: Callable[[CaseFolder, A], Response]) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            try:
                asked = kind.model_validate_json(await request.body() or b"{}")
            except ValidationError:
                return JSONResponse({"error": say(self.language, "web.refused.request")}, 400)
            return await run_in_threadpool(self._answered, lambda: act(open_folder(self.path), asked))

        return endpoint

    def _answered(self, answer: Callable[[], Response]) -> Response:
        """The answer, or the sentence of what went wrong; one at a time."""
        try:
            with self.lock:
                return answer()
        except DrafterError as error:
            return JSONResponse({"error": error_text(self.language, error)}, 409)


def _words(language: Language) -> Mapping[str, str]:
    """The page's words in a language."""
    known = language if language in LANGUAGES else "zh"
    return {key.removeprefix(_PREFIX): text for key, text in catalogue(known).items() if key.startswith(_PREFIX)}
