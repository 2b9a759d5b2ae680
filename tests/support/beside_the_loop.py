"""A program with a patched loop that counts its ticks while something slow goes on: `python … WHAT URL`.

Prints JSON: {"ticks": how often the loop came round meanwhile, "seconds": how long it took}.
reader: the slow statement in a reader's thread. loop: the same in the loop itself (the fault).
"""

import eventlet

eventlet.monkey_patch(thread=False, psycopg=False)

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402

from foundation.clock import Clock  # noqa: E402
from foundation.db.engine import is_postgres, open_database  # noqa: E402
from foundation.db.loop import EventletLoop  # noqa: E402
from foundation.db.store import Store  # noqa: E402

#: Some half a second of counting in SQLite, which keeps the interpreter's lock free as a busy disk does.
COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT count(*) FROM n"


def main(what: str, url: str) -> None:
    """Do it, and count."""
    database = open_database(url)
    slow = "SELECT pg_sleep(1.5)" if is_postgres(database) else COUNTING
    store = Store(database, "office-1", Clock(), EventletLoop())
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        while True:
            eventlet.sleep(0.02)
            ticks += 1

    eventlet.spawn(tick)
    eventlet.sleep(0)
    began = time.monotonic()
    if what == "reader":
        store.read(lambda db: db.execute_sql(slow).fetchone())
    else:
        database.execute_sql(slow).fetchone()
    print(json.dumps({"ticks": ticks, "seconds": time.monotonic() - began}))  # noqa: T201 - its answer


if __name__ == "__main__":
    main(*sys.argv[1:])
