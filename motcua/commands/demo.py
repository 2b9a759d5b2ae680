"""`motcua demo`: citizens of a seeded day come to the office, through the same API as a real kiosk."""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from foundation.client import ClientFault, OfficeClient
from motcua.commands.options import data_option, settings_of
from motcua.demo.day import Arrival, arrivals, arrivals_now
from motcua.demo.office import procedures
from motcua.demo.street import Street
from motcua.demo.street import run as walk
from motcua.words import Words

PEOPLE_A_DAY = 160
#: Business minutes of one seeded stretch; the next begins with the next seed.
STRETCH = 600
#: About so many are there already when it begins.
CROWD = 14


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Directory, server, seed, how busy."""
    data_option(parser, words)
    parser.add_argument("--server", help=words("cli.device.server"))
    parser.add_argument("--token-file", type=Path, help=words("cli.device.token_file"))
    parser.add_argument("--seed", type=int, default=61, help=words("cli.demo.seed"))
    parser.add_argument("--per-minute", type=float, default=0.8, help=words("cli.demo.per_minute"))
    parser.add_argument("--day", action="store_true", help=words("cli.demo.day"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, words: Words) -> int:
    """Ask the office for its time, then walk."""
    settings = settings_of(args.data)
    token_file = args.token_file or args.data / "kiosk" / "demo-token"
    if not token_file.exists():
        print(words("cli.demo.no_token", file=token_file), file=sys.stderr)
        return 1
    server = args.server or f"http://{settings.host}:{settings.port}"
    authority = args.data / "keys" / "authority.crt"
    ca = authority if authority.exists() else None
    api = OfficeClient(server, token_file.read_text(encoding="utf-8").strip(), ca=ca)
    try:
        office = api.get("/office")
    except ClientFault as fault:
        print(words("cli.demo.no_server", server=server, fault=fault), file=sys.stderr)
        return 1
    chance = random.Random(args.seed)
    clock = office_time(office["now"], office["clock_rate"])
    already = arrivals_now(args.seed - 1, 1.0, CROWD, procedures())
    street = Street(api, _people(args), chance)
    walk(street, clock.__next__, time.sleep, all_day=args.day, already=already)
    return 0


def office_time(now_ms: int, rate: float) -> Iterator[int]:
    """The office's business time from here on, from what it said once."""
    began = time.monotonic()
    while True:
        yield now_ms + int((time.monotonic() - began) * 1000 * rate)


def _people(args: argparse.Namespace) -> Iterator[Arrival]:
    """An endless street: one seeded day, or one seeded stretch after the other."""
    known = procedures()
    if args.day:
        yield from arrivals(args.seed, PEOPLE_A_DAY, known)
        return
    for turn in itertools.count():
        for arrival in arrivals_now(args.seed + turn, args.per_minute, STRETCH, known):
            yield Arrival(
                arrival.minute + turn * STRETCH,
                arrival.service,
                arrival.procedure,
                arrival.priority,
                arrival.language,
                arrival.leaves,
                arrival.rating,
            )
