"""HTTP of codes: what a shown or typed text means, and what may be done now."""

from __future__ import annotations

from typing import Any, Literal

from peewee import Database
from pydantic import BaseModel, Field

from foundation.api.route import Body, Call, Reply, Route
from queueing.board import Board
from queueing.meaning import Meaning, Reading
from queueing.messages import place_of
from queueing.room import QueueRoom


class ShownCode(Body):
    """A text as it was read, or typed with the last four digits of the phone or ID number."""

    text: str = Field(max_length=4000)
    last4: str | None = Field(default=None, pattern=r"^[0-9]{4}$")


class CodeAnswer(BaseModel):
    """What it means, in a sentence, and what may be done; never a citizen's name or number."""

    kind: Literal["receipt", "ticket", "citizen", "vneid", "foreign", "typed", "unknown"]
    sentence: str
    actions: list[dict[str, Any]]
    ticket: dict[str, Any] | None = None
    dossier: dict[str, Any] | None = None


def routes(room: QueueRoom) -> list[Route]:
    """The one route."""

    def read_code(call: Call, body: ShownCode) -> Reply:
        """What a shown or typed text means and what may be done now."""
        return Reply(room.store.read(lambda db: _answer(room, db, body, call.lang)))

    return [Route("POST", "/codes", "codes.read", read_code, ShownCode, CodeAnswer)]


def _answer(room: QueueRoom, database: Database, body: ShownCode, lang: str) -> dict[str, Any]:
    now = room.store.clock.now()

    def work(board: Board) -> dict[str, Any]:
        reading = Reading(board, database, room.dossiers, room.keys, now)
        return _plain(room, board, reading.of(body.text, body.last4), lang, now)

    return room.view.look(database, work)


def _plain(room: QueueRoom, board: Board, meaning: Meaning, lang: str, now: int) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "kind": meaning.kind,
        "sentence": room.texts.t(meaning.sentence, lang, **meaning.values),
        "actions": list(meaning.actions),
    }
    if (ticket := meaning.ticket) is not None:
        ahead, p50, p90 = place_of(board, room.curves(board), ticket, now)
        answer["ticket"] = {
            "id": ticket.id,
            "number": ticket.number,
            "service": ticket.service,
            "state": ticket.state,
            "ahead": ahead,
            "p50": p50,
            "p90": p90,
            "counter": ticket.counter,
        }
    if (dossier := meaning.dossier) is not None:
        answer["dossier"] = {"code": dossier.code, **dossier.shown}
    return answer
