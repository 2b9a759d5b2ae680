"""HTTP of people: sign in and out, one's own password, and the administrator's list of accounts."""

from __future__ import annotations

from peewee import Database
from pydantic import BaseModel, Field

from foundation.api.access import COOKIE, Access
from foundation.api.problem import Problem
from foundation.api.route import Body, Call, Reply, Route
from foundation.db.answers import Answered
from foundation.db.store import Store
from foundation.db.transaction import Transaction
from foundation.limits import Limit
from foundation.passwords import first_password, hash_password, password_refusal, verify_password
from foundation.people import accounts, sessions
from foundation.refusal import Refusal

#: Wrong passwords for one login from one address before it has to wait.
TRIES = 5
WAIT_SECONDS = 60.0


class SignIn(Body):
    """Login name and password."""

    login: str = Field(max_length=60)
    password: str = Field(max_length=200)


class NewPassword(Body):
    """One's own new password, with the old one."""

    old: str = Field(max_length=200)
    new: str = Field(max_length=200)


class NewPerson(Body):
    """An account to make."""

    login: str = Field(max_length=60)
    name: str = Field(max_length=120)
    roles: list[str]


class Roles(Body):
    """The roles of a person from now on."""

    roles: list[str]


class Me(BaseModel):
    """Who is signed in."""

    id: str
    name: str
    roles: list[str]
    csrf: str | None
    must_change: bool


def session_cookie(value: str, hours: int, *, secure: bool) -> str:
    """The Set-Cookie header of a session; none is left after 0 hours."""
    marks = f"Path=/; HttpOnly; SameSite=Strict; Max-Age={hours * 3600}{'; Secure' if secure else ''}"
    return f"{COOKIE}={value}; {marks}"


def routes(store: Store, access: Access, *, secure: bool, session_hours: int = 10) -> list[Route]:
    """The routes; `secure` marks the cookie for HTTPS only."""
    myself = _OneSelf(store, access, secure=secure, hours=session_hours)
    return [*myself.routes(), *_Everybody(store).routes()]


class _OneSelf:
    """Signing in and out, and one's own password."""

    def __init__(self, store: Store, access: Access, *, secure: bool, hours: int) -> None:
        self._store = store
        self._access = access
        self._secure = secure
        self._hours = hours
        self._wrong = Limit(TRIES, WAIT_SECONDS, store.clock.monotonic)

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/session", "public", self.sign_in, SignIn, Me, 201),
            Route("DELETE", "/session", "self", self.sign_out, status=204),
            Route("GET", "/session", "self", self.whoami, reply=Me),
            Route("POST", "/session/password", "self", self.change_password, NewPassword, status=204),
        ]

    def _checked(self, login: str, password: str) -> accounts.Account | None:
        def work(database: Database) -> accounts.Account | None:
            account = accounts.find(database, self._store.office_id, login)
            good = verify_password(account.password if account else None, password)
            return account if good and account and account.active else None

        return self._store.read(work)

    def sign_in(self, call: Call, body: SignIn) -> Reply | Refusal:
        """Open a session; the cookie is in the answer's header, the CSRF token in its body."""
        name = f"{body.login.strip().lower()}@{call.address}"
        if self._wrong.full(name):
            raise Problem("rate.limited")
        account = self._checked(body.login, body.password)
        if account is None:
            self._wrong.allow(name)
            raise Problem("password.wrong")
        self._wrong.forget(name)
        cookie, csrf = self._store.write(lambda tx: sessions.start(tx, account.id, self._hours))
        me = {"id": account.id, "name": account.name, "roles": list(account.roles), "csrf": csrf}
        headers = {"Set-Cookie": session_cookie(cookie, self._hours, secure=self._secure)}
        return Reply({**me, "must_change": account.must_change}, 201, headers=headers)

    def sign_out(self, call: Call) -> Reply:
        """End every session of this person."""
        person = call.principal.id
        self._store.write(lambda tx: tx.execute("DELETE FROM session WHERE person_id = ?", (person,)) and None)
        self._access.forget_all()
        return Reply(None, 204, headers={"Set-Cookie": session_cookie("", 0, secure=self._secure)})

    def whoami(self, call: Call) -> Reply:
        """Who is signed in here."""
        who = call.principal
        me = {"id": who.id, "name": who.name, "roles": list(who.holders), "csrf": who.csrf}
        return Reply({**me, "must_change": who.must_change})

    def change_password(self, call: Call, body: NewPassword) -> Reply | Refusal:
        """Change one's own password; every session ends."""
        if (refusal := password_refusal(body.new)) is not None:
            return refusal
        if body.new == body.old:
            return Refusal("password.weak")
        person = call.principal.id

        def hashed(database: Database) -> str | None:
            account = accounts.by_id(database, person)
            good = verify_password(account.password if account else None, body.old)
            return hash_password(body.new) if good else None

        new = self._store.read(hashed)
        if new is None:
            return Refusal("password.wrong")
        self._store.write(lambda tx: accounts.set_password(tx, person, new, person, must_change=False))
        self._access.forget_all()
        return Reply(None, 204)


class _Everybody:
    """The administrator's list of accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def routes(self) -> list[Route]:
        right = "person.manage"
        return [
            Route("GET", "/people", right, self.list_people),
            Route("POST", "/people", right, self.add_person, NewPerson, status=201),
            Route("POST", "/people/<person>/password", right, self.reset_password),
            Route("POST", "/people/<person>/open", right, self.open_person),
            Route("POST", "/people/<person>/close", right, self.close_person),
            Route("POST", "/people/<person>/roles", right, self.set_roles, Roles),
        ]

    def list_people(self, _call: Call) -> Reply:
        """Every account of the office."""
        people = self._store.read(lambda db: accounts.everyone(db, self._store.office_id))
        return Reply({"people": [_shown(account) for account in people]})

    def add_person(self, _call: Call, body: NewPerson) -> Reply | Refusal:
        """Make an account; its first password is in this answer and nowhere else."""
        password = first_password()
        hashed = self._store.read(lambda _: hash_password(password))

        def work(tx: Transaction) -> accounts.Account | Refusal:
            return accounts.add(tx, body.login, body.name, tuple(body.roles), hashed)

        added = self._store.write(work)
        return added if isinstance(added, Refusal) else Reply({**_shown(added), "password": password}, 201)

    def reset_password(self, call: Call) -> Reply | Refusal:
        """A new first password for somebody who forgot theirs."""
        password = first_password()
        hashed = self._store.read(lambda _: hash_password(password))

        def work(tx: Transaction) -> Refusal | None:
            if accounts.by_id(tx.database, call.args["person"]) is None:
                return Refusal("person.unknown")
            accounts.set_password(tx, call.args["person"], hashed, call.principal.id, must_change=True)
            return None

        refused = self._store.write(work)
        return refused or Reply({"person": call.args["person"], "password": password})

    def open_person(self, call: Call) -> Reply | Refusal:
        """The account may sign in again."""
        return _set_active(call, active=True)

    def close_person(self, call: Call) -> Reply | Refusal:
        """The account may no longer sign in; its history stays."""
        if call.args["person"] == call.principal.id:
            return Refusal("person.self")
        return _set_active(call, active=False)

    def set_roles(self, call: Call, body: Roles) -> Reply | Refusal:
        """Other roles for a person."""

        def work(tx: Transaction) -> Answered | Refusal:
            if accounts.by_id(tx.database, call.args["person"]) is None:
                return Refusal("person.unknown")
            refused = accounts.set_roles(tx, call.args["person"], tuple(body.roles), call.principal.id)
            return refused or (200, {"person": call.args["person"], "roles": body.roles})

        return call.command(work)


def _set_active(call: Call, *, active: bool) -> Reply | Refusal:
    def work(tx: Transaction) -> Answered | Refusal:
        if accounts.by_id(tx.database, call.args["person"]) is None:
            return Refusal("person.unknown")
        accounts.set_active(tx, call.args["person"], call.principal.id, active=active)
        return 200, {"person": call.args["person"], "active": active}

    return call.command(work)


def _shown(account: accounts.Account) -> dict[str, object]:
    return {
        "id": account.id,
        "login": account.login,
        "name": account.name,
        "roles": list(account.roles),
        "active": account.active,
        "must_change": account.must_change,
    }
