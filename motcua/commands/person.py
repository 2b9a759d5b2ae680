"""`motcua person`: accounts from the command line, for the first one and for a forgotten password."""

from __future__ import annotations

import argparse
import sys

from foundation.passwords import first_password, hash_password
from foundation.people import accounts
from foundation.refusal import Refusal
from foundation.rights import ROLES
from motcua.commands.options import data_option, settings_of
from motcua.office import Office, open_office
from motcua.words import Words


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """add, list, reset-password."""
    actions = parser.add_subparsers(dest="action", required=True, metavar=words("cli.action"))
    add = actions.add_parser("add", help=words("cli.person.add"))
    add.add_argument("--login", required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--role", action="append", choices=ROLES, required=True)
    reset = actions.add_parser("reset-password", help=words("cli.person.reset"))
    reset.add_argument("--login", required=True)
    everyone = actions.add_parser("list", help=words("cli.person.list"))
    for action in (add, reset, everyone):
        data_option(action, words)
        action.set_defaults(run=run)


def run(args: argparse.Namespace, words: Words) -> int:
    """Open the office, do it, close."""
    office = open_office(args.data, settings_of(args.data))
    try:
        return {"add": _add, "list": _list, "reset-password": _reset}[args.action](office, args, words)
    finally:
        office.close()


def _add(office: Office, args: argparse.Namespace, words: Words) -> int:
    password = first_password()
    hashed = hash_password(password)
    roles = tuple(args.role)
    added = office.store.write(lambda tx: accounts.add(tx, args.login, args.name, roles, hashed))
    if isinstance(added, Refusal):
        print(words(f"refusal.{added.code}", **added.params), file=sys.stderr)
        return 1
    print(words("cli.init.password", login=added.login, password=password))
    return 0


def _list(office: Office, _args: argparse.Namespace, words: Words) -> int:
    for account in office.store.read(lambda db: accounts.everyone(db, office.id)):
        state = words("cli.person.active" if account.active else "cli.person.closed")
        print(f"{account.login}\t{account.name}\t{' '.join(account.roles)}\t{state}")
    return 0


def _reset(office: Office, args: argparse.Namespace, words: Words) -> int:
    account = office.store.read(lambda db: accounts.find(db, office.id, args.login))
    if account is None:
        print(words("refusal.person.unknown"), file=sys.stderr)
        return 1
    password = first_password()
    hashed = hash_password(password)
    office.store.write(lambda tx: accounts.set_password(tx, account.id, hashed, None, must_change=True))
    print(words("cli.init.password", login=account.login, password=password))
    return 0
