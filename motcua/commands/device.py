"""`motcua device`: add, list, revoke devices, and run one beside a counter or in the hall."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from foundation.clock import local
from foundation.devices import registry
from foundation.refusal import Refusal
from foundation.rights import KINDS
from motcua.commands.options import data_option, settings_of
from motcua.device import DeviceOptions, run_device
from motcua.office import Office, open_office
from motcua.words import Words


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """add, list, revoke, run."""
    actions = parser.add_subparsers(dest="action", required=True, metavar=words("cli.action"))
    add = actions.add_parser("add", help=words("cli.device.add"))
    add.add_argument("--kind", required=True, choices=KINDS, help=words("cli.device.kind"))
    add.add_argument("--name", required=True, help=words("cli.device.name"))
    listing = actions.add_parser("list", help=words("cli.device.list"))
    revoke = actions.add_parser("revoke", help=words("cli.device.revoke"))
    revoke.add_argument("--name", required=True, help=words("cli.device.name"))
    for action in (add, listing, revoke):
        data_option(action, words)
        action.set_defaults(run=run)
    _run_arguments(actions.add_parser("run", help=words("cli.device.run")), words)


def _run_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    data_option(parser, words)
    parser.add_argument("--kind", required=True, choices=("speaker", "rating", "lamp"))
    parser.add_argument("--server", required=True, help=words("cli.device.server"))
    parser.add_argument("--token", help=words("cli.device.token"))
    parser.add_argument("--token-file", help=words("cli.device.token_file"))
    parser.add_argument("--ca", type=Path, help=words("cli.option.ca"))
    parser.add_argument("--counter", help=words("cli.device.counter"))
    parser.add_argument("--port", dest="hardware", help=words("cli.device.hardware"))
    parser.set_defaults(run=_run_device)


def _run_device(args: argparse.Namespace, words: Words) -> int:
    options = DeviceOptions(
        args.kind, args.server, args.token, args.token_file, args.counter, args.hardware, args.data, args.ca
    )
    return run_device(options, words)


def run(args: argparse.Namespace, words: Words) -> int:
    """Open the office, do it, close."""
    office = open_office(args.data, settings_of(args.data))
    try:
        return {"add": _add, "list": _list, "revoke": _revoke}[args.action](office, args, words)
    finally:
        office.close()


def _add(office: Office, args: argparse.Namespace, words: Words) -> int:
    """The token is the last word printed, so that a script can take it."""
    added = office.store.write(lambda tx: registry.add(tx, args.kind, args.name))
    if isinstance(added, Refusal):
        print(words(f"refusal.{added.code}", **added.params), file=sys.stderr)
        return 1
    print(words("cli.device.added", kind=args.kind, name=args.name, token=added[1]))
    return 0


def _list(office: Office, _args: argparse.Namespace, words: Words) -> int:
    for device in office.store.read(lambda db: registry.all_devices(db, office.id)):
        state = words("cli.device.revoked" if device.revoked else f"cli.health.{device.health}")
        seen = f"{local(device.seen):%d/%m/%Y %H:%M}" if device.seen else words("cli.device.never")
        print(f"{device.kind}\t{device.name}\t{state}\t{seen}\t{device.id}")
    return 0


def _revoke(office: Office, args: argparse.Namespace, words: Words) -> int:
    devices = office.store.read(lambda db: registry.all_devices(db, office.id))
    mine = [device for device in devices if args.name in {device.name, device.id} and not device.revoked]
    if not mine:
        print(words("refusal.device.unknown"), file=sys.stderr)
        return 1
    for device in mine:
        office.store.write(partial(registry.revoke, device_id=device.id))
    print(words("cli.device.revoked_now", count=len(mine), name=args.name))
    return 0
