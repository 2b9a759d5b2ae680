"""Accounts: add, sign in, change. Passwords are hashed outside the loop and outside the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import Database, IntegrityError

from foundation.db.engine import native_sql
from foundation.db.transaction import Transaction
from foundation.events.office import PersonAdded, PersonChanged
from foundation.ids import new_id
from foundation.refusal import Refusal
from foundation.rights import ROLES

_COLUMNS = "id, login, name, roles, password, must_change, active"


@dataclass(frozen=True)
class Account:
    """A person as the rest of the server sees them."""

    id: str
    login: str
    name: str
    roles: tuple[str, ...]
    password: str
    must_change: bool
    active: bool


def find(database: Database, office_id: str, login: str) -> Account | None:
    """The account with this login name (letters' case does not matter)."""
    return _one(database, "office_id = ? AND login = ?", (office_id, login.strip().lower()))


def by_id(database: Database, person_id: str) -> Account | None:
    """The account with this id."""
    return _one(database, "id = ?", (person_id,))


def everyone(database: Database, office_id: str) -> list[Account]:
    """All accounts of the office, by name."""
    sql = native_sql(
        database,
        f"SELECT {_COLUMNS} FROM person WHERE office_id = ? ORDER BY name",  # noqa: S608 - constant
    )
    return [_account(row) for row in database.execute_sql(sql, (office_id,)).fetchall()]


def add(
    tx: Transaction, login: str, name: str, roles: tuple[str, ...], password_hash: str, *, must_change: bool = True
) -> Account | Refusal:
    """A new account; refused when the login is taken or a role is unknown."""
    if unknown := [role for role in roles if role not in ROLES]:
        return Refusal("person.role_unknown", {"role": unknown[0]})
    account = Account(new_id(), login.strip().lower(), name.strip(), roles, password_hash, must_change, active=True)
    if not account.login or not account.name:
        return Refusal("person.incomplete")
    sql = (
        "INSERT INTO person (id, office_id, login, name, roles, password, must_change, active, created)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    if tx.one("SELECT 1 FROM person WHERE office_id = ? AND login = ?", (tx.office_id, account.login)):
        return Refusal("person.login_taken", {"login": account.login})
    values = (account.id, tx.office_id, account.login, account.name, " ".join(roles), password_hash)
    try:
        tx.execute(sql, (*values, must_change, True, tx.now))
    except IntegrityError:
        return Refusal("person.login_taken", {"login": account.login})
    tx.append(PersonAdded(account.id, roles))
    return account


def set_password(tx: Transaction, person_id: str, password_hash: str, by: str | None, *, must_change: bool) -> None:
    """A new password; every session of the person ends."""
    tx.execute("UPDATE person SET password = ?, must_change = ? WHERE id = ?", (password_hash, must_change, person_id))
    tx.execute("DELETE FROM session WHERE person_id = ?", (person_id,))
    tx.append(PersonChanged(person_id, "password", by))


def set_active(tx: Transaction, person_id: str, by: str | None, *, active: bool) -> None:
    """Close or open an account; a closed one has no sessions."""
    tx.execute("UPDATE person SET active = ? WHERE id = ?", (active, person_id))
    if not active:
        tx.execute("DELETE FROM session WHERE person_id = ?", (person_id,))
    tx.append(PersonChanged(person_id, "opened" if active else "closed", by))


def set_roles(tx: Transaction, person_id: str, roles: tuple[str, ...], by: str | None) -> Refusal | None:
    """Other roles from now on."""
    if unknown := [role for role in roles if role not in ROLES]:
        return Refusal("person.role_unknown", {"role": unknown[0]})
    tx.execute("UPDATE person SET roles = ? WHERE id = ?", (" ".join(roles), person_id))
    tx.append(PersonChanged(person_id, "roles", by))
    return None


def _one(database: Database, where: str, params: tuple[object, ...]) -> Account | None:
    sql = native_sql(database, f"SELECT {_COLUMNS} FROM person WHERE {where}")  # noqa: S608 - constants only
    row = database.execute_sql(sql, params).fetchone()
    return _account(row) if row else None


def _account(row: tuple[object, ...]) -> Account:
    person, login, name, roles, password, must_change, active = row
    return Account(
        str(person), str(login), str(name), tuple(str(roles).split()), str(password), bool(must_change), bool(active)
    )
