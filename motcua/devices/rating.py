"""Rating buttons at a counter: three levels, kept durably and sent in order."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from foundation.client import OfficeClient, Outbox
from foundation.ids import new_id
from hardware.buttons import Buttons, Press

log = logging.getLogger(__name__)

#: Names of the buttons in the order of their pins (NĐ 61/2018, Điều 31), and the level each stands for.
LEVELS = {"very_satisfied": 3, "satisfied": 2, "unsatisfied": 1}
RETRY_SECONDS = 2.0


class RatingProgram:
    """Whether a press is a rating is the office's decision (the window of the last service)."""

    def __init__(self, office: OfficeClient, buttons: Buttons, counter: str, file: Path) -> None:
        self._office = office
        self._buttons = buttons
        self._counter = counter
        self._outbox = Outbox(file, {"rating": "/ratings"})
        self._bell = threading.Event()
        self._stopping = False

    def run(self) -> None:
        """Until `stop`."""
        self._buttons.listen(self.pressed)
        while not self._stopping:
            self.step()
            self._bell.wait(RETRY_SECONDS)
            self._bell.clear()
        self._buttons.close()
        self._outbox.close()

    def stop(self) -> None:
        """End after what is being sent."""
        self._stopping = True
        self._bell.set()

    def pressed(self, press: Press) -> None:
        """Keep the press before anything else, then send."""
        body = {"counter": self._counter, "level": LEVELS[press.name], "via": "button"}
        self._outbox.put("rating", new_id(), body)
        self._bell.set()

    def step(self) -> int:
        """Send what waits; returns how many were sent."""
        if not self._outbox.waiting():
            return 0
        sent = self._outbox.send_all(self._office)
        if sent.fault is not None:
            log.info("presses wait for the office: %s", sent.fault)
        return sent.sent
