"""HTTP of tickets: take a number, look at it, and everything an officer may do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from peewee import Database
from pydantic import BaseModel, Field

from foundation.api.route import Body, Call, Reply, Route
from foundation.events.queue import PrintState, Priority
from foundation.ids import new_id
from foundation.refusal import Refusal
from queueing import commands as c
from queueing.api.acting import actor_of, do, do_ticket, origin_of, own_ticket_only
from queueing.board import OPEN, Board
from queueing.history import old_ticket
from queueing.room import QueueRoom
from queueing.shown import for_phone, just_issued, shown

CODES_AT_MOST = 8
LISTED_AT_MOST = 500


class NewTicket(Body):
    """A number is wanted. `codes`: of dossiers, as read or typed; the queue does not know what they are."""

    service: str = Field(min_length=1, max_length=1)
    priority: Priority = "normal"
    codes: list[str] = Field(default_factory=list, max_length=CODES_AT_MOST)
    language: Literal["vi", "en"] = "vi"


class Nothing(Body):
    """No more is needed."""


class AtCounter(Body):
    """Which counter calls."""

    counter: str


class MaybeAtCounter(Body):
    """Another counter than the ticket's own."""

    counter: str | None = None


class Where(Body):
    """To another service, one counter, or both."""

    service: str | None = None
    counter: str | None = None


class Why(Body):
    """Why it ends."""

    reason: Literal["citizen", "officer", "mistake", "print"] = "officer"


class Paper(Body):
    """What became of the paper; `cause` is the printer's fault code."""

    state: PrintState
    cause: str | None = Field(default=None, max_length=40)


class NewPriority(Body):
    """The right priority."""

    priority: Priority


class WaitMinutes(BaseModel):
    """Half wait at most p50 minutes, nine of ten at most p90; null while no open counter serves the line."""

    p50: float | None
    p90: float | None


class Issued(BaseModel):
    """A number. `code` is the text of its QR; `track_url` is null without a public address."""

    id: str
    number: str
    service: str
    ahead: int
    wait_minutes: WaitMinutes
    track_url: str | None
    code: str


class TicketAnswer(BaseModel):
    """The ticket after what was done; `may` are the verbs that make sense now."""

    ticket: dict[str, Any]


class TicketList(BaseModel):
    """Tickets, longest waiting first."""

    tickets: list[dict[str, Any]]


def routes(room: QueueRoom) -> list[Route]:
    """The routes of tickets."""
    return [*_looking(room), *_taking(room), *_pressing(room)]


def _taking(room: QueueRoom) -> list[Route]:
    def issue_ticket(call: Call, body: NewTicket) -> Reply | Refusal:
        """Take a number."""
        who = call.principal
        person = who.what == "person"
        command = c.IssueTicket(
            actor_of(who),
            new_id(),
            body.service,
            body.priority,
            codes=tuple(body.codes),
            origin=origin_of(who),
            device=None if person else who.id,
            officer=who.id if person else None,
            language=body.language,
        )

        def answer(tx: Any, done: Any) -> tuple[int, Any]:
            ticket = done.board.tickets[command.ticket_id]
            return 201, just_issued(room, done.board, ticket, tx.now)

        return do(room, call, command, answer)

    return [Route("POST", "/tickets", "ticket.issue", issue_ticket, NewTicket, Issued, 201)]


def _looking(room: QueueRoom) -> list[Route]:
    store = room.store

    def read_ticket(call: Call) -> Reply | Refusal:
        """A ticket, its place in line, and what may be done with it now."""
        id_ = call.args["ticket"]
        own_ticket_only(call.principal, id_)

        def work(database: Database) -> dict[str, Any] | None:
            now = store.clock.now()
            plain = room.view.look(database, lambda board: _shown(room, board, id_, now))
            return plain or old_ticket(database, store.office_id, id_)

        plain = store.read(work)
        if plain is None:
            return Refusal("ticket.unknown")
        return Reply(for_phone(plain) if call.principal.ticket else plain)

    def list_tickets(call: Call) -> Reply:
        """Today's open tickets, longest waiting first; `state`, `service`, `counter` narrow them down."""
        query, now = call.query, store.clock.now()

        def fits(ticket: Any) -> bool:
            wanted = ((ticket.state, "state"), (ticket.service, "service"), (ticket.counter, "counter"))
            return ticket.state in OPEN and all(query.get(name, value) == value for value, name in wanted)

        def work(board: Board) -> list[dict[str, Any]]:
            found = sorted(filter(fits, board.tickets.values()), key=lambda t: (t.queued_at, t.order))
            return [shown(room, board, ticket, now) for ticket in found[:LISTED_AT_MOST]]

        return Reply({"tickets": store.read(lambda db: room.view.look(db, work))})

    return [
        Route("GET", "/tickets/<ticket>", "ticket.read", read_ticket),
        Route(
            "GET",
            "/tickets",
            "ticket.act",
            list_tickets,
            reply=TicketList,
            query=("state", "service", "counter"),
        ),
    ]


def _shown(room: QueueRoom, board: Board, id_: str, now: int) -> dict[str, Any] | None:
    ticket = board.tickets.get(id_)
    return shown(room, board, ticket, now) if ticket else None


#: verb, right, body, command, operation id, what it does
_Verb = tuple[str, str, type[Body], Callable[[c.Actor, str, Any], c.Command], str, str]

_VERBS: tuple[_Verb, ...] = (
    ("call", "ticket.act", AtCounter, lambda by, t, b: c.CallTicket(by, t, b.counter), "call_ticket",
     "Call this ticket to a counter; the one in hand there is finished."),
    ("recall", "ticket.act", Nothing, lambda by, t, _: c.Recall(by, t), "recall_ticket",
     "Call the ticket in hand once more."),
    ("no-show", "ticket.act", Nothing, lambda by, t, _: c.NoShow(by, t), "ticket_no_show",
     "Nobody came to the counter."),
    ("hold", "ticket.act", Nothing, lambda by, t, _: c.Hold(by, t), "hold_ticket",
     "Put the ticket in hand aside."),
    ("resume", "ticket.act", MaybeAtCounter, lambda by, t, b: c.Resume(by, t, b.counter),
     "resume_ticket", "Serve a held ticket again."),
    ("transfer", "ticket.act", Where, lambda by, t, b: c.Transfer(by, t, b.service, b.counter),
     "transfer_ticket", "Send to another service or one counter; the waiting is kept."),
    ("start", "ticket.act", Nothing, lambda by, t, _: c.Start(by, t), "start_ticket",
     "The citizen sat down."),
    ("finish", "ticket.act", Nothing, lambda by, t, _: c.Finish(by, t), "finish_ticket",
     "Service ended."),
    ("cancel", "ticket.act", Why, lambda by, t, b: c.Cancel(by, t, b.reason), "cancel_ticket",
     "End the ticket without service."),
    ("return", "ticket.act", Nothing, lambda by, t, _: c.ReturnToPool(by, t), "return_ticket",
     "Put the ticket back among those who wait."),
    ("undo", "ticket.act", Nothing, lambda by, t, _: c.Undo(by, ticket=t), "undo_ticket",
     "Take back the last press that moved the ticket, within five seconds."),
    ("print", "ticket.print", Paper, lambda by, t, b: c.RecordPrint(by, t, b.state, b.cause, by.id),
     "record_print", "What became of the paper."),
    ("come-back", "ticket.come_back", Nothing, lambda by, t, _: c.ComeBack(by, t), "ticket_come_back",
     "Who was absent is here."),
    ("priority", "ticket.priority", NewPriority, lambda by, t, b: c.SetPriority(by, t, b.priority),
     "set_ticket_priority", "Correct the declared priority."),
)  # fmt: skip


def _pressing(room: QueueRoom) -> list[Route]:
    return [_press(room, *verb) for verb in _VERBS]


def _press(
    room: QueueRoom,
    verb: str,
    right: str,
    body: type[Body],
    command: Callable[[c.Actor, str, Any], c.Command],
    name: str,
    summary: str,
) -> Route:
    def press(call: Call, asked: Any) -> Reply | Refusal:
        ticket = call.args["ticket"]
        own_ticket_only(call.principal, ticket)
        return do_ticket(room, call, command(actor_of(call.principal), ticket, asked))

    press.__name__, press.__doc__ = name, summary
    return Route("POST", f"/tickets/<ticket>/{verb}", right, press, body, TicketAnswer)
