"""The pages of every room, joined to this server."""

from __future__ import annotations

from flask import Flask, Response, redirect

from backoffice import pages as backoffice_pages
from counter_display import pages as display_pages
from foundation.api.access import Access
from foundation.codes import ticket_tail
from foundation.ids import new_id
from foundation.web.shell import Shell
from motcua import front
from motcua.demo.samples import SAMPLES, sample_picture
from motcua.office import Office
from motcua.phone import QueueTickets
from motcua.queue_room import Queue
from queueing.board import Board


def register(app: Flask, office: Office, access: Access, shell: Shell, queue: Queue, kiosk: str | None) -> None:
    """Hall, counter, phone, desk, rating, administration; and the front page. `kiosk`: address of its page."""
    app.register_blueprint(display_pages.blueprint(shell, QueueTickets(queue.room), new_id))
    app.register_blueprint(backoffice_pages.blueprint(shell, access.of_cookie))
    app.register_blueprint(front.blueprint(shell, lambda: _offer(office, queue, kiosk)))
    if office.settings.demo:
        _serve_samples(app, office, queue)
    app.add_url_rule("/favicon.ico", "favicon", lambda: redirect("/static/foundation/seal.svg"))


def _offer(office: Office, queue: Queue, kiosk: str | None) -> front.Offer:
    """A ticket's page is only offered by a demo office: elsewhere it belongs to whoever holds the paper."""
    room = queue.room
    counters, ticket = room.store.read(lambda db: room.view.look(db, _counters_and_ticket))
    if not office.settings.demo:
        return front.Offer(counters, kiosk)
    phone = f"/t/{ticket_tail(ticket, room.keys)}" if ticket else None
    return front.Offer(counters, kiosk, phone, tuple(front.Sample(kind, f"/samples/{kind}.png") for kind in SAMPLES))


def _counters_and_ticket(board: Board) -> tuple[tuple[str, ...], str | None]:
    counters = sorted((each.code for each in board.counters.values() if each.active), key=lambda c: (len(c), c))
    waiting = [ticket for ticket in board.tickets.values() if ticket.state == "waiting"]
    newest = max(waiting, key=lambda ticket: ticket.order, default=None)
    return tuple(counters), newest.id if newest else None


def _serve_samples(app: Flask, office: Office, queue: Queue) -> None:
    """Pictures to hold up to the kiosk, drawn for this office with its own signature."""

    def sample(kind: str) -> Response:
        if kind not in SAMPLES:
            return Response(status=404)
        picture = office.store.read(lambda _: sample_picture(kind, queue.room.keys, office.settings))
        return Response(picture, mimetype="image/png", headers={"Cache-Control": "no-store"})

    app.add_url_rule("/samples/<kind>.png", "sample", sample)
