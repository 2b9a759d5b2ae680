"""Starting is recovering: what a cut left in the journal is taken up again, once and in the open."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.booth import Booth
from kiosk.journal import RECOVER_MS, Entry, Journal, recovery
from kiosk.screens import Abandon, Effect, FoundAsked, Home, Settle


class Recovery:
    """Holds the newest entry of a cut until it can be told: the office answers, and nobody is at the kiosk.

    Older ones belong to nobody who still stands here: they are closed, and the desk hears of unsure papers.
    """

    def __init__(self, journal: Journal, booth: Booth, do: Callable[[Effect], None], now: Callable[[], int]) -> None:
        self._journal, self._booth, self._do, self._now = journal, booth, do, now
        found = journal.open_entries()
        fresh = [each for each in found if self._is_fresh(each)]
        self._entry = fresh[-1] if fresh else None
        for each in found:
            if each is not self._entry:
                self._close(each)
        journal.forget_before(now() - RECOVER_MS)

    def look(self) -> None:
        """Tell what is left to tell, if this is the moment; call it again and again."""
        entry, seen = self._entry, self._booth.seen
        if entry is None or not isinstance(seen.state.screen, Home):
            return
        if not self._is_fresh(entry):
            self._entry = None
            self._close(entry)
            return
        found = recovery(entry)
        if isinstance(found, FoundAsked) and not seen.around.online:
            return
        self._entry = None
        self._booth.tell(found)

    def _is_fresh(self, entry: Entry) -> bool:
        return self._now() - entry.at < RECOVER_MS

    def _close(self, entry: Entry) -> None:
        if entry.ticket is None:
            self._do(Abandon(entry.key))
            return
        self._do(Settle(entry.ticket, "failed", "power.cut"))
