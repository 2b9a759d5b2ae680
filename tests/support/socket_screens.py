"""Many screens in one thread: Socket.IO over bare WebSockets in asyncio, for measuring and for faults."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import struct
import time
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Screen:
    """One connected screen and what it got: (real seconds since 1970, message)."""

    got: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    last: int | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    writer: asyncio.StreamWriter | None = None

    async def run(self, port: int, token: str, room: str, after: int | None) -> None:
        """Connect, subscribe, listen until cancelled or cut."""
        reader = await self.connect(port)
        while True:
            self.hear(await next_frame(reader), token, room, after)

    async def connect(self, port: int) -> asyncio.StreamReader:
        """Open the WebSocket."""
        reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        path = "/socket.io/?EIO=4&transport=websocket"
        self.writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        return reader

    def hear(self, text: str, token: str, room: str, after: int | None) -> None:
        """One message of the server."""
        now = time.time()
        if text.startswith("0"):
            self.say("40/live," + json.dumps({"token": token}))
        elif text == "2":
            self.say("3")
        elif text.startswith("40/live,"):
            self.say("42/live,0" + json.dumps(["subscribe", {"room": room, "after": after}]))
        elif text.startswith("43/live,0"):
            self.last = json.loads(text[len("43/live,0") :])[0].get("last")
            self.ready.set()
        elif text.startswith('42/live,["event"'):
            self.got.append((now, json.loads(text[len("42/live,") :])[1]))

    def say(self, text: str) -> None:
        """Send one text frame."""
        assert self.writer is not None
        payload, mask = text.encode(), os.urandom(4)
        length = len(payload)
        head = bytes([0x81, 0x80 | length]) if length < 126 else struct.pack("!BBH", 0x81, 0xFE, length)
        self.writer.write(head + mask + bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload)))


async def next_frame(reader: asyncio.StreamReader) -> str:
    """The next text frame; the server's are never masked."""
    while True:
        first, second = await reader.readexactly(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack("!H", await reader.readexactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", await reader.readexactly(8))
        payload = await reader.readexactly(length)
        if first & 0x0F == 1:
            return payload.decode()
        if first & 0x0F == 8:
            raise ConnectionResetError("the server closed the socket")
