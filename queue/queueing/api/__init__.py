"""HTTP of the queue: its routes, in one list."""

from foundation.api.route import Route
from queueing.api import codes, counters, office, ratings, tickets
from queueing.room import QueueRoom


def routes(room: QueueRoom) -> list[Route]:
    """Every route of the queue."""
    return [
        *tickets.routes(room),
        *counters.routes(room),
        *ratings.routes(room),
        *codes.routes(room),
        *office.routes(room),
    ]
