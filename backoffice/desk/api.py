"""HTTP of the desk: its whole picture in one answer, finding a number, and a ticket's code as a picture."""

from __future__ import annotations

import io
from typing import Any

import segno
from peewee import Database

from backoffice.desk import books, view
from foundation.api.route import Call, Reply, Route
from foundation.clock import business_day
from foundation.codes import Keys, ticket_text
from foundation.db.store import Store
from foundation.refusal import Refusal
from queueing.view import View

#: A phone's camera reads it from the desk's screen at arm's length.
QR_SCALE = 8


def routes(store: Store, queue: View, keys: Keys, public_url: str = "") -> list[Route]:
    """The routes of the desk; every command goes to the queue's own."""

    def desk(_call: Call) -> Reply:
        """The queue as the desk shows it: tickets, counters, today's figures."""
        return Reply(store.read(lambda db: _picture(db, store, queue)))

    def find_ticket(call: Call) -> Reply | Refusal:
        """Today's ticket with a number."""
        number, day = call.query.get("number", "")[:12], business_day(store.clock.now())
        ticket = store.read(lambda db: queue.look(db, lambda board: view.found(board, number, day)))
        return Reply({"ticket": ticket}) if ticket else Refusal("desk.number_unknown", {"number": number})

    def ticket_code(call: Call) -> Reply | Refusal:
        """The code of a ticket as a picture, for a screen instead of paper."""
        ticket = call.args["ticket"]
        if not store.read(lambda db: queue.look(db, lambda board: ticket in board.tickets)):
            return Refusal("ticket.unknown")
        return Reply(raw=qr_picture(ticket_text(ticket, keys, public_url)), mimetype="image/svg+xml")

    return [
        Route("GET", "/desk", "room.desk", desk),
        Route("GET", "/desk/find", "room.desk", find_ticket, query=("number",)),
        Route("GET", "/desk/tickets/<ticket>/code.svg", "room.desk", ticket_code, produces="image/svg+xml"),
    ]


def qr_picture(text: str) -> bytes:
    """The text as a QR code in SVG, dark on white, with its quiet zone."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", scale=QR_SCALE, border=4, light="#fff")
    return picture.getvalue()


def _picture(database: Database, store: Store, queue: View) -> dict[str, Any]:
    now, office = store.clock.now(), store.office_id
    people = books.names(database, office)
    read = books.today(database, office, business_day(now))
    return queue.look(database, lambda board: view.desk_view(board, now, people, read))
