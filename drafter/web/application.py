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
from starlette.routing import BaseRoute, Mount, Route

from drafter.app.batch_folder import is_batch
from drafter.case.decisions import Answer, Review
from drafter.case.folder import CaseFolder, open_folder
from drafter.case.typing import TypedCell, Typing
from drafter.errors import DrafterError
from drafter.formats.html import page_template
from drafter.messages import LANGUAGES, Language, catalogue, error_text, say
from drafter.resources import folder
from drafter.web import acts, asked, undo
from drafter.web.batch_desk import BatchDesk
from drafter.web.figures_data import figures_data
from drafter.web.guard import Guard, Keys
from drafter.web.notes_data import notes_data
from drafter.web.page_data import case_data, last_year_data
from drafter.web.review_data import changes_data, review_data
from drafter.web.start import CASES, Start
from drafter.web.writing import ModelDesk

_STATIC = {"workbench.css": "text/css"} | dict.fromkeys(
    (
        "workbench.js",
        "workbench-text.js",
        "workbench-model.js",
        "workbench-figures.js",
        "workbench-notes.js",
        "workbench-review.js",
        "workbench-start.js",
        "workbench-batch.js",
    ),
    "text/javascript",
)
_KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".txt": "text/plain",
}
_PREFIX = "web.page."
A = TypeVar("A", bound=asked.PageRequest)


def application(place: Path, keys: Keys, port: int, language: Language, *, cases: bool = False) -> Guard:
    """The workbench behind its guard: of the case in a folder, of a batch's results, or, with `cases`, of all cases."""
    common = [
        Route("/static/{name}", _static),
        Route("/favicon.ico", lambda request: Response(status_code=204)),
    ]
    own: list[BaseRoute]
    if is_batch(place):
        answers = _Answers(language)
        own = BatchDesk(
            place,
            language,
            answers.answered,
            lambda act: answers.act(asked.PageRequest, lambda request, _: act(request)),
        ).routes()
    elif cases:
        start = Start(place, language)
        workbench = _Workbench(start.case_of, language, start="../../")
        own = [*_start_routes(start, language), Mount(f"/{CASES}/{{name}}", routes=workbench.routes())]
    else:
        own = [*_Workbench(lambda request: place, language).routes()]
    return Guard(Starlette(routes=[*common, *own]), keys, port, language)


def _static(request: Request) -> Response:
    """Style and scripts; no other file is ever opened."""
    name = request.path_params["name"]
    if name not in _STATIC:
        raise HTTPException(404)
    text = (folder("data") / "page" / name).read_text(encoding="utf-8")
    return Response(text, media_type=_STATIC[name])


def _words(language: Language) -> Mapping[str, str]:
    """The page's words in a language."""
    known = language if language in LANGUAGES else "zh"
    return {key.removeprefix(_PREFIX): text for key, text in catalogue(known).items() if key.startswith(_PREFIX)}


def _page(name: str, language: Language, **values: object) -> Response:
    return HTMLResponse(page_template(name).render(language=language, words=_words(language), **values))


class _Answers:
    """Answers in one language, one at a time, an error as its sentence."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.lock = Lock()

    def answered(self, answer: Callable[[], Response]) -> Response:
        """The answer, or the sentence of what went wrong."""
        try:
            with self.lock:
                return answer()
        except DrafterError as error:
            return JSONResponse({"error": error_text(self.language, error)}, 409)

    def act(self, kind: type[A], answer: Callable[[Request, A], Response]) -> Callable[[Request], object]:
        """What answers a request with a body of a kind."""

        async def endpoint(request: Request) -> Response:
            try:
                body = kind.model_validate_json(await request.body() or b"{}")
            except ValidationError:
                return JSONResponse({"error": say(self.language, "web.refused.request")}, 400)
            return await run_in_threadpool(self.answered, lambda: answer(request, body))

        return endpoint


def _start_routes(start: Start, language: Language) -> list[BaseRoute]:
    """The start page: the cases of a folder, and how a new one begins."""
    answers = _Answers(language)

    async def reading(request: Request) -> Response:
        data, name = await request.body(), request.query_params.get("name", "")
        return await run_in_threadpool(answers.answered, lambda: JSONResponse(start.read(data, name)))

    return [
        Route("/", lambda request: _page("start.html", language)),
        Route("/api/cases", lambda request: answers.answered(lambda: JSONResponse(start.cases()))),
        Route("/api/reading", reading, methods=["POST"]),
        Route("/api/new", answers.act(asked.NewAsked, lambda _, body: JSONResponse(start.new(body))), methods=["POST"]),
        Route(
            "/api/example", answers.act(asked.PageRequest, lambda *_: JSONResponse(start.example())), methods=["POST"]
        ),
    ]


class _Workbench:
    """The routes of a case; one act at a time."""

    def __init__(self, place: Callable[[Request], Path], language: Language, start: str | None = None) -> None:
        self.place, self.language, self.start = place, language, start
        self.answers = _Answers(language)
        self.desks: dict[Path, ModelDesk] = {}

    def routes(self) -> list[Route]:
        """Every address that is answered."""
        language = self.language
        return [
            Route("/", self.page),
            Route("/api/case", self._told(self.shown)),
            Route("/api/last-year", self._told(lambda case: JSONResponse(last_year_data(case)))),
            Route("/api/figures", self._told(lambda case: JSONResponse(figures_data(case, language)))),
            Route("/api/notes", self._told(lambda case: JSONResponse(notes_data(case)))),
            Route("/api/review", self._told(lambda case: JSONResponse(review_data(case, language)))),
            self._act("/api/figures", asked.FiguresAsked, self.figures),
            self._act("/api/paste", asked.PasteAsked, self.paste),
            self._act("/api/rest-zero", asked.TableAsked, self.rest_zero),
            self._act("/api/notes", asked.NotesAsked, self.notes),
            self._act("/api/edit", asked.EditAsked, self.edit),
            self._act("/api/comment", asked.CommentAsked, self.comment),
            self._act("/api/changes", asked.ChangesAsked, self.changes),
            Route("/api/model", self._told(lambda case: JSONResponse(self.desk(case).state(case)))),
            self._act("/api/write", asked.WriteAsked, self.write),
            self._act("/api/revise", asked.ReviseAsked, self.revise),
            self._act("/api/model-stop", asked.PageRequest, self.stop),
            self._act("/api/decide", asked.DecideAsked, self.decide),
            self._act("/api/sign", asked.SignAsked, self.sign),
            self._act("/api/undo", asked.PageRequest, self.undo),
            self._act("/api/draft", asked.PageRequest, self.draft),
            self._act("/api/export", asked.ExportAsked, self.export),
        ]

    def page(self, request: Request) -> Response:
        """The page itself, which asks for what it shows; 404 for a case that is not listed."""
        self.place(request)
        return _page("workbench.html", self.language, start=self.start)

    def shown(self, case: CaseFolder) -> Response:
        """The case as it stands."""
        return JSONResponse({**case_data(case, self.language), "undo": undo.can_undo(case)})

    def figures(self, case: CaseFolder, body: asked.FiguresAsked) -> Response:
        """Cells that were typed in the page."""
        return self._typed(case, acts.typed(case, [TypedCell(one.cell, one.before, one.text) for one in body.cells]))

    def paste(self, case: CaseFolder, body: asked.PasteAsked) -> Response:
        """What was pasted, all of it or nothing."""
        return self._typed(case, acts.pasted(case, body.text, body.page, body.at))

    def rest_zero(self, case: CaseFolder, body: asked.TableAsked) -> Response:
        """0 in all that is blank in a table."""
        return self._typed(case, acts.rest_zero(case, body.table))

    def _typed(self, case: CaseFolder, result: Typing) -> Response:
        """The figures as they are now, which cells were written, and which wait for an answer."""
        conflicts = [{"cell": item.cell, "now": item.now, "typed": item.typed} for item in result.conflicts]
        told = {"written": list(result.written), "conflicts": conflicts}
        return JSONResponse({**figures_data(case, self.language), **told, "undo": undo.can_undo(case)})

    def notes(self, case: CaseFolder, body: asked.NotesAsked) -> Response:
        """The notes of a topic that were written in the page."""
        acts.noted(case, (body.section, body.topic), body.before, body.text)
        return JSONResponse({**notes_data(case), "undo": undo.can_undo(case)})

    def edit(self, case: CaseFolder, body: asked.EditAsked) -> Response:
        """A paragraph that was written in the page."""
        change = acts.ParagraphEdit(body.section, body.paragraph, body.before, body.text, body.by_model)
        acts.edit(case, change)
        return self.shown(case)

    def comment(self, case: CaseFolder, body: asked.CommentAsked) -> Response:
        """A comment on words of the text."""
        acts.commented(case, body.text, body.quote, body.around, body.by)
        return self.shown(case)

    def changes(self, case: CaseFolder, body: asked.ChangesAsked) -> Response:
        """What is different now from a draft, or from what somebody signed."""
        return JSONResponse(changes_data(case, body.since, self.language))

    def desk(self, case: CaseFolder) -> ModelDesk:
        """The model at work for a case."""
        return self.desks.setdefault(case.folder, ModelDesk(self.language))

    def write(self, case: CaseFolder, body: asked.WriteAsked) -> Response:
        """The text, or a section of it, by the model; it is proposed and nothing more."""
        self.desk(case).write(case, body.section)
        return JSONResponse(self.desk(case).state(case))

    def revise(self, case: CaseFolder, body: asked.ReviseAsked) -> Response:
        """A paragraph as the model would have it."""
        self.desk(case).revise(case, body.section, body.paragraph, body.instruction)
        return JSONResponse(self.desk(case).state(case))

    def stop(self, case: CaseFolder, body: asked.PageRequest) -> Response:
        """No more waiting, or what was proposed put aside."""
        desk = self.desk(case)
        desk.cancel()
        desk.leave()
        return JSONResponse(desk.state(case))

    def decide(self, case: CaseFolder, body: asked.DecideAsked) -> Response:
        """An answer to a finding."""
        acts.answer(case, body.key, Answer(body.answer), body.reason, body.by)
        return self.shown(case)

    def sign(self, case: CaseFolder, body: asked.SignAsked) -> Response:
        """A review that is done."""
        acts.signed(case, Review(body.review), body.by)
        return self.shown(case)

    def undo(self, case: CaseFolder, body: asked.PageRequest) -> Response:
        """The last act taken back."""
        undo.undo(case)
        return self.shown(case)

    def draft(self, case: CaseFolder, body: asked.PageRequest) -> Response:
        """The next draft."""
        acts.drafted(case)
        return self.shown(case)

    def export(self, case: CaseFolder, body: asked.ExportAsked) -> Response:
        """The file, or 409 where something holds it back."""
        result, data = acts.exported(case, body.suffix, self.language, review=body.review)
        if result.path is None:
            count = len(result.gate.findings) + len(result.gate.marks)
            return JSONResponse({"error": say(self.language, "web.held_back", count=count)}, 409)
        return Response(data, media_type=_KINDS[body.suffix])

    def _told(self, answer: Callable[[CaseFolder], Response]) -> Callable[[Request], Response]:
        return lambda request: self.answers.answered(lambda: answer(open_folder(self.place(request))))

    def _act(self, path: str, kind: type[A], answer: Callable[[CaseFolder, A], Response]) -> Route:
        endpoint = self.answers.act(kind, lambda request, body: answer(open_folder(self.place(request)), body))
        return Route(path, endpoint, methods=["POST"])
