"""The pages of this room: hall, counter screen, and the phone page of a ticket."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from counter_display.phone import REASONS, Judgement, Level, Tickets, TicketView
from foundation.clock import local
from foundation.refusal import Refusal
from foundation.web.language import LANGUAGES, language
from foundation.web.shell import Shell, guarded

COMMENT_LENGTH = 500
KEY_LENGTH = 64


def blueprint(shell: Shell, tickets: Tickets, new_key: Callable[[], str]) -> Blueprint:
    """/hall, /counter/<code>, /t/<id.key.mac>; `new_key` makes the key under which a press counts once."""
    pages = Blueprint("counter_display", __name__)
    phone = _Phone(shell, tickets, new_key)

    def hall() -> Response:
        return shell.page(
            "counter_display/hall.html",
            title="hall.title",
            texts=("hall.", "screen.", "pair."),
            lang=_screen_language(),
        )

    def counter(code: str) -> Response:
        return shell.page(
            "counter_display/counter.html",
            title="counter.title",
            texts=("counter.", "screen.", "pair."),
            lang=_screen_language(),
            counter=code,
        )

    pages.add_url_rule("/hall", "hall", hall)
    pages.add_url_rule("/counter/<code>", "counter", counter)
    pages.add_url_rule("/t/<code>", "ticket", phone.show)
    pages.add_url_rule("/t/<code>/now.json", "ticket_now", phone.now)
    pages.add_url_rule("/t/<code>/back", "ticket_back", phone.come_back, methods=["POST"])
    pages.add_url_rule("/t/<code>/rating", "ticket_rating", phone.rate, methods=["POST"])
    return pages


def _screen_language() -> str:
    """A screen in the hall speaks Vietnamese whatever its browser was bought with, unless its address says."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else "vi"


class _Phone:
    """The pages under /t/: every one works without a script."""

    def __init__(self, shell: Shell, tickets: Tickets, new_key: Callable[[], str]) -> None:
        self._shell = shell
        self._tickets = tickets
        self._new_key = new_key

    def show(self, code: str, refusal: Refusal | None = None) -> Response:
        view = self._tickets.look(code)
        if view is None:
            return self._shell.page("counter_display/ticket_unknown.html", title="phone.unknown_title", status=404)
        return self._shell.page(
            "counter_display/ticket.html",
            title="phone.title",
            status=200 if refusal is None else 409,
            texts=("phone.js.",),
            number=view.number,
            **self._context(code, view, language(), refusal),
        )

    def now(self, code: str) -> Response:
        """What changes on the page: its state, the drawn part, and when to ask again."""
        view = self._tickets.look(code)
        if view is None:
            abort(404)
        lang = language()
        html = self._shell.html(
            "counter_display/ticket_now.html",
            lang=lang,
            title="phone.title",
            number=view.number,
            **self._context(code, view, lang, None),
        )
        return guarded(_json({"state": view.state, "html": html, "next": view.poll_seconds, "counter": view.counter}))

    def come_back(self, code: str) -> AnyResponse:
        refusal = self._tickets.come_back(code, self._key())
        return self._after(code, refusal)

    def rate(self, code: str) -> AnyResponse:
        level = request.form.get("level", "")
        if level not in {"1", "2", "3"}:
            abort(400)
        reasons = tuple(each for each in request.form.getlist("reason") if each in REASONS)
        comment = request.form.get("comment", "").strip()[:COMMENT_LENGTH]
        judgement = Judgement(cast("Level", int(level)), reasons, comment)
        return self._after(code, self._tickets.rate(code, judgement, self._key()))

    def _after(self, code: str, refusal: Refusal | None) -> AnyResponse:
        return self.show(code, refusal) if refusal else redirect(f"/t/{code}", 303)

    def _key(self) -> str:
        return request.form.get("key", "")[:KEY_LENGTH] or self._new_key()

    def _context(self, code: str, view: TicketView, lang: str, refusal: Refusal | None) -> dict[str, Any]:
        return {
            "code": code,
            "view": view,
            "service": view.service.get(lang) or view.service["vi"],
            "back_until": f"{local(view.back_until):%H:%M}" if view.back_until else None,
            "as_of": f"{local(view.as_of):%H:%M}",
            "refusal": refusal,
            "unhappy": "unhappy" in request.args,
            "reasons": REASONS,
            "press": self._new_key(),
        }


def _json(body: object) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), mimetype="application/json")
