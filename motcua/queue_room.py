"""The queue joined to this server: its room, its routes, and its sink of the stream."""

from __future__ import annotations

from dataclasses import dataclass

from backoffice.desk import api as desk_api
from foundation.api.route import Route
from foundation.codes import Keys
from foundation.events.queue import RulesSet
from foundation.settings import Settings
from foundation.stream.hub import Hub
from motcua.office import Office
from queueing import api
from queueing.commands import SYSTEM, SetRules
from queueing.room import QueueRoom
from queueing.sink import BoardSink


@dataclass(frozen=True)
class Queue:
    """What the server needs of the queue."""

    room: QueueRoom
    sink: BoardSink
    routes: list[Route]


def join_queue(office: Office, keys: Keys, hub: Hub) -> Queue:
    """The queue of this office; derived messages go out through the hub."""
    room = QueueRoom(office.store, keys, office.texts, office.settings.public_url)
    sink = room.sink(hub)
    desk = desk_api.routes(office.store, room.view, keys, office.settings.public_url)
    return Queue(room, sink, [*api.routes(room), *desk])


def let_settings_rule(room: QueueRoom, settings: Settings) -> None:
    """The settings are the board's rules; nothing is written when they are already."""
    rules = rules_of(settings)
    if room.store.read(lambda db: room.view.look(db, lambda board: board.rules)) != rules:
        room.store.write(lambda tx: room.run(tx, SetRules(SYSTEM, rules)))


def rules_of(settings: Settings) -> RulesSet:
    """The office's habits at the counter, as its settings say."""
    return RulesSet(
        calls=settings.no_show_calls,
        recall_gap_s=settings.recall_gap_s,
        back_minutes=settings.come_back_minutes,
        back_after=settings.come_back_after,
        undo_s=float(settings.undo_seconds),
        rating_open_s=settings.rating_open_s,
        rating_close_minutes=settings.rating_close_min,
    )
