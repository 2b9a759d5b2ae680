"""A screen that follows its channel as the page's own script does, in Python so that there can be many."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.support.socket_screens import Screen, next_frame

#: The times of foundation/web/static/foundation/live.js.
STALE_SECONDS = 5.0
RETURN_SECONDS = (0.25, 1.0)
CONNECT_SECONDS = 4.0


@dataclass
class FollowingScreen(Screen):
    """`shown` holds every event once it is shown, in order, and `shown_at` the real seconds of that moment.

    `minds_prev` and `keeps_number` are the two protections; a twin test turns one off.
    """

    shown: list[dict[str, Any]] = field(default_factory=list)
    shown_at: list[float] = field(default_factory=list)
    minds_prev: bool = True
    keeps_number: bool = True
    asked_again: int = 0
    connected: int = 0
    _asking: bool = False
    _heard: float = 0.0

    async def follow(self, port: int, token: str, room: str = "hall") -> None:
        """Follow until cancelled, through whatever happens to the link."""
        pause = RETURN_SECONDS[0]
        while True:
            try:
                await self._once(port, token, room)
                pause = RETURN_SECONDS[0]
            except TimeoutError:
                continue
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(pause)
                pause = min(RETURN_SECONDS[1], 2 * pause)
            finally:
                self._hang_up()

    def calls(self) -> list[int]:
        """The numbers of the events of calls, as they were shown."""
        return [event["id"] for event in self.shown if event["type"] == "ticket.called.v1"]

    def _hang_up(self) -> None:
        if self.writer is not None:
            with contextlib.suppress(OSError):
                self.writer.close()
            self.writer = None

    async def _once(self, port: int, token: str, room: str) -> None:
        """One connection, until it ends, or until nothing was heard for too long (TimeoutError)."""
        clock = asyncio.get_running_loop().time
        reader = await asyncio.wait_for(self.connect(port), CONNECT_SECONDS)
        self._heard, self._asking = clock(), False
        while True:
            text = await asyncio.wait_for(next_frame(reader), self._heard + STALE_SECONDS - clock())
            if text.startswith(("42/live,", "43/live,")):
                self._heard = clock()
            self.hear(text, token, room, self.last)

    def hear(self, text: str, token: str, room: str, after: int | None) -> None:
        """One message of the server."""
        if text.startswith("43/live,"):
            answer = json.loads(text[text.index("[") :])[0]
            self._asking = False
            self.connected += 1
            self._raise(answer["last"])
            self.ready.set()
        elif text.startswith('42/live,["event"'):
            self._take(json.loads(text[len("42/live,") :])[1], room)
        elif text.startswith("40/live,"):
            self._ask(room)
        else:
            super().hear(text, token, room, after)

    def _ask(self, room: str) -> None:
        self._asking = True
        after = self.last if self.keeps_number else None
        self.say("42/live,0" + json.dumps(["subscribe", {"room": room, "after": after}]))

    def _take(self, event: dict[str, Any], room: str) -> None:
        number, known = event["id"], self.last
        if number is None or (known is not None and number <= known):
            return
        if self.minds_prev and known is not None and (event["prev"] or 0) > known:
            if not self._asking:
                self.asked_again += 1
                self._ask(room)
            return
        self._raise(number)
        self.shown.append(event)
        self.shown_at.append(time.time())

    def _raise(self, number: int) -> None:
        self.last = number if self.last is None else max(self.last, number)


@contextlib.contextmanager
def following(screens: Sequence[FollowingScreen], port: int, token: str, patience: float = 60) -> Iterator[None]:
    """Let screens follow in a thread of their own; TimeoutError when they are not all subscribed in time."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="screens", daemon=True)
    thread.start()

    async def begin() -> list[asyncio.Task[None]]:
        return [asyncio.create_task(screen.follow(port, token)) for screen in screens]

    async def ready() -> None:
        await asyncio.wait_for(asyncio.gather(*(screen.ready.wait() for screen in screens)), patience)

    async def end(tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    tasks = asyncio.run_coroutine_threadsafe(begin(), loop).result()
    try:
        asyncio.run_coroutine_threadsafe(ready(), loop).result()
        yield
    finally:
        asyncio.run_coroutine_threadsafe(end(tasks), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
