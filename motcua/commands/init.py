"""`motcua init`: make an office in a directory."""

from __future__ import annotations

import argparse
import sys

from motcua.commands.options import data_option, settings_of
from motcua.init import ADMIN, AlreadyThere, init_office, write_settings
from motcua.words import Words


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Directory, demo, name of the office."""
    data_option(parser, words)
    parser.add_argument("--demo", action="store_true", help=words("cli.init.demo"))
    parser.add_argument("--name", help=words("cli.init.name"))
    parser.add_argument("--code", help=words("cli.init.code"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, words: Words) -> int:
    """Make it, and print the first password once."""
    try:
        write_settings(args.data, demo=args.demo, name=args.name, code=args.code)
        new = init_office(args.data, settings_of(args.data), with_demo=args.demo)
    except AlreadyThere:
        print(words("cli.init.already", data=args.data), file=sys.stderr)
        return 1
    new.office.close()
    print(words("cli.init.done", data=args.data))
    print(words("cli.init.password", login=ADMIN, password=new.passwords[ADMIN]))
    for login, password in new.passwords.items():
        if login != ADMIN:
            print(words("cli.init.person", login=login, password=password))
    return 0
