"""A program with a patched loop: a screen is found dead while it is sent to, and the next command is still answered.

Socket.IO closes a connection whose ping is overdue in the middle of a send, and tells everybody in that same call.
"""

import eventlet

eventlet.monkey_patch(thread=False, psycopg=False)

import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from typing import Any  # noqa: E402

from foundation.db.engine import open_database  # noqa: E402
from foundation.db.loop import EventletLoop  # noqa: E402
from foundation.db.store import Store  # noqa: E402
from foundation.events.queue import CounterOpened  # noqa: E402
from foundation.stream.follower import Follower  # noqa: E402
from foundation.stream.hub import Hub  # noqa: E402
from tests.support.ground import lay  # noqa: E402


class Wire:
    """The first send to the room finds the screen dead."""

    forget: Callable[[str], None]

    def send(self, _name: str, _message: dict[str, Any], to: str) -> None:
        if to == "hall":
            self.forget("screen")

    def enter(self, connection: str, room: str) -> None:
        """Nothing to do here."""

    def leave(self, connection: str, room: str) -> None:
        """Nothing to do here."""


def main(url: str) -> None:
    """Subscribe, publish twice; says "answered" when the loop outlives it."""
    ground = lay(url)
    store = Store(open_database(url), ground.office_id, ground.clock, EventletLoop())
    wire = Wire()
    hub = Hub(store, wire)
    wire.forget = hub.forget
    follower = Follower(open_database(url), ground.office_id, 0)
    follower.add(hub)
    store.when_committed(follower.ring)
    follower.start()
    hub.subscribe("screen", "hall", None)
    for _ in range(2):
        store.write(lambda tx: tx.append(CounterOpened("1", None)).id)
        eventlet.sleep(0.5)
    store.read(lambda db: db.execute_sql("SELECT 1").fetchone())
    print("answered", sorted(hub.heard()), flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    main(sys.argv[1])
