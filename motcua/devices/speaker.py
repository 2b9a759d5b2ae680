"""The hall's speaker: holds the voice's lease, plays what the office says is next, and says that it played."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import Any

from foundation.client import ClientFault, OfficeClient
from foundation.client.live import LiveFollower
from hardware.errors import DeviceFault
from hardware.speaker import Speaker

log = logging.getLogger(__name__)

#: The lease is renewed well before it ends; a call rings the bell earlier.
RENEW_SECONDS = 3.0


class SpeakerProgram:
    """One player. It may be killed at any moment: the office's mark says what was played."""

    def __init__(self, office: OfficeClient, speaker: Speaker, holder: str) -> None:
        self._office = office
        self._speaker = speaker
        self._holder = holder
        self._bell = threading.Event()
        self._stopping = False
        self._live = LiveFollower(office, "hall", None, self._heard)

    def run(self) -> None:
        """Until `stop`."""
        self._live.start()
        while not self._stopping:
            self.step()
            self._bell.wait(RENEW_SECONDS)
            self._bell.clear()
        self._live.close()
        self._leave()

    def stop(self) -> None:
        """End after the announcement in hand."""
        self._stopping = True
        self._bell.set()

    def step(self) -> int:
        """Play everything that is due; returns how many announcements were played."""
        played = 0
        turn = self._ask("/voice/lease", {"holder": self._holder})
        while turn and turn["mine"] and turn["next"] and not self._stopping:
            event = turn["next"]["event"]
            if not self._play(turn["next"]["url"]):
                return played
            played += 1
            turn = self._ask("/voice/played", {"holder": self._holder, "event": event})
        return played

    def _play(self, url: str) -> bool:
        """False when it was not heard: then it is not marked, and another player may say it."""
        try:
            self._speaker.play(self._office.fetch(url.removeprefix("/api/v1")))
        except (ClientFault, DeviceFault) as fault:
            log.warning("an announcement was not played: %s", fault)
            self._ask("/devices/health", {"state": "fault", "code": getattr(fault, "code", "speaker")})
            return False
        return True

    def _ask(self, path: str, body: Mapping[str, Any]) -> Any:
        try:
            return self._office.post(path, body)
        except ClientFault as fault:
            log.info("the office is away: %s", fault)
            return None

    def _leave(self) -> None:
        self._ask("/voice/release", {"holder": self._holder})
        self._speaker.close()

    def _heard(self, event: Mapping[str, Any]) -> None:
        if event["type"] in {"ticket.called.v1", "ticket.recalled.v1"}:
            self._bell.set()
