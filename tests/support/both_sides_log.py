"""A program whose loop and real threads log at the same time: `python … thread=False|thread=True`.

Says "both sides are done" when neither stopped the other; with threads patched they do.
"""

import sys

import eventlet

eventlet.monkey_patch(thread=sys.argv[1] == "thread=True", psycopg=False)

import logging  # noqa: E402

from eventlet import patcher  # noqa: E402

LINES = 3000
log = logging.getLogger("both")


def speak(side: str, pause: object) -> None:
    """Log many lines; `pause` lets the loop's other greenlets in now and then."""
    for n in range(LINES):
        log.info("%s %d", side, n)
        if callable(pause) and n % 10 == 0:
            pause(0)


def main() -> None:
    """Two real threads and two greenlets, all speaking."""
    logging.basicConfig(level=logging.INFO)
    threading = patcher.original("threading")
    threads = [threading.Thread(target=speak, args=(f"thread-{n}", None), daemon=True) for n in range(2)]
    for thread in threads:
        thread.start()
    for green in [eventlet.spawn(speak, f"loop-{n}", eventlet.sleep) for n in range(2)]:
        green.wait()
    while any(thread.is_alive() for thread in threads):
        eventlet.sleep(0.01)
    print("both sides are done", flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
