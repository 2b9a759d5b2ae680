"""One real office for the tests of this room, and officers who have their own passwords."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Page, expect

from motcua.demo.office import PEOPLE
from tests.support.browser import Pages
from tests.support.office import OfficeServer, running_office

# A busy machine is no fault of a page.
expect.set_options(timeout=20_000)

#: Display names of the demo's invented officers by login.
NAMES = {person.login: person.name for person in PEOPLE}
OWN = "mật khẩu riêng của tôi"


@dataclass
class Session:
    """A person signed in over HTTP, as a second browser would be."""

    url: str
    http: requests.Session

    def post(self, path: str, body: object = None) -> requests.Response:
        return self.http.post(f"{self.url}/api/v1{path}", json=body or {}, timeout=30)

    def get(self, path: str) -> requests.Response:
        return self.http.get(f"{self.url}/api/v1{path}", timeout=30)

    def sign_out(self) -> None:
        assert self.http.delete(f"{self.url}/api/v1/session", timeout=30).status_code == 204


def sign_in(office: OfficeServer, login: str) -> Session:
    """Sign in; the first time the first password is changed for one's own."""
    session = Session(office.url, requests.Session())
    password = office.passwords[login]
    me = session.post("/session", {"login": login, "password": password}).json()
    session.http.headers["X-CSRF-Token"] = me["csrf"]
    if me["must_change"]:
        changed = session.post("/session/password", {"old": password, "new": OWN})
        assert changed.status_code == 204, changed.text
        office.passwords[login] = OWN
        return sign_in(office, login)
    return session


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeServer]:
    with running_office(tmp_path_factory.mktemp("office") / "data", env={"MOTCUA_RATING_OPEN_S": "0"}) as server:
        server.token("kiosk")
        server.token("rating")
        yield server


@pytest.fixture
def number(office: OfficeServer) -> Callable[..., dict[str, str]]:
    """Somebody takes a number at the kiosk, and it is printed."""

    def take(service: str = "A", **more: object) -> dict[str, str]:
        kiosk = office.token("kiosk")
        ticket: dict[str, str] = office.post("/tickets", {"service": service, **more}, token=kiosk)
        for state in ("printing", "printed"):
            office.post(f"/tickets/{ticket['id']}/print", {"state": state}, token=kiosk)
        return ticket

    return take


@pytest.fixture
def at_desk(office: OfficeServer, pages: Pages) -> Iterator[Callable[..., Page]]:
    """Opens a page in which an officer is signed in; at a counter, when one is named. Afterwards nobody is left."""
    held: list[tuple[Session, str]] = []

    def open_desk(login: str, counter: str | None = None, *, width: int = 1366, height: int = 768) -> Page:
        session = sign_in(office, login)
        if counter:
            assert session.post(f"/counters/{counter}/open").ok
            held.append((session, counter))
        page = pages.open(width=width, height=height)
        page.context.add_cookies([cookie_of(session)])
        page.goto(f"{office.url}/desk")
        page.wait_for_selector("#page h1")
        return page

    yield open_desk
    for session, counter in held:
        session.post(f"/counters/{counter}/close")
    clear(office)


def cookie_of(session: Session) -> SetCookieParam:
    """The session's cookie as the browser takes it."""
    cookie = next(iter(session.http.cookies))
    return {"name": cookie.name, "value": cookie.value or "", "url": session.url}


def clear(office: OfficeServer) -> None:
    """Everybody goes home: every counter open without an officer, nobody waits."""
    desk = office.get("/desk")
    for login in office.passwords:
        session = None
        for counter in desk["counters"]:
            if counter["officer"] and desk["names"][counter["officer"]] == NAMES.get(login):
                session = session or sign_in(office, login)
                session.post(f"/counters/{counter['code']}/close")
    for ticket in office.get("/desk")["tickets"]:
        office.call("POST", f"/tickets/{ticket['id']}/cancel", {"reason": "mistake"})
    for counter in desk["counters"]:
        office.call("POST", f"/counters/{counter['code']}/open", {})


def desk_of(office: OfficeServer, code: str) -> dict[str, Any]:
    """A counter as the desk shows it."""
    counter: dict[str, Any] = next(each for each in office.get("/desk")["counters"] if each["code"] == code)
    return counter


def state_of(office: OfficeServer, ticket: str) -> str:
    """A ticket's state now."""
    return str(office.get(f"/tickets/{ticket}")["state"])
