"""`motcua up`: the whole office on one machine, for trying out and for the smallest office."""

from __future__ import annotations

import argparse
import sys

from foundation.settings import Settings
from motcua.commands.options import data_option, port_is_free, settings_of
from motcua.household import household_of, is_initialised, office_address
from motcua.init import ADMIN, init_office, write_settings
from motcua.up import DidNotStart, Household, close_undisturbed, stop_on_signals, tail
from motcua.words import Words


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Directory, demo, port, the clock's rate."""
    data_option(parser, words)
    parser.add_argument("--demo", action="store_true", help=words("cli.up.demo"))
    parser.add_argument("--port", type=int, help=words("cli.serve.port"))
    parser.add_argument("--clock-rate", type=float, help=words("cli.serve.clock_rate"))
    parser.add_argument("--quiet-street", action="store_true", help=words("cli.up.quiet_street"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, words: Words) -> int:
    """Make the office if there is none, start everything, print the one address, wait for Ctrl-C."""
    if args.demo:
        write_settings(args.data, demo=True)
    settings = settings_of(args.data)
    port = args.port or settings.port
    for taken in (port, port + 1):
        if not port_is_free(settings.host, taken):
            print(words("cli.port_taken", port=taken, next=taken + 10), file=sys.stderr)
            return 1
    _make_if_missing(args, settings, words)
    household = household_of(args, settings, port)
    stop_on_signals()
    try:
        household.start(lambda program: print(words(f"cli.up.starting.{program.name}"), flush=True))
        print(words("cli.up.ready", address=f"{office_address(settings, port)}/"), flush=True)
        ended = household.watch()
        return _tell(household, ended.name, words)
    except DidNotStart as failed:
        return _tell(household, str(failed), words)
    except KeyboardInterrupt:
        print(words("cli.up.stopping"), flush=True)
        return 0
    finally:
        close_undisturbed(household)


def _make_if_missing(args: argparse.Namespace, settings: Settings, words: Words) -> None:
    if is_initialised(args.data, settings):
        print(words("cli.up.again", data=args.data), flush=True)
        return
    print(words("cli.up.making", data=args.data), flush=True)
    new = init_office(args.data, settings, with_demo=args.demo)
    new.office.close()
    print(words("cli.init.password", login=ADMIN, password=new.passwords.pop(ADMIN)))
    for login, password in new.passwords.items():
        print(words("cli.init.person", login=login, password=password))


def _tell(household: Household, name: str, words: Words) -> int:
    log = household.logs / f"{name}.log"
    print(words("cli.up.ended", program=name, log=log), file=sys.stderr)
    print(tail(log), file=sys.stderr)
    return 1
