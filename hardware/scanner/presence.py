"""Which code counts: the one nearest the centre, once while it is held, again after it left."""

from __future__ import annotations

from collections.abc import Sequence


class Presence:
    """Pure tracker over (texts in view, time). Times are monotonic seconds given by the caller.

    leaves_after: unseen for so long, a code has left; a frame in between that could not be read does not count.
    gives_way_after: unseen for so long, the code that was reported lets another one in view be reported.
    """

    def __init__(self, leaves_after: float = 1.5, gives_way_after: float = 0.3) -> None:
        self.leaves_after = leaves_after
        self.gives_way_after = gives_way_after
        self._seen: dict[str, float] = {}
        self._reported: str | None = None

    def see(self, texts: Sequence[str], now: float) -> str | None:
        """Texts of one frame, nearest the centre first (none: empty). Answers the text to report, if any."""
        self._forget(now)
        new = self._new(texts, now)
        self._seen.update(dict.fromkeys((t for t in texts if t in self._seen), now))
        if new is not None:
            self._seen[new] = now
            self._reported = new
        return new

    def _new(self, texts: Sequence[str], now: float) -> str | None:
        """The nearest text when it is not held already and no reported one is merely hard to read just now."""
        if not texts or texts[0] in self._seen:
            return None
        held = self._seen.get(self._reported or "")
        overlooked = held is not None and self._reported not in texts
        return None if overlooked and held is not None and now - held < self.gives_way_after else texts[0]

    def _forget(self, now: float) -> None:
        self._seen = {t: at for t, at in self._seen.items() if now - at < self.leaves_after}
