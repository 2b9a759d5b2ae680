"""HTTP of counters: call the next, open, pause, close, take over, undo."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from foundation.api.route import Body, Call, Reply, Route
from foundation.db.answers import Answered
from foundation.db.transaction import Transaction
from foundation.refusal import Refusal
from queueing import commands as c
from queueing.api.acting import actor_of, do, ticket_answer
from queueing.api.tickets import TicketAnswer
from queueing.board import Board
from queueing.operations import Outcome
from queueing.room import QueueRoom


class Press(Body):
    """No more is needed."""


class Takes(Body):
    """Who sits down; a person who is signed in takes a counter for itself."""

    officer: str | None = None


class CounterAnswer(BaseModel):
    """The counter after what was done; `officer` is a person's id."""

    counter: dict[str, Any]


def routes(room: QueueRoom) -> list[Route]:
    """The routes of counters."""
    return [_next(room), *_presses(room), _take(room)]


def counter_shown(board: Board, code: str) -> dict[str, Any]:
    """A counter as plain values."""
    counter, ticket = board.counters[code], board.in_hand(code)
    return {
        "code": code,
        "state": counter.state,
        "officer": counter.officer,
        "serves": [service for service, _ in counter.serves],
        "ticket": {"id": ticket.id, "number": ticket.number, "state": ticket.state} if ticket else None,
    }


def _next(room: QueueRoom) -> Route:
    def call_next(call: Call, _body: Press) -> Reply | Refusal:
        """Finish the ticket in hand and call the next; 204 when nobody waits."""

        def answer(tx: Transaction, done: Outcome) -> Answered:
            called = done.called
            return 200, ticket_answer(room, call, tx, done, called.id) if called else None

        command = c.CallNext(actor_of(call.principal), call.args["counter"])
        return do(room, call, command, answer)

    return Route("POST", "/counters/<counter>/next", "counter.act", call_next, Press, TicketAnswer)


def _do_counter(room: QueueRoom, call: Call, command: c.Command) -> Reply | Refusal:
    code = call.args["counter"]
    return do(room, call, command, lambda _, done: (200, {"counter": counter_shown(done.board, code)}))


def _presses(room: QueueRoom) -> list[Route]:
    def open_counter(call: Call, _body: Press) -> Reply | Refusal:
        """Call people from now on; a person who opens a free counter holds it."""
        by = actor_of(call.principal)
        officer = by.id if by.kind == "officer" else None
        return _do_counter(room, call, c.OpenCounter(by, call.args["counter"], officer))

    def pause_counter(call: Call, _body: Press) -> Reply | Refusal:
        """Call nobody for a while."""
        return _do_counter(room, call, c.PauseCounter(actor_of(call.principal), call.args["counter"]))

    def close_counter(call: Call, _body: Press) -> Reply | Refusal:
        """Serve here no more."""
        return _do_counter(room, call, c.CloseCounter(actor_of(call.principal), call.args["counter"]))

    def undo_counter(call: Call, _body: Press) -> Reply | Refusal:
        """Take back the last press, within five seconds."""
        return _do_counter(room, call, c.Undo(actor_of(call.principal), call.args["counter"]))

    presses = {"open": open_counter, "pause": pause_counter, "close": close_counter, "undo": undo_counter}
    return [
        Route("POST", f"/counters/<counter>/{verb}", "counter.act", press, Press, CounterAnswer)
        for verb, press in presses.items()
    ]


def _take(room: QueueRoom) -> Route:
    def take_counter(call: Call, body: Takes) -> Reply | Refusal:
        """Sit down at a counter, also where somebody else sat."""
        by, code = actor_of(call.principal), call.args["counter"]
        officer = by.id if by.kind == "officer" else body.officer
        if not officer:
            return Refusal("counter.needs_person")

        def work(tx: Transaction) -> Answered | Refusal:
            if not _is_ours(tx, officer):
                return Refusal("person.unknown")
            done = room.run(tx, c.TakeCounter(by, code, officer))
            return done if isinstance(done, Refusal) else (200, {"counter": counter_shown(done.board, code)})

        return call.command(work)

    return Route("POST", "/counters/<counter>/take", "counter.act", take_counter, Takes, CounterAnswer)


def _is_ours(tx: Transaction, person: str) -> bool:
    sql = "SELECT 1 FROM person WHERE office_id = ? AND id = ? AND active"
    return tx.one(sql, (tx.office_id, person)) is not None
