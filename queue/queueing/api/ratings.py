"""HTTP of ratings: a citizen judges a service."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field, model_validator

from foundation.api.problem import Problem
from foundation.api.route import Body, Call, Reply, Route
from foundation.db.answers import Answered
from foundation.db.transaction import Transaction
from foundation.events.queue import RatingGiven, RatingIdle
from foundation.refusal import Refusal
from queueing import rows
from queueing.api.acting import actor_of, own_ticket_only
from queueing.board import Board
from queueing.commands import GiveRating
from queueing.room import QueueRoom
from queueing.rules.ratings import rateable, window_of

REASONS_AT_MOST = 6


class NewRating(Body):
    """3 rất hài lòng, 2 hài lòng, 1 không hài lòng; by the counter's tablet or button, or by ticket."""

    level: Literal[1, 2, 3]
    counter: str | None = None
    ticket: str | None = None
    reasons: list[str] = Field(default_factory=list, max_length=REASONS_AT_MOST)
    comment: str | None = Field(default=None, max_length=1000)
    via: Literal["tablet", "button", "phone"] = "tablet"

    @model_validator(mode="after")
    def one_of_both(self) -> NewRating:
        if (self.counter is None) == (self.ticket is None):
            raise ValueError("a counter or a ticket")
        return self


class RatingAnswer(BaseModel):
    """The rating, or why the press was idle (then with status 200)."""

    rating: dict[str, Any] | None = None
    idle: Literal["closed", "twice"] | None = None


class RatingOpen(BaseModel):
    """Whether the tablet may ask, about which ticket, and until when (UTC ms; null while service goes on)."""

    open: bool
    ticket: dict[str, str] | None
    until: int | None


def routes(room: QueueRoom) -> list[Route]:
    """The routes of ratings."""

    def give_rating(call: Call, body: NewRating) -> Reply | Refusal:
        """Judge a service; a press when none can be judged is counted apart (200, `idle`)."""
        return _give(room, call, body)

    def rating_open(call: Call) -> Reply | Refusal:
        """What the rating tablet of a counter may ask about now."""
        code, now = call.query.get("counter", ""), room.store.clock.now()
        found = room.store.read(lambda db: room.view.look(db, lambda board: _open(board, code, now)))
        return Reply(found.model_dump()) if found else Refusal("counter.unknown", {"counter": code})

    return [
        Route("POST", "/ratings", "rating.give", give_rating, NewRating, RatingAnswer, 201),
        Route("GET", "/ratings/open", "rating.read", rating_open, reply=RatingOpen, query=("counter",)),
    ]


def _give(room: QueueRoom, call: Call, body: NewRating) -> Reply | Refusal:
    phone = call.principal.ticket is not None
    if phone and body.ticket is None:
        raise Problem("right.missing")
    own_ticket_only(call.principal, body.ticket or "")
    command = GiveRating(
        actor_of(call.principal),
        body.level,
        body.ticket,
        body.counter,
        tuple(body.reasons),
        "phone" if phone else body.via,
    )

    def work(tx: Transaction) -> Answered | Refusal:
        return rate(room, tx, command, body.comment)

    return call.command(work)


def rate(room: QueueRoom, tx: Transaction, command: GiveRating, comment: str | None) -> Answered | Refusal:
    """The rating in an open transaction, with the citizen's words kept beside it."""
    done = room.run(tx, command)
    if isinstance(done, Refusal):
        return done
    fact, event = done.facts[-1], done.events[-1]
    if isinstance(fact, RatingIdle):
        return 200, {"idle": fact.cause}
    if comment and event.id:
        rows.comment(tx, event.id, comment)
    return 201, {"rating": _plain(fact, event.id)}


def _plain(fact: object, event: int | None) -> dict[str, Any]:
    if not isinstance(fact, RatingGiven):
        raise TypeError(type(fact).__name__)
    return {
        "id": event,
        "ticket": fact.ticket,
        "counter": fact.counter,
        "level": fact.level,
        "reasons": list(fact.reasons),
    }


def _open(board: Board, code: str, now: int) -> RatingOpen | None:
    counter = board.counters.get(code)
    if counter is None:
        return None
    served = rateable(board, counter, now)
    if served is None or code in board.tickets[served.ticket].rated:
        return RatingOpen(open=False, ticket=None, until=None)
    ticket = board.tickets[served.ticket]
    shown = {"id": ticket.id, "number": ticket.number}
    return RatingOpen(open=True, ticket=shown, until=window_of(board, served)[1])
