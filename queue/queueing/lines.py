"""The waiting lines: who waits for what, in the order of the waiting they have."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from queueing.board import Ticket

#: (queued_at, order of issue, ticket id): the earlier key has waited longer.
Key = tuple[int, int, str]
Place = tuple[bool, str]


def key_of(ticket: Ticket) -> Key:
    """Where the ticket stands by the waiting it has."""
    return ticket.queued_at, ticket.order, ticket.id


class Lines:
    """For each service a sorted list per (priority?, kept for which counter).

    So joining and leaving cost a binary search, whatever the day has seen. Who came back after being
    absent stands apart (`comers`): few, and called only when due.
    """

    def __init__(self) -> None:
        self._lines: dict[str, dict[Place, list[Key]]] = {}
        self._comers: dict[str, dict[str, Ticket]] = {}

    def join(self, ticket: Ticket) -> None:
        """The ticket waits from now on."""
        if ticket.due:
            self._comers.setdefault(ticket.service, {})[ticket.id] = ticket
            return
        insort(self._line(ticket), key_of(ticket))

    def leave(self, ticket: Ticket) -> None:
        """It no longer does; before any of its fields change."""
        if ticket.due:
            del self._comers[ticket.service][ticket.id]
            return
        line, key = self._line(ticket), key_of(ticket)
        at = bisect_left(line, key)
        if line[at] != key:
            raise LookupError(f"ticket {ticket.id} is not in its line")
        del line[at]

    def line(self, service: str, *, priority: bool, kept_for: str = "") -> list[Key]:
        """One line, oldest first; `kept_for` is a counter or "" for the line of all counters."""
        return self._lines.get(service, {}).get((priority, kept_for), [])

    def of_class(self, service: str, *, priority: bool) -> list[list[Key]]:
        """All lines of a service for one class: the one of all counters and those kept for one."""
        lines = self._lines.get(service, {})
        return [line for (first, _), line in lines.items() if first is priority and line]

    def comers(self, service: str) -> list[Ticket]:
        """Who came back to this service, soonest due first."""
        waiting = self._comers.get(service, {}).values()
        return sorted(waiting, key=lambda ticket: (ticket.due, key_of(ticket)))

    def count(self, service: str) -> int:
        """How many wait for the service."""
        lines = self._lines.get(service, {}).values()
        return sum(map(len, lines)) + len(self._comers.get(service, {}))

    def kept_for(self, counter: str) -> set[str]:
        """Services of which somebody waits for this counter only."""
        kept = {
            service
            for service, lines in self._lines.items()
            if lines.get((True, counter)) or lines.get((False, counter))
        }
        came_back = {
            service
            for service, comers in self._comers.items()
            if any(ticket.only_counter == counter for ticket in comers.values())
        }
        return kept | came_back

    def ids(self) -> Iterator[str]:
        """Everybody who waits, in no particular order."""
        for lines in self._lines.values():
            for line in lines.values():
                yield from (key[2] for key in line)
        for comers in self._comers.values():
            yield from comers

    def _line(self, ticket: Ticket) -> list[Key]:
        place = (ticket.has_priority, ticket.only_counter or "")
        return self._lines.setdefault(ticket.service, {}).setdefault(place, [])
