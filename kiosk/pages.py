"""What the kiosk's own localhost serves: the page, its stream of screens, and the one place that takes presses."""

from __future__ import annotations

import hmac
import json
import re
import secrets
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request, send_file

from foundation.web import assets
from kiosk.booth import Booth, Seen
from kiosk.render import Renderer
from kiosk.screens import Touch

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
#: Pages whose presses count: the screen, and a few of somebody trying the kiosk out.
PAGES_AT_MOST = 8
#: Longest text of a press; a dossier code has some thirty letters.
TEXT_AT_MOST = 200
#: Seconds between signs of life on a stream without news.
BEAT_S = 10.0
_HINT = re.compile(r"[a-z_]+\.(vi|en)")

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Secrets:
    """One secret a page load: who never read our page cannot press on it."""

    def __init__(self) -> None:
        self._good: deque[str] = deque(maxlen=PAGES_AT_MOST)

    def new(self) -> str:
        self._good.append(secrets.token_urlsafe(24))
        return self._good[-1]

    def is_good(self, given: str) -> bool:
        return any(hmac.compare_digest(each.encode(), given.encode()) for each in list(self._good))


@dataclass(frozen=True)
class Glass:
    """The screen the page is shown on. diagonal: inches, so that 20 mm are 20 mm."""

    diagonal: float = 21.5
    warning_s: float = 12


def app(
    booth: Booth,
    renderer: Renderer,
    *,
    files: assets.Assets,
    glass: Glass,
    view: Callable[[], bytes | None],
    hints: Path,
    new_id: Callable[[], str],
) -> Flask:
    """The kiosk's pages. view: the newest picture of the camera as JPEG, or None."""
    made = Flask("kiosk", static_folder=None)
    made.config["MAX_CONTENT_LENGTH"] = 16_000
    keys = Secrets()
    made.extensions["kiosk.secrets"] = keys
    made.register_blueprint(assets.blueprint(files, lambda read: read()))
    guard(made, keys)
    _page_routes(made, booth, renderer, keys)
    _file_routes(made, glass, view, hints)
    made.add_url_rule("/touch", "touch", lambda: _touch(booth, request.get_json(), new_id()), methods=["POST"])
    return made


def guard(made: Flask, keys: Secrets) -> None:
    """Only this machine's own page may speak to the kiosk, whatever name or page leads here."""

    @made.before_request
    def only_our_page() -> None:
        if urlsplit(f"//{request.host}").hostname not in LOCAL_NAMES:
            abort(403)
        if request.method not in ("GET", "HEAD"):
            origin = request.headers.get("Origin")
            if origin is not None and origin != request.host_url.rstrip("/"):
                abort(403)
            if not keys.is_good(request.headers.get("X-Kiosk-Secret", "")):
                abort(403)

    @made.after_request
    def headers(response: Response) -> Response:
        response.headers.update(_HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _page_routes(made: Flask, booth: Booth, renderer: Renderer, keys: Secrets) -> None:
    @made.get("/")
    def page() -> str:
        seen = booth.seen
        shelf = made.extensions.get("kiosk.shelf")
        return renderer.page(seen.state, seen.around, secret=keys.new(), shelf=shelf)

    @made.get("/healthz")
    def healthz() -> dict[str, bool]:
        return {"ok": True, "online": booth.seen.around.online}

    @made.get("/stream")
    def stream() -> Response:
        return Response(_messages(booth, renderer), mimetype="text/event-stream")


def _file_routes(made: Flask, glass: Glass, view: Callable[[], bytes | None], hints: Path) -> None:
    @made.get("/screen.css")
    def screen_css() -> Response:
        rule = f":root {{ --diagonal: {glass.diagonal:g}; --warning: {glass.warning_s:g}s }}"
        return Response(rule, mimetype="text/css")

    @made.get("/camera.jpg")
    def camera() -> Response:
        picture = view()
        return Response(picture, mimetype="image/jpeg") if picture else Response(status=204)

    @made.get("/hints/<name>.wav")
    def hint(name: str) -> Response:
        path = hints / f"{name}.wav"
        if not _HINT.fullmatch(name) or not path.is_file():
            return Response(status=404)
        return send_file(path.resolve(), mimetype="audio/wav", conditional=True)


def _touch(booth: Booth, body: Any, key: str) -> Response:
    values = body if isinstance(body, dict) else {}
    do, value, extra = (values.get(name, "") for name in ("do", "value", "extra"))
    texts = [text for text in (do, value, extra) if isinstance(text, str) and len(text) <= TEXT_AT_MOST]
    if len(texts) != 3 or not do:  # noqa: PLR2004 - the three above
        return Response(status=400)
    booth.tell(Touch(do, value, key, extra))
    return Response(status=204)


def _messages(booth: Booth, renderer: Renderer) -> Iterator[str]:
    """Server-sent events: a `screen` when it looks different, `waits` when only the lines changed."""
    shown: object = None
    seen: Seen | None = booth.seen
    last = -1
    while True:
        if seen is None:
            yield ": still here\n\n"
        else:
            last = seen.n
            if _look(seen) != shown:
                shown = _look(seen)
                html = renderer.screen(seen.state, seen.around)
                yield _message("screen", {"html": html, "language": seen.state.comfort.language})
            else:
                yield _message("waits", renderer.waits(seen.state, seen.around))
        seen = booth.watch(last, BEAT_S)


def _look(seen: Seen) -> object:
    """Everything that makes a screen look as it does, but for how many wait and how long."""
    around = seen.around
    services = tuple((s["code"], s.get("open"), s.get("name_vi")) for s in around.services)
    notes = (around.office, around.online, around.printer_cause, around.camera, around.camera_fault)
    state = seen.state
    return (state.screen, state.comfort, state.warned, services, notes, around.hints)


def _message(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
