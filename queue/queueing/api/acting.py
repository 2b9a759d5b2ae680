"""From who asks over HTTP to who presses in the queue, and from a command to its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from foundation.api.principal import Principal
from foundation.api.problem import Problem
from foundation.api.route import Call, Reply
from foundation.db.answers import Answered
from foundation.db.transaction import Transaction
from foundation.events.queue import Origin
from foundation.refusal import Refusal
from queueing.commands import Actor, Command
from queueing.operations import Outcome
from queueing.room import QueueRoom
from queueing.shown import for_phone, shown


def actor_of(principal: Principal) -> Actor:
    """A person acts at the counter it holds; a call pad stands at its counter, so it may press at any."""
    if principal.what == "person":
        return Actor("officer", principal.id)
    return Actor("device", principal.id, may_call_any="counter" in principal.holders)


def origin_of(principal: Principal) -> Origin:
    """Where a number was taken."""
    if principal.what == "person":
        return "desk"
    return "kiosk" if "kiosk" in principal.holders else "integration"


def own_ticket_only(principal: Principal, ticket: str) -> None:
    """A phone moves and sees the ticket it shows, no other."""
    if principal.ticket is not None and principal.ticket != ticket:
        raise Problem("right.missing")


def do(
    room: QueueRoom, call: Call, command: Command, answer: Callable[[Transaction, Outcome], Answered]
) -> Reply | Refusal:
    """The command, once for its idempotency key, and its answer."""

    def work(tx: Transaction) -> Answered | Refusal:
        done = room.run(tx, command)
        return done if isinstance(done, Refusal) else answer(tx, done)

    return call.command(work)


def do_ticket(room: QueueRoom, call: Call, command: Command) -> Reply | Refusal:
    """A command about the ticket of the path; answered with the ticket."""
    ticket = call.args["ticket"]
    return do(room, call, command, lambda tx, done: (200, ticket_answer(room, call, tx, done, ticket)))


def ticket_answer(room: QueueRoom, call: Call, tx: Transaction, done: Outcome, ticket: str) -> dict[str, Any]:
    """`{ticket}` as it is after the command."""
    plain = shown(room, done.board, done.board.tickets[ticket], tx.now)
    return {"ticket": for_phone(plain) if call.principal.ticket else plain}
