"""The phone page's view of a ticket, filled by the queue."""

from __future__ import annotations

from collections.abc import Callable

from counter_display.phone import Judgement, TicketView
from foundation.codes import ticket_of
from foundation.db.answers import Answered, fingerprint, once
from foundation.db.transaction import Transaction
from foundation.refusal import Refusal
from queueing.board import IN_HAND, Board, Ticket
from queueing.commands import Actor, ComeBack, GiveRating
from queueing.messages import place_of
from queueing.room import QueueRoom
from queueing.rows import comment
from queueing.rules.ratings import phone_may_rate


class QueueTickets:
    """counter_display.phone.Tickets over the queue's room."""

    def __init__(self, room: QueueRoom) -> None:
        self._room = room

    def look(self, code: str) -> TicketView | None:
        """The ticket; None when the code is not one of ours, or of a day long past."""
        ticket = ticket_of(code, self._room.keys)
        if ticket is None:
            return None
        now = self._room.store.clock.now()
        return self._room.store.read(
            lambda db: self._room.view.look(db, lambda board: self._view(board, board.tickets.get(ticket), now))
        )

    def come_back(self, code: str, key: str) -> Refusal | None:
        """Wait again."""

        def work(tx: Transaction, ticket: str) -> Answered | Refusal:
            done = self._room.run(tx, ComeBack(Actor("device", f"ticket {ticket}"), ticket))
            return done if isinstance(done, Refusal) else (200, {})

        return self._do(code, key, work)

    def rate(self, code: str, judgement: Judgement, key: str) -> Refusal | None:
        """Judge the service."""

        def work(tx: Transaction, ticket: str) -> Answered | Refusal:
            by = Actor("device", f"ticket {ticket}")
            given = GiveRating(by, judgement.level, ticket, None, judgement.reasons, "phone")
            done = self._room.run(tx, given)
            if isinstance(done, Refusal):
                return done
            if judgement.comment:
                comment(tx, done.events[-1].id or 0, judgement.comment)
            return 201, {}

        return self._do(code, key, work)

    def _do(self, code: str, key: str, work: Callable[[Transaction, str], Answered | Refusal]) -> Refusal | None:
        ticket = ticket_of(code, self._room.keys)
        if ticket is None:
            return Refusal("ticket.unknown")
        asked = fingerprint(ticket)
        done = self._room.store.write(lambda tx: once(tx, f"{ticket}:{key}", asked, lambda tx: work(tx, ticket)))
        return done if isinstance(done, Refusal) else None

    def _view(self, board: Board, ticket: Ticket | None, now: int) -> TicketView | None:
        if ticket is None:
            return None
        ahead, p50, p90 = place_of(board, self._room.curves(board), ticket, now)
        service = board.services.get(ticket.service)
        names = {"vi": service.name_vi, "en": service.name_en} if service else {"vi": ticket.service}
        rated = ticket.counter in ticket.rated
        back_until = ticket.back_until if ticket.state == "absent" else None
        return TicketView(
            number=ticket.number,
            service=names,
            state=ticket.state,
            as_of=now,
            ahead=ahead,
            p50=p50,
            p90=p90,
            counter=ticket.counter if ticket.state in IN_HAND or ticket.state == "held" else None,
            back_until=back_until,
            may_come_back=back_until is not None and now <= back_until,
            may_rate=not rated and phone_may_rate(board, ticket, now),
            rated=rated,
        )
