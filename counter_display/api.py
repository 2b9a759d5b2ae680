"""HTTP of the voice: who may play in the hall, what is said next, and the sound of one call.

The rule is in `voice.announcer`; a player only asks, plays and says that it played.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from peewee import Database
from pydantic import BaseModel, Field

from counter_display.voice import announcer
from counter_display.voice.bank import BankInUse
from counter_display.voice.joining import GAP_S, announcement_wav, call_wav
from counter_display.voice.spelling import USUAL, Language, Style
from foundation.api.problem import Problem
from foundation.api.route import Body, Call, Reply, Route
from foundation.db.store import Store
from foundation.db.transaction import Transaction
from foundation.events.envelope import Event
from foundation.stream import log as stream
from foundation.stream.cursors import LEASE_SECONDS, Cursors, Held

CURSOR = "voice:hall"
_SPOKEN = ("ticket.called.v1", "ticket.recalled.v1")


@dataclass(frozen=True)
class VoiceSettings:
    """How the office speaks. max_age_s: real seconds after which a call is only shown.

    twice: say each call twice while few wait. english: after every call, not only on request.
    """

    style: Style = USUAL
    gap_s: float = GAP_S
    max_age_s: float = 60.0
    twice: bool = True
    english: bool = False


class Player(Body):
    """A player by its own name, the same after a reload."""

    holder: str = Field(min_length=1, max_length=60)


class Played(Player):
    """The announcement of this event was played to its end."""

    event: int = Field(ge=0)


class Next(BaseModel):
    """What is said next."""

    event: int
    number: str
    counter: str
    twice: bool
    url: str


class Turn(BaseModel):
    """Whether this player may play, and what. `position`: everything up to this event was said."""

    mine: bool
    holder: str | None
    position: int
    lease_seconds: float
    next: Next | None


def routes(store: Store, cursors: Cursors, bank: BankInUse, settings: VoiceSettings) -> list[Route]:
    """The voice's routes."""

    def turn_of(held: Held) -> dict[str, Any]:
        coming = store.read(lambda db: next_call(db, store, held.position, settings)) if held.mine else None
        turn = Turn(
            mine=held.mine,
            holder=held.holder,
            position=held.position,
            lease_seconds=LEASE_SECONDS,
            next=_shown(coming) if coming else None,
        )
        return turn.model_dump()

    def lease_voice(_call: Call, body: Player) -> Reply:
        """Take or keep the hall's voice; the answer says what is said next."""

        def work(tx: Transaction) -> Held:
            return cursors.hold(tx, CURSOR, body.holder, _too_old(tx.database, store, settings))

        return Reply(turn_of(store.write(work)))

    def voice_played(_call: Call, body: Played) -> Reply:
        """An announcement ended; the answer says what is said next."""

        def work(tx: Transaction) -> Held:
            cursors.move(tx, CURSOR, body.holder, body.event)
            return cursors.hold(tx, CURSOR, body.holder)

        return Reply(turn_of(store.write(work)))

    def release_voice(_call: Call, body: Player) -> Reply:
        """The player goes away by itself; the next may start at once."""
        store.write(lambda tx: cursors.release(tx, CURSOR, body.holder))
        return Reply(None, 204)

    def call_sound(call: Call) -> Reply:
        """The announcement of one call as WAV: chime, then the phrase once, or twice with `twice=1`."""
        event = store.read(lambda db: _called(db, store.office_id, call.args["event"]))
        if event is None:
            raise Problem("event.unknown")
        twice = call.query.get("twice") == "1"
        return _sound(store.read(lambda _: _wav(bank, event, twice=twice, settings=settings)))

    def chime_sound(_call: Call) -> Reply:
        """The chime alone, to try the speaker."""
        return _sound(store.read(lambda _: announcement_wav(bank.bank(), (), twice=False)))

    return [
        Route("POST", "/voice/lease", "voice.play", lease_voice, Player, Turn),
        Route("POST", "/voice/played", "voice.play", voice_played, Played, Turn),
        Route("POST", "/voice/release", "voice.play", release_voice, Player, status=204),
        Route("GET", "/voice/chime.wav", "voice.read", chime_sound, produces="audio/wav"),
        Route("GET", "/voice/<int:event>.wav", "voice.read", call_sound, query=("twice",), produces="audio/wav"),
    ]


def next_call(
    database: Database, store: Store, position: int, settings: VoiceSettings
) -> announcer.Announcement | None:
    """The rule applied to the calls after `position`; ages are real seconds, whatever the office's clock does."""
    # Calls that are too old are passed over without being read: nobody may have played for days.
    begin = max(position, _too_old(database, store, settings))
    events = stream.after(database, store.office_id, begin, "hall")
    hall = announcer.Hall(position)
    now, rate = store.clock.now(), store.clock.rate.rate
    for event in events:
        if event.type in _SPOKEN:
            hall = announcer.announce(hall, _call(event, now, rate))
        elif event.type == "ticket.undone.v1":
            hall = announcer.withdraw(hall, event.data["undone"])
    coming = announcer.plan(hall.waiting, now, max_age_ms=round(settings.max_age_s * 1000))
    return replace(coming, twice=coming.twice and settings.twice) if coming else None


def _too_old(database: Database, store: Store, settings: VoiceSettings) -> int:
    """The newest event that is too old to be spoken of; the limit is real seconds, whatever the office's clock does."""
    oldest = store.clock.now() - int(settings.max_age_s * 1000 * store.clock.rate.rate)
    return stream.older_than(database, store.office_id, oldest)


def _call(event: Event, now: int, rate: float) -> announcer.Call:
    """A call of the stream, dated so that its age is in real milliseconds."""
    data = event.data
    age = (now - event.time) / rate
    return announcer.Call(event.id or 0, data["number"], data["counter"], int(now - age), data.get("language") == "en")


def _shown(coming: announcer.Announcement) -> Next:
    call = coming.call
    url = f"/api/v1/voice/{call.id}.wav" + ("?twice=1" if coming.twice else "")
    return Next(event=call.id, number=call.number, counter=call.counter, twice=coming.twice, url=url)


def _called(database: Database, office_id: str, number: int | str) -> Event | None:
    events = stream.after(database, office_id, int(number) - 1, limit=1)
    return events[0] if events and events[0].id == int(number) and events[0].type in _SPOKEN else None


def _wav(bank: BankInUse, event: Event, *, twice: bool, settings: VoiceSettings) -> bytes:
    data = event.data
    both = settings.english or data.get("language") == "en"
    languages: tuple[Language, ...] = ("vi", "en") if both else ("vi",)
    words = (data["number"], data["counter"], languages)
    return call_wav(bank.bank(), *words, twice=twice, style=settings.style, gap_s=settings.gap_s)


def _sound(wav: bytes) -> Reply:
    return Reply(raw=wav, mimetype="audio/wav", headers={"Cache-Control": "private, max-age=600"})
