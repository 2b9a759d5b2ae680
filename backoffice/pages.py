"""The pages of this room: signing in, the desk, the rating tablet, administration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from backoffice.admin import TABS
from backoffice.rating import LEVELS, REASONS
from foundation.api.access import COOKIE
from foundation.api.principal import Principal
from foundation.events.queue import Priority
from foundation.passwords import SHORTEST
from foundation.rights import KINDS, RIGHTS, ROLES
from foundation.web.language import LANGUAGES
from foundation.web.shell import Shell

#: domain.md §8, in the order the desk offers them.
PRIORITIES: tuple[Priority, ...] = ("normal", "elderly", "disabled", "pregnant", "infant", "merit")
#: Where somebody who signs in may be sent on to.
PLACES = ("/desk", "/admin")


def blueprint(shell: Shell, who: Callable[[str], Principal | None]) -> Blueprint:
    """/signin, /desk, /rating/<counter>, /admin; `who` finds the person of a session cookie."""
    pages = Blueprint("backoffice", __name__)
    rooms = _Rooms(shell, who)
    pages.add_url_rule("/signin", "signin", rooms.sign_in)
    pages.add_url_rule("/desk", "desk", rooms.desk)
    pages.add_url_rule("/admin", "admin", rooms.admin)
    pages.add_url_rule("/rating/<counter>", "rating", rooms.rating)
    return pages


class _Rooms:
    """The pages; each says for itself who may enter."""

    def __init__(self, shell: Shell, who: Callable[[str], Principal | None]) -> None:
        self._shell = shell
        self._who = who

    def sign_in(self) -> AnyResponse:
        person, to = self._person(), _place(request.args.get("to", ""))
        if person is not None and not person.must_change:
            return redirect(to)
        return self._shell.page(
            "backoffice/signin.html",
            title="signin.title",
            texts=("signin.",),
            csrf=person.csrf if person else None,
            name=person.name if person else None,
            place=to,
            shortest=SHORTEST,
        )

    def desk(self) -> AnyResponse:
        return self._inside("room.desk", "desk", ("desk.", "signin.again."), priorities=PRIORITIES)

    def admin(self) -> AnyResponse:
        lists = {"tabs": TABS, "kinds": KINDS, "roles": ROLES}
        return self._inside("person.manage", "admin", ("admin.",), **lists)

    def rating(self, counter: str) -> Response:
        asked = request.args.get("lang")
        return self._shell.page(
            "backoffice/rating.html",
            title="rating.title",
            texts=("rating.", "pair."),
            lang=asked if asked in LANGUAGES else "vi",
            counter=counter,
            levels=LEVELS,
            reasons=REASONS,
        )

    def _inside(self, right: str, name: str, texts: tuple[str, ...], **context: Any) -> AnyResponse:
        """A page for people with a right; others sign in first, or are told whom to ask."""
        person = self._person()
        if person is None or person.must_change:
            return redirect(f"/signin?to={quote(request.full_path.rstrip('?'))}")
        if not person.may(right):
            return self._shell.page("backoffice/no_right.html", title="desk.no_right", status=403, name=person.name)
        return self._shell.page(
            f"backoffice/{name}.html",
            title=f"{name}.title",
            texts=texts,
            csrf=person.csrf,
            name=person.name,
            me={"id": person.id, "name": person.name, "may": rights_of(person)},
            **context,
        )

    def _person(self) -> Principal | None:
        cookie = request.cookies.get(COOKIE)
        return self._who(cookie) if cookie else None


def rights_of(person: Principal) -> list[str]:
    """What the page may offer this person; the server decides again at every press."""
    return sorted(right for right in RIGHTS if person.may(right))


def _place(asked: str) -> str:
    """Only to a page of our own: an address in a link must not lead elsewhere."""
    return asked if asked.partition("?")[0] in PLACES else PLACES[0]
