"""Finding out who asks, without a database read a request: what was found is kept until the stream says otherwise."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence

from peewee import Database
from werkzeug.datastructures import Headers

from foundation.api.principal import ANYONE, Principal
from foundation.api.problem import Problem
from foundation.db.store import Store
from foundation.devices import registry
from foundation.events.envelope import Event
from foundation.passwords import token_digest
from foundation.people import sessions

COOKIE = "motcua_session"
#: Somebody who tries tokens must not fill the memory.
KEPT_AT_MOST = 2000

TicketReader = Callable[[str], str | None]


class Access:
    """Resolves tokens and cookies; a sink of the stream, which tells when a device or a person changed."""

    def __init__(self, store: Store, ticket_of: TicketReader) -> None:
        self._store = store
        self._ticket_of = ticket_of
        self._known: dict[str, Principal] = {}

    def of_headers(self, headers: Headers, cookies: Mapping[str, str], method: str) -> Principal:
        """Who sends this request; Problem 401 for a bad token, 403 for a press without its CSRF token."""
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            return self.of_token(token.strip())
        if code := headers.get("X-Ticket"):
            return self.of_ticket(code)
        if cookie := cookies.get(COOKIE):
            return self._of_browser(cookie, headers, method)
        return ANYONE

    def of_token(self, token: str) -> Principal:
        """The device with this token; Problem `token.bad` otherwise."""
        digest = token_digest(token)
        if (known := self._known.get(digest)) is not None:
            return known
        device = self._store.read(lambda db: registry.by_digest(db, digest))
        if device is None:
            raise Problem("token.bad")
        return self._keep(digest, Principal("device", device.id, device.name, (device.kind,)))

    def of_ticket(self, code: str) -> Principal:
        """The phone that shows this ticket's signed code; Problem `token.bad` otherwise."""
        ticket = self._ticket_of(code)
        if ticket is None:
            raise Problem("token.bad")
        return Principal("ticket", ticket, "", ("ticket",), ticket=ticket)

    def of_cookie(self, cookie: str) -> Principal | None:
        """The person signed in with this cookie."""
        digest = token_digest(cookie)
        if (known := self._known.get(digest)) is not None:
            return known
        found = self._store.read(lambda db: sessions.find(db, digest))
        if found is None:
            return None
        person = Principal("person", found.person, found.name, found.roles, found.csrf, must_change=found.must_change)
        return self._keep(digest, person)

    def forget_all(self) -> None:
        """Look everything up anew."""
        self._known.clear()

    def take(self, events: Sequence[Event], database: Database) -> None:  # noqa: ARG002 - a sink's form
        """Whatever happens to a device or a person, what was kept may be wrong."""
        if any(event.type.startswith(("device.added", "device.revoked", "person.changed")) for event in events):
            self.forget_all()

    def tick(self, database: Database) -> None:
        """Nothing is due by time."""

    def _of_browser(self, cookie: str, headers: Headers, method: str) -> Principal:
        person = self.of_cookie(cookie)
        if person is None:
            return ANYONE
        if method not in {"GET", "HEAD"} and not hmac.compare_digest(
            headers.get("X-CSRF-Token", "").encode(), (person.csrf or "").encode()
        ):
            raise Problem("csrf.bad")
        return person

    def _keep(self, digest: str, principal: Principal) -> Principal:
        if len(self._known) >= KEPT_AT_MOST:
            self._known.clear()
        self._known[digest] = principal
        return principal
