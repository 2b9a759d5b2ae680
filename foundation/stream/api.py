"""HTTP of the stream: all after N, for whoever prefers asking to listening."""

from __future__ import annotations

from typing import Any

from peewee import Database
from pydantic import BaseModel

from foundation.api.principal import Principal
from foundation.api.problem import Problem
from foundation.api.route import Call, Reply, Route
from foundation.db.store import Store
from foundation.rights import right_of_room
from foundation.stream import log as stream


class Events(BaseModel):
    """Events in order, and the number to ask after next."""

    events: list[dict[str, Any]]
    last: int


def routes(store: Store) -> list[Route]:
    """The one route."""

    def read_events(call: Call) -> Reply:
        """All events after a number, at most 1000 at once; of one channel when `room` is given."""
        after, room = _number(call.query.get("after", "0")), call.query.get("room") or None
        check_room(call.principal, room or "desk")
        return Reply(store.read(lambda db: _page(db, store.office_id, after, room)))

    return [Route("GET", "/events", "public", read_events, reply=Events, query=("after", "room"))]


def check_room(principal: Principal, room: str) -> None:
    """Problem unless the principal may hear the channel; the whole stream needs the desk's right."""
    try:
        right = right_of_room(room)
    except KeyError:
        raise Problem("room.unknown", {"room": room}) from None
    if principal.what == "anyone":
        raise Problem("token.missing")
    if not principal.may(right) or (principal.ticket and room != f"ticket:{principal.ticket}"):
        raise Problem("right.missing")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:  # noqa: PLR2004 - fits a 64-bit integer
        raise Problem("input.invalid", {"fields": "after"})
    return int(text)


def _page(database: Database, office_id: str, after: int, room: str | None) -> dict[str, Any]:
    last = stream.last_event(database, office_id)
    events = stream.after(database, office_id, after, room)
    if room is None:
        sent = [event.to_json(prev=(event.id or 1) - 1) for event in events]
    else:
        sent = stream.chained(database, office_id, events, room)
    newest = (events[-1].id or 0) if events else after
    return {"events": sent, "last": newest if len(events) == stream.PAGE else max(last, newest)}
