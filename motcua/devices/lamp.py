"""The lamp over a counter: shows what the counter's own channel says."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import Any

from foundation.client import ClientFault, OfficeClient
from foundation.client.live import LiveFollower
from hardware.errors import DeviceFault
from hardware.lamps.port import Lamp, LampState

log = logging.getLogger(__name__)

_STATES: dict[str, LampState] = {
    "ticket.called.v1": "called",
    "ticket.recalled.v1": "called",
    "ticket.started.v1": "serving",
    "ticket.resumed.v1": "serving",
}


class LampProgram:
    """A display: it only reads the stream, and begins with what the counter is doing now."""

    def __init__(self, office: OfficeClient, lamp: Lamp, counter: str) -> None:
        self._office = office
        self._lamp = lamp
        self._counter = counter
        self._stopped = threading.Event()
        self._live = LiveFollower(office, f"counter:{counter}", None, self.heard)

    def run(self) -> None:
        """Until `stop`."""
        self.begin()
        self._live.start()
        self._stopped.wait()
        self._live.close()
        self._lamp.close()

    def stop(self) -> None:
        """End."""
        self._stopped.set()

    def begin(self) -> None:
        """The state now, from the board."""
        try:
            board = self._office.get("/board")
        except ClientFault as fault:  # the stream says the rest as soon as the office is there
            log.info("the office is away: %s", fault)
            return
        mine = next((each for each in board["counters"] if each["code"] == self._counter), None)
        ticket = (mine or {}).get("ticket")
        if ticket:
            state: LampState = "called" if ticket["state"] == "called" else "serving"
            self._show(ticket["number"], state)
        else:
            self._show("", "off")

    def heard(self, event: Mapping[str, Any]) -> None:
        """One event of the counter's channel."""
        if not event["type"].startswith(("ticket.", "counter.")) or event["id"] is None:
            return
        state = _STATES.get(event["type"], "off")
        if event["type"] == "ticket.undone.v1" and event["data"]["state"] in {"called", "serving"}:
            state = event["data"]["state"]
        self._show(event["data"].get("number", "") if state != "off" else "", state)

    def _show(self, number: str, state: LampState) -> None:
        try:
            self._lamp.show(number, self._counter, state)
        except DeviceFault as fault:
            log.warning("the lamp of counter %s: %s", self._counter, fault)
