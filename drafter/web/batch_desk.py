"""The overview of a batch in the browser: each unit's page, and slips and the survey made by a click."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from drafter.app.batch_folder import MADE, made_files, read_view
from drafter.app.batch_return import FOLDER, return_batch
from drafter.app.survey import survey_batch
from drafter.batch.examine import PAGES
from drafter.batch.index_page import Desk, index_page
from drafter.batch.survey_pages import PAIRS
from drafter.messages import Language
from drafter.resources import folder

_FOLDERS = (PAGES, PAIRS, FOLDER)
_KINDS = {
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Answered = Callable[[Callable[[], Response]], Response]
Act = Callable[[Callable[[Request], Response]], Callable[[Request], object]]


class BatchDesk:
    """The requests of the page of a batch, on the folder of its results."""

    def __init__(self, place: Path, language: Language, answered: Answered, act: Act) -> None:
        self.place, self.language, self.answered, self.act = place, language, answered, act

    def routes(self) -> list[BaseRoute]:
        """Every address that is answered."""
        return [
            Route("/", lambda request: self.answered(self.page)),
            Route("/api/return", self.act(self.give_back), methods=["POST"]),
            Route("/api/survey", self.act(self.survey), methods=["POST"]),
            Route("/{name}", lambda request: self.file("", request.path_params["name"])),
            Route(
                "/{folder}/{name}",
                lambda request: self.file(request.path_params["folder"], request.path_params["name"]),
            ),
        ]

    def page(self) -> Response:
        """The overview with what can be done."""
        slips = self.place / FOLDER
        names = sorted(path.name for path in slips.iterdir()) if slips.is_dir() else []
        desk = Desk(tuple((name, f"{FOLDER}/{name}") for name in names))
        return _shown(index_page(read_view(self.place), made_files(self.place, self.language), desk))

    def give_back(self, request: Request) -> Response:
        """The slips of what the last check found."""
        return JSONResponse({"slips": len(return_batch(self.place).slips)})

    def survey(self, request: Request) -> Response:
        """The reports held against each other."""
        return JSONResponse({"pairs": len(survey_batch(self.place).pairs)})

    def file(self, where: str, name: str) -> Response:
        """A file that the program made; none is opened but by a name that its folder lists."""
        known = where in _FOLDERS if where else name in MADE
        listed = (path for path in (self.place / where).iterdir()) if known and (self.place / where).is_dir() else ()
        found = next((path for path in listed if path.name == name and path.is_file()), None)
        if found is None or found.suffix not in _KINDS:
            raise HTTPException(404)
        if found.suffix == ".html":
            return _shown(found.read_text(encoding="utf-8"))
        return Response(found.read_bytes(), media_type=_KINDS[found.suffix])


def _shown(page: str) -> Response:
    """A page that the program made, whose own style, and whose one script, may run."""
    script = (folder("data") / "page" / "batch.js").read_bytes()
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'self' 'sha256-{digest}'; connect-src 'self'; "
    policy += "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return HTMLResponse(page, headers={"content-security-policy": policy})
