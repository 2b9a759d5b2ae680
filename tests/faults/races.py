"""Many hands at once: two kiosks never give one number, two counters never call one ticket, a press is done once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.support.http_load import Load, Request, run_load
from tests.support.nursery import QuickOffice, quick_office

CLIENTS = 64
COUNTERS = "1234"


def together(*loads: Callable[[], Load]) -> list[Load]:
    """Several crowds at the same moment."""
    with ThreadPoolExecutor(len(loads)) as crowds:
        return [job.result() for job in [crowds.submit(load) for load in loads]]


def crowd(office: QuickOffice, token: str, count: int, request: Request) -> Callable[[], Load]:
    """Half of the clients, with one device's token."""
    return lambda: run_load(office.port, token, CLIENTS // 2, count, request)


def take_numbers(doors: list[QuickOffice], tokens: list[str], count: int) -> list[str]:
    """Two kiosks, `count` tickets each, of the same service; the numbers given."""

    def request(_n: int) -> tuple[str, str, Any]:
        return "POST", "/api/v1/tickets", {"service": "A"}

    loads = together(*(crowd(door, token, count, request) for door, token in zip(doors, tokens, strict=True)))
    return [body["number"] for load in loads for body in load.bodies()]


def call_everybody(doors: list[QuickOffice], token: str, presses: int) -> list[str]:
    """Next at all counters from both sides; the tickets called."""

    def request(n: int) -> tuple[str, str, Any]:
        return "POST", f"/api/v1/counters/{COUNTERS[n % len(COUNTERS)]}/next", {}

    loads = together(*(crowd(door, token, presses, request) for door in doors))
    answered = [body for load in loads for status, body in load.answers if status == 200]
    assert {status for load in loads for status, _ in load.answers} <= {200, 204}
    return [Load(answers=[(200, body)]).bodies()[0]["ticket"]["id"] for body in answered]


def press_together(office: QuickOffice, hands: int, keys: list[str]) -> list[str]:
    """`hands` people send the same press at the same moment, each with a key of the list in turn."""
    gate = threading.Barrier(hands)

    def press(n: int) -> str:
        gate.wait()
        return str(office.post("/tickets", {"service": "G"}, key=keys[n % len(keys)])["id"])

    with ThreadPoolExecutor(hands) as people:
        return list(people.map(press, range(hands)))


def extra(values: list[str]) -> int:
    """How many of them are repetitions."""
    return sum(count - 1 for count in Counter(values).values())


def long(rounds: int | None) -> tuple[list[dict[str, Any]], bool]:
    """Ten rounds of 640 tickets and as many calls, and 50 presses by 16 hands."""
    numbers: list[str] = []
    called: list[str] = []
    pressed: list[int] = []
    with quick_office() as office:
        tokens = [office.token("kiosk", name) for name in ("K1", "K2")]
        for n in range(rounds or 10):
            numbers += take_numbers([office, office], tokens, 320)
            called += call_everybody([office, office], office.token(), 400)
            pressed += [len(set(press_together(office, 16, [f"{n}-{m}"]))) for m in range(5)]
    row = {
        "numbers": len(numbers),
        "given twice": extra(numbers),
        "calls": len(called),
        "called twice": extra(called),
        "presses by 16 hands": len(pressed),
        "done more than once": sum(count > 1 for count in pressed),
    }
    return [row], extra(numbers) == extra(called) == 0 and set(pressed) == {1}
