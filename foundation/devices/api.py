"""HTTP of devices: pairing from the screen, the register, health."""

from __future__ import annotations

from typing import Literal

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
    """The code for people, the secret for the screen."""

    code: str
    secret: str
    expires_in: int
    approved: bool


class PairingState(BaseModel):
    """Whether an administrator has agreed; the token is given once."""

    state: Literal["waiting", "approved"]
    token: str | None = None


def routes(store: Store, *, approves_itself: bool) -> list[Route]:
    """The routes; `approves_itself` (a demo office) agrees by itself to screens on this same machine."""
    asking = Limit(30, 60.0, store.clock.monotonic)

    def ask_pairing(call: Call, body: AskPairing) -> Reply | Refusal:
        """A screen asks to belong to the office."""
        if not asking.allow(call.address):
            raise Problem("rate.limited")
        here = approves_itself and call.address.startswith(LOOPBACK)

        def work(tx: Transaction) -> Answered | Refusal:
            asked = pairing.ask(tx, body.kind, body.name)
            if isinstance(asked, Refusal):
                return asked
            if here:
                pairing.approve(tx, asked.code)
            answer = {"code": asked.code, "secret": asked.secret, "expires_in": asked.seconds, "approved": here}
            return 201, answer

        return call.command(work)

    def fetch_pairing(call: Call) -> Reply | Refusal:
        """Whether the screen was accepted; its token, once."""
        got = store.write(lambda tx: pairing.fetch(tx, call.args["secret"]))
        if isinstance(got, str):
            return Reply({"state": "approved", "token": got})
        return Reply({"state": "waiting"}) if got.code == "pairing.waiting" else got

    def approve_pairing(call: Call) -> Reply | Refusal:
        """An administrator accepts the screen that shows this code."""
        return call.command(lambda tx: pairing.approve(tx, call.args["code"]) or (200, {"approved": True}))

    def list_devices(_call: Call) -> Reply:
        """Every device, and the screens that wait for an administrator."""

        def work(database: Database) -> dict[str, object]:
            office = store.office_id
            return {
                "devices": [vars(device) for device in registry.all_devices(database, office)],
                "waiting": [
                    {"code": code, "kind": kind, "name": name}
                    for code, kind, name in pairing.waiting(database, office)
                ],
            }

        return Reply(store.read(work))

    def add_device(call: Call, body: NewDevice) -> Reply | Refusal:
        """Enter a device; its token is in this answer and nowhere else."""

        def work(tx: Transaction) -> Refusal | tuple[registry.Known, str]:
            return registry.add(tx, body.kind, body.name)

        added = store.write(work)  # not kept under a key: a kept answer would keep the token
        return added if isinstance(added, Refusal) else Reply({**vars(added[0]), "token": added[1]}, 201)

    def revoke_device(call: Call) -> Reply | Refusal:
        """The device's token is no longer good."""

        def work(tx: Transaction) -> Answered | Refusal:
            known = registry.revoke(tx, call.args["device"])
            return known if isinstance(known, Refusal) else (200, {"device": known.id})

        return call.command(work)

    def report_health(call: Call, body: Health) -> Reply:
        """A device says how it is."""
        device = call.principal.id
        store.write(lambda tx: registry.report_health(tx, device, body.state, body.code, body.version))
        return Reply(None, 204)

    return [
        Route("POST", "/pairing", "public", ask_pairing, AskPairing, PairingAsked, 201),
        Route("GET", "/pairing/<secret>", "public", fetch_pairing, reply=PairingState),
        Route("POST", "/pairing/<code>/approve", "device.manage", approve_pairing),
        Route("GET", "/devices", "device.manage", list_devices),
        Route("POST", "/devices", "device.manage", add_device, NewDevice, status=201),
        Route("POST", "/devices/<device>/revoke", "device.manage", revoke_device),
        Route("POST", "/devices/health", "health.report", report_health, Health, status=204),
    ]
