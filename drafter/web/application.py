"""The requests that the page makes, each answered by one function on the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import TypeVar

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from drafter.case.decisions import Answer, Review
from drafter.case.folder import CaseFolder, open_folder
from drafter.case.typing import TypedCell, Typing
from drafter.errors import DrafterError
from drafter.formats.html import page_template
from drafter.messages import LANGUAGES, Language, catalogue, error_text, say
from drafter.resources import folder
from drafter.web import acts, undo
from drafter.web.asked import (
    CellAsked,
    DecideAsked,
    EditAsked,
    ExportAsked,
    FiguresAsked,
    PageRequest,
    PasteAsked,
    SignAsked,
    TableAsked,
)
from drafter.web.figures_data import figures_data
from drafter.web.guard import Guard, Keys
from drafter.web.page_data import case_data, last_year_data

_STATIC = {"workbench.css": "text/css"} | dict.fromkeys(
    ("workbench.js", "workbench-text.js", "workbench-figures.js"), "text/javascript"
)
_KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".txt": "text/plain",
}
_PREFIX = "web.page."
A = TypeVar("A", bound=PageRequest)


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
            Route("/api/figures", self._told(lambda case: JSONResponse(figures_data(case, self.language)))),
            Route("/api/figures", self._act(FiguresAsked, self.figures), methods=["POST"]),
            Route("/api/paste", self._act(PasteAsked, self.paste), methods=["POST"]),
            Route("/api/rest-zero", self._act(TableAsked, self.rest_zero), methods=["POST"]),
            Route("/api/edit", self._act(EditAsked, self.edit), methods=["POST"]),
            Route("/api/decide", self._act(DecideAsked, self.decide), methods=["POST"]),
            Route("/api/sign", self._act(SignAsked, self.sign), methods=["POST"]),
            Route("/api/undo", self._act(PageRequest, self.undo), methods=["POST"]),
            Route("/api/draft", self._act(PageRequest, self.draft), methods=["POST"]),
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
        return JSONResponse({**case_data(case, self.language), "undo": undo.can_undo(case)})

    def figures(self, case: CaseFolder, asked: FiguresAsked) -> Response:
        """Cells that were typed in the page."""
        return self._typed(case, acts.typed(case, [_typed_cell(item) for item in asked.cells]))

    def paste(self, case: CaseFolder, asked: PasteAsked) -> Response:
        """What was pasted, all of it or nothing."""
        return self._typed(case, acts.pasted(case, asked.text, asked.page, asked.at))

    def rest_zero(self, case: CaseFolder, asked: TableAsked) -> Response:
        """0 in all that is blank in a table."""
        return self._typed(case, acts.rest_zero(case, asked.table))

    def _typed(self, case: CaseFolder, result: Typing) -> Response:
        """The figures as they are now, which cells were written, and which wait for an answer."""
        conflicts = [{"cell": item.cell, "now": item.now, "typed": item.typed} for item in result.conflicts]
        told = {"written": list(result.written), "conflicts": conflicts}
        return JSONResponse({**figures_data(case, self.language), **told, "undo": undo.can_undo(case)})

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

    def undo(self, case: CaseFolder, asked: PageRequest) -> Response:
        """The last act taken back."""
        undo.undo(case)
        return self.shown(case)

    def draft(self, case: CaseFolder, asked: PageRequest) -> Response:
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


def _typed_cell(asked: CellAsked) -> TypedCell:
    return TypedCell(asked.cell, asked.before, asked.text)


def _words(language: Language) -> Mapping[str, str]:
    """The page's words in a language."""
    known = language if language in LANGUAGES else "zh"
    return {key.removeprefix(_PREFIX): text for key, text in catalogue(known).items() if key.startswith(_PREFIX)}
