"""Screens that only note when bytes came and read them afterwards: 200 of them must not cost what they measure."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from tests.support.socket_screens import Screen, next_frame


class Ear(Screen):
    """A screen that reads nothing while it is measured."""

    def __init__(self) -> None:
        super().__init__()
        self.chunks: list[tuple[float, bytes]] = []

    async def run(self, port: int, token: str, room: str, after: int | None) -> None:
        """Subscribe as every screen does, then only note."""
        reader = await self.connect(port)
        while not self.ready.is_set():
            self.hear(await next_frame(reader), token, room, after)
        transport = self.writer.transport if self.writer else None
        assert transport is not None
        rest = await reader.read(0)
        assert not rest
        transport.set_protocol(_Note(self.chunks, self))
        await asyncio.Event().wait()

    def heard(self, type_: str) -> list[tuple[float, dict[str, Any]]]:
        """(real seconds, message) of every event of a type, from what was noted."""
        found, buffer = [], b""
        for at, chunk in self.chunks:
            buffer += chunk
            frames, buffer = _frames(buffer)
            found += [(at, message) for message in map(_event, frames) if message and message["type"] == type_]
        return found


class _Note(asyncio.Protocol):
    def __init__(self, chunks: list[tuple[float, bytes]], screen: Screen) -> None:
        self._chunks = chunks
        self._screen = screen

    def data_received(self, data: bytes) -> None:
        self._chunks.append((time.time(), data))
        if data.endswith(b"2") and len(data) == 3:
            self._screen.say("3")


def _frames(buffer: bytes) -> tuple[list[bytes], bytes]:
    """The whole text frames at the front of the buffer, and what is left."""
    frames = []
    while len(buffer) >= 2:
        length, start = buffer[1] & 0x7F, 2
        if length == 126:
            length, start = int.from_bytes(buffer[2:4], "big"), 4
        elif length == 127:
            length, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start + length:
            break
        frames.append(buffer[start : start + length])
        buffer = buffer[start + length :]
    return frames, buffer


def _event(frame: bytes) -> dict[str, Any] | None:
    prefix = b'42/live,["event",'
    if not frame.startswith(prefix):
        return None
    message: dict[str, Any] = json.loads(frame[len(b"42/live,") :])[1]
    return message
