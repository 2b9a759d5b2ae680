"""Many HTTP clients in one thread: keep-alive connections over asyncio, cheap enough not to be the bottleneck."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Request = Callable[[int], tuple[str, str, Any]]


@dataclass
class Load:
    """What came of a load: seconds, each answer's (status, body), each request's milliseconds."""

    seconds: float = 0.0
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds

    def percentile(self, share: float) -> float:
        return sorted(self.milliseconds)[min(len(self.milliseconds) - 1, int(len(self.milliseconds) * share))]

    def bodies(self) -> list[Any]:
        return [json.loads(body) for status, body in self.answers if status < 300]


def run_load(port: int, token: str, clients: int, requests: int, request: Request) -> Load:
    """`requests` requests over `clients` connections; `request(n)` gives method, path and body."""
    return asyncio.run(_run(port, token, clients, requests, request))


async def _run(port: int, token: str, clients: int, requests: int, request: Request) -> Load:
    load, numbers = Load(), iter(range(requests))
    began = time.perf_counter()
    await asyncio.gather(*(_client(port, token, numbers, request, load) for _ in range(clients)))
    load.seconds = time.perf_counter() - began
    return load


async def _client(port: int, token: str, numbers: Any, request: Request, load: Load) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in numbers:
        sent = time.perf_counter()
        writer.write(_request(token, *request(number)))
        load.answers.append(await _answer(reader))
        load.milliseconds.append((time.perf_counter() - sent) * 1000)
    writer.close()


def _request(token: str, method: str, path: str, body: Any) -> bytes:
    content = json.dumps(body).encode() if body is not None else b""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {token}"]
    if method != "GET":
        lines.append(f"Idempotency-Key: {uuid.uuid4()}")
    lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    length = 0
    for line in head.split("\r\n")[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            length = int(value)
    return status, await reader.readexactly(length) if length else b""
