"""HTTP of devices: pairing from the screen, the register, health."""

from __future__ import annotations

from typing import Literal

import segno
from peewee import Database
from pydantic import BaseModel, Field

from foundation.api.problem import Problem
from foundation.api.route import Body, Call, Reply, Route
from foundation.db.answers import Answered
from foundation.db.store import Store
from foundation.db.transaction import Transaction
from foundation.devices import pairing, registry
from foundation.limits import Limit
from foundation.refusal import Refusal

LOOPBACK = ("127.", "::1")


class AskPairing(Body):
    """What a screen says of itself."""

    kind: str
    name: str


class NewDevice(Body):
    """A device entered by an administrator."""

    kind: str
    name: str


class Health(Body):
    """What a device says of its own state."""

    state: Literal["ok", "warn", "fault", "unknown"]
    code: str | None = Field(default=None, max_length=60)
    version: str = Field(default="", max_length=30)


class PairingAsked(BaseModel):
    """The code for people, the secret for the screen; `qr` is a picture that opens the page of administration."""

    code: str
    secret: str
    expires_in: int
    approved: bool
    qr: str


class PairingState(BaseModel):
    """Whether an administrator has agreed; the token is given once."""

    state: Literal["waiting", "approved"]
    token: str | None = None


def routes(store: Store, *, approves_itself: bool) -> list[Route]:
    """The routes; `approves_itself` (a demo office) agrees by itself to screens on this same machine."""
    return [*_Pairing(store, approves_itself=approves_itself).routes(), *_Register(store).routes()]


class _Pairing:
    """A screen asks, an administrator agrees, the screen fetches its token."""

    def __init__(self, store: Store, *, approves_itself: bool) -> None:
        self._store = store
        self._approves_itself = approves_itself
        self._asking = Limit(30, 60.0, store.clock.monotonic)

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/pairing", "public", self.ask_pairing, AskPairing, PairingAsked, 201),
            Route("GET", "/pairing/<secret>", "public", self.fetch_pairing, reply=PairingState),
            Route("POST", "/pairing/<code>/approve", "device.manage", self.approve_pairing),
        ]

    def ask_pairing(self, call: Call, body: AskPairing) -> Reply | Refusal:
        """A screen asks to belong to the office."""
        if not self._asking.allow(call.address):
            raise Problem("rate.limited")
        here = self._approves_itself and call.address.startswith(LOOPBACK)

        def work(tx: Transaction) -> Answered | Refusal:
            asked = pairing.ask(tx, body.kind, body.name)
            if isinstance(asked, Refusal):
                return asked
            if here:
                pairing.approve(tx, asked.code)
            picture = segno.make(f"{call.origin}/admin?code={asked.code}", error="m", micro=False)
            return 201, {
                "code": asked.code,
                "secret": asked.secret,
                "expires_in": asked.seconds,
                "approved": here,
                "qr": picture.svg_data_uri(scale=6, border=4, light="#fff"),
            }

        return call.command(work)

    def fetch_pairing(self, call: Call) -> Reply | Refusal:
        """Whether the screen was accepted; its token, once."""
        got = self._store.write(lambda tx: pairing.fetch(tx, call.args["secret"]))
        if isinstance(got, str):
            return Reply({"state": "approved", "token": got})
        return Reply({"state": "waiting"}) if got.code == "pairing.waiting" else got

    def approve_pairing(self, call: Call) -> Reply | Refusal:
        """An administrator accepts the screen that shows this code."""
        return call.command(lambda tx: pairing.approve(tx, call.args["code"]) or (200, {"approved": True}))


class _Register:
    """Every device, its token and its health."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/devices", "device.manage", self.list_devices),
            Route("POST", "/devices", "device.manage", self.add_device, NewDevice, status=201),
            Route("POST", "/devices/<device>/revoke", "device.manage", self.revoke_device),
            Route("POST", "/devices/health", "health.report", self.report_health, Health, status=204),
        ]

    def list_devices(self, _call: Call) -> Reply:
        """Every device, and the screens that wait for an administrator."""

        def work(database: Database) -> dict[str, object]:
            office = self._store.office_id
            return {
                "devices": [vars(device) for device in registry.all_devices(database, office)],
                "waiting": [
                    {"code": code, "kind": kind, "name": name} for code, kind, name in pairing.waiting(database, office)
                ],
            }

        return Reply(self._store.read(work))

    def add_device(self, _call: Call, body: NewDevice) -> Reply | Refusal:
        """Enter a device; its token is in this answer and nowhere else."""

        def work(tx: Transaction) -> Refusal | tuple[registry.Known, str]:
            return registry.add(tx, body.kind, body.name)

        added = self._store.write(work)  # not kept under a key: a kept answer would keep the token
        return added if isinstance(added, Refusal) else Reply({**vars(added[0]), "token": added[1]}, 201)

    def revoke_device(self, call: Call) -> Reply | Refusal:
        """The device's token is no longer good."""

        def work(tx: Transaction) -> Answered | Refusal:
            known = registry.revoke(tx, call.args["device"])
            return known if isinstance(known, Refusal) else (200, {"device": known.id})

        return call.command(work)

    def report_health(self, call: Call, body: Health) -> Reply:
        """A device says how it is."""
        device = call.principal.id
        self._store.write(lambda tx: registry.report_health(tx, device, body.state, body.code, body.version))
        return Reply(None, 204)
