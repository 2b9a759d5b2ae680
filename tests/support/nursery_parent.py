"""A parent that has imported everything and forks a server at each order.

Its child is what `motcua serve` becomes (motcua.serving: patched first, then imported, then main); only the
seconds of importing are saved. Orders come one JSON a line: {"argv", "env", "log"}; each is answered with the
child's process id. Nothing of ours or others' may be imported here before motcua.serving has patched.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from typing import Any


def main() -> None:
    """Import everything, then fork at each line."""
    import motcua.serving  # noqa: F401 - patches before it imports the rest, as it does for `motcua serve`

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _serve(json.loads(line))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _own_hub() -> None:
    """An epoll that came along in the fork is shared with the parent's other children: they would wake each other."""
    if "eventlet" in sys.modules:
        from eventlet import hubs

        hubs.use_hub()


def _serve(order: dict[str, Any]) -> None:
    from motcua.serve import main as serve

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _own_hub()
    os.environ.update(order["env"])
    time.tzset()
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    code = 1
    try:
        code = serve(order["argv"])
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
