"""The live side: Socket.IO namespace `/live`. It carries the stream faster; it is never the truth."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO

from foundation.api.access import COOKIE, Access
from foundation.api.principal import ANYONE, Principal
from foundation.api.problem import Problem
from foundation.rights import right_of_room
from foundation.stream.hub import Hub

log = logging.getLogger(__name__)

NAMESPACE = "/live"
#: A screen that has heard nothing for longer than a few of these knows that its link is dead.
BEAT_SECONDS = 2.0
ROOMS_AT_ONCE = 8


class SocketWire:
    """The hub's wire over a Socket.IO server."""

    def __init__(self, socketio: SocketIO) -> None:
        self._server = socketio.server

    def send(self, name: str, message: dict[str, Any], to: str) -> None:
        self._server.emit(name, message, to=to, namespace=NAMESPACE)

    def enter(self, connection: str, room: str) -> None:
        self._server.enter_room(connection, room, namespace=NAMESPACE)

    def leave(self, connection: str, room: str) -> None:
        self._server.leave_room(connection, room, namespace=NAMESPACE)


class Live:
    """Who is connected and what they may hear. `came` is told the id of a device that connects; it must not wait."""

    def __init__(
        self,
        socketio: SocketIO,
        hub: Hub,
        access: Access,
        now: Callable[[], int],
        came: Callable[[str], object] = lambda _device: None,
    ) -> None:
        self._socketio = socketio
        self._hub = hub
        self._access = access
        self._now = now
        self._came = came
        self._people: dict[str, Principal] = {}
        self._rooms: dict[str, set[str]] = {}
        #: newest event each connection says it has shown, for the lag of every screen
        self.seen: dict[str, tuple[str, int]] = {}
        socketio.on_event("connect", self._connect, namespace=NAMESPACE)
        socketio.on_event("disconnect", self._disconnect, namespace=NAMESPACE)
        socketio.on_event("subscribe", self._subscribe, namespace=NAMESPACE)
        socketio.on_event("seen", self._seen, namespace=NAMESPACE)

    def start_beating(self) -> None:
        """Send every connection a beat now and then, for as long as the server lives."""
        self._socketio.start_background_task(self._beat)

    def connections(self) -> int:
        """How many are connected."""
        return len(self._people)

    def _connect(self, auth: Mapping[str, Any] | None = None) -> None:
        principal = self._who(auth or {})
        if principal is ANYONE:
            raise Refused("token.missing")
        self._people[_connection()] = principal
        if principal.what == "device":
            self._came(principal.id)

    def _who(self, auth: Mapping[str, Any]) -> Principal:
        try:
            if token := auth.get("token"):
                return self._access.of_token(str(token))
            if code := auth.get("ticket"):
                return self._access.of_ticket(str(code))
        except Problem as problem:
            raise Refused(problem.code) from None
        cookie = request.cookies.get(COOKIE)
        return (self._access.of_cookie(cookie) if cookie else None) or ANYONE

    def _disconnect(self, *_reason: object) -> None:
        connection = _connection()
        self._people.pop(connection, None)
        self._rooms.pop(connection, None)
        self.seen.pop(connection, None)
        self._hub.forget(connection)

    def _subscribe(self, message: Any) -> dict[str, Any]:
        """Acknowledged with `{room, last}`, or `{room, code}` when it is refused."""
        connection = _connection()
        principal = self._people.get(connection, ANYONE)
        room, after = _asked(message)
        if room is None:
            return {"room": None, "code": "input.invalid"}
        if code := self._refusal(principal, connection, room):
            return {"room": room, "code": code}
        self._rooms.setdefault(connection, set()).add(room)
        return {"room": room, "last": self._hub.subscribe(connection, room, after)}

    def _refusal(self, principal: Principal, connection: str, room: str) -> str | None:
        try:
            right = right_of_room(room)
        except KeyError:
            return "room.unknown"
        if not principal.may(right):
            return "right.missing"
        if principal.what == "ticket" and room != f"ticket:{principal.ticket}":
            return "right.missing"
        rooms = self._rooms.get(connection, set())
        return "room.too_many" if len(rooms) >= ROOMS_AT_ONCE and room not in rooms else None

    def _seen(self, message: Any) -> None:
        number = message.get("id") if isinstance(message, dict) else None
        principal = self._people.get(_connection())
        if principal is not None and isinstance(number, int):
            self.seen[_connection()] = (principal.name, number)

    def _beat(self) -> None:
        while True:
            self._socketio.sleep(BEAT_SECONDS)
            message = {"time": self._now(), "last": self._hub.position}
            self._socketio.emit("beat", message, namespace=NAMESPACE)


def _connection() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO puts it there


def _asked(message: Any) -> tuple[str | None, int | None]:
    """The room and the number asked for; (None, None) when the message is not of the form."""
    if not isinstance(message, dict) or not isinstance(message.get("room"), str):
        return None, None
    after = message.get("after")
    return message["room"][:80], after if isinstance(after, int) and after >= 0 else None
