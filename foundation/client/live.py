"""Following one channel of the office's stream live, for devices: nothing missed, nothing twice, back within a second.

Imported by itself (`foundation.client.live`): it brings the Socket.IO client along, which a kiosk does not need.
"""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

import requests
import socketio

from foundation.client.office import OfficeClient
from foundation.client.patience import Backoff

log = logging.getLogger(__name__)

NAMESPACE = "/live"
#: The server beats every 2 s; without a sign for longer than this the link is dead, whatever the socket says.
STALE_SECONDS = 5.0
#: Seconds for a connection or a subscription to be answered.
PATIENCE_SECONDS = 3
#: Back within a second after a cut; a token that is not allowed is tried more calmly.
_RETURN = Backoff(first=0.1, most=1.0)
_NOT_ALLOWED_SECONDS = 10.0
#: An event's gap is asked for again when it is not filled within this time.
_ASK_AGAIN_SECONDS = 2.0
#: One of several servers may lag a moment behind what another has sent; an office brought back from a backup stays
#: behind, and a device that insisted on its number would hear nothing for days.
_AHEAD_AT_MOST = 5

State = Literal["connecting", "live", "not_allowed"]


class LinkLost(Exception):
    """This connection is of no more use; the next one asks for what was missed."""


class LiveFollower:
    """Follows `room` of the office that `office` speaks to.

    after: the last event already dealt with; None for only what comes from now on, after a first derived message.
    on_event(envelope) is called in the follower's own thread, one at a time and in order; messages without an `id`
    are derived pictures, which may be missed. Keep `position` beside what was done with the events, and start with
    it again. on_state says how the link is. A fault in on_event is logged and the stream goes on.
    """

    def __init__(
        self,
        office: OfficeClient,
        room: str,
        after: int | None,
        on_event: Callable[[Mapping[str, Any]], None],
        on_state: Callable[[State], None] = lambda _state: None,
        *,
        stale_seconds: float = STALE_SECONDS,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.position = after
        self._office, self._room = office, room
        self._on_event, self._on_state = on_event, on_state
        self._stale = stale_seconds
        self._chance = chance
        self._stopping = threading.Event()
        self._link: _Link | None = None
        self._ahead = 0
        self._heard = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"live {room}", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def close(self) -> None:
        """Stop after the event in hand."""
        self._stopping.set()
        if self._link is not None:
            self._link.wake()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(PATIENCE_SECONDS * 2)

    def silent_for(self) -> float:
        """Real seconds since the server was last heard: how old the picture is."""
        return time.monotonic() - self._heard

    def _run(self) -> None:
        delays = _RETURN.delays(self._chance)
        while not self._stopping.is_set():
            self._on_state("connecting")
            link = self._link = _Link(self._office)
            wait = 0.0
            try:
                link.open()
                self._subscribe(link)
                self._on_state("live")
                delays = _RETURN.delays(self._chance)
                self._follow(link)
            except PermissionError as refusal:
                log.warning("following %s is not allowed: %s", self._room, refusal)
                self._on_state("not_allowed")
                wait = _NOT_ALLOWED_SECONDS
            except (LinkLost, socketio.exceptions.SocketIOError, OSError) as fault:
                log.info("the link of %s is lost: %s", self._room, fault)
            except Exception:
                log.exception("following %s", self._room)
            link.abandon()
            self._stopping.wait(wait or next(delays))

    def _subscribe(self, link: _Link) -> None:
        answer = link.ask("subscribe", {"room": self._room, "after": self.position})
        if "code" in answer:
            raise PermissionError(answer["code"])
        self._settle(int(answer["last"]))
        self._heard = time.monotonic()

    def _settle(self, last: int) -> None:
        """Where to stand after a subscription, when the office's newest event is `last`."""
        if self.position is None:
            self.position = last
        self._ahead = self._ahead + 1 if last < self.position else 0
        if self._ahead > _AHEAD_AT_MOST:
            log.warning("the office of %s went back from %d to %d", self._room, self.position, last)
            self.position, self._ahead = last, 0
        elif self._ahead:
            raise LinkLost(f"the office is at {last}, before our {self.position}")

    def _follow(self, link: _Link) -> None:
        asked_at = None
        while not self._stopping.is_set():
            name, message = link.next(self._stale)
            self._heard = time.monotonic()
            if name != "event" or self._take(message):
                continue
            if asked_at is None or self._heard - asked_at > _ASK_AGAIN_SECONDS:
                asked_at = self._heard
                self._subscribe(link)

    def _take(self, event: Mapping[str, Any]) -> bool:
        """Hand the event on; False when one before it is missing."""
        number, before = event.get("id"), event.get("prev")
        if number is None:
            self._hand_on(event)
            return True
        position = self.position or 0
        if number <= position:
            return True
        if before is not None and before > position:
            return False
        self._hand_on(event)
        self.position = number
        return True

    def _hand_on(self, event: Mapping[str, Any]) -> None:
        try:
            self._on_event(event)
        except Exception:
            log.exception("doing what %s %s asks for", event.get("type"), event.get("id"))


class _Link:
    """One connection. What it still says after it was abandoned reaches nobody."""

    def __init__(self, office: OfficeClient) -> None:
        session = requests.Session()
        session.trust_env = False
        session.verify = str(office.ca) if office.ca else True
        self._office = office
        self._said: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._refusal = ""
        self._client = socketio.Client(
            reconnection=False, handle_sigint=False, http_session=session, request_timeout=PATIENCE_SECONDS
        )
        for name in ("event", "beat"):
            self._client.on(name, lambda message, name=name: self._said.put((name, message)), namespace=NAMESPACE)
        self._client.on("disconnect", lambda *_reason: self._said.put(("gone", None)), namespace=NAMESPACE)
        self._client.on("connect_error", self._refused, namespace=NAMESPACE)

    def open(self) -> None:
        """Connect; PermissionError when the office does not know the token."""
        try:
            self._client.connect(
                self._office.base_url,
                auth={"token": self._office.token},
                namespaces=[NAMESPACE],
                transports=["websocket"],
                wait_timeout=PATIENCE_SECONDS,
            )
        except socketio.exceptions.ConnectionError as error:
            if self._refusal in {"token.bad", "token.missing"}:
                raise PermissionError(self._refusal) from error
            raise

    def ask(self, name: str, message: Mapping[str, Any]) -> dict[str, Any]:
        """The acknowledgement of a message."""
        answer = self._client.call(name, dict(message), namespace=NAMESPACE, timeout=PATIENCE_SECONDS)
        if not isinstance(answer, dict):
            raise LinkLost(f"{name} was answered with {type(answer).__name__}")
        return answer

    def next(self, patience: float) -> tuple[str, Any]:
        """The next message; LinkLost when none comes, not even a beat, or the link is cut."""
        try:
            name, message = self._said.get(timeout=patience)
        except queue.Empty:
            raise LinkLost(f"nothing heard for {patience} s") from None
        if name == "gone":
            raise LinkLost("cut")
        return name, message

    def wake(self) -> None:
        """Let whoever waits for the next message go on."""
        self._said.put(("wake", None))

    def abandon(self) -> None:
        """Let go without waiting: a stalled connection may take its time to end."""
        threading.Thread(target=self._end, name="live link ending", daemon=True).start()

    def _end(self) -> None:
        try:
            self._client.disconnect()
        except Exception:
            log.debug("ending a link", exc_info=True)

    def _refused(self, reason: Any = None) -> None:
        self._refusal = str(reason.get("message", "")) if isinstance(reason, dict) else str(reason)
