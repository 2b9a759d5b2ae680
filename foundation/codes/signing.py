"""Signing what we print, so that a forged receipt or ticket opens nothing.

A text is `{id}.{key}.{mac}` behind an address or behind `MC:R:` and `MC:T:`. `mac` is
HMAC-SHA-256 over kind, key number and id, cut to 80 bits in base32: short on paper, and enough
where every guess must ask a server.
Receipts and tickets have keys of their own, and the kind is signed too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from foundation.codes.kinds import ReceiptCode, TicketCode
from foundation.codes.reading import read

Kind = Literal["receipt", "ticket"]

MAC_BYTES = 10
#: Shorter secrets are refused: HMAC-SHA-256 wants as many bits as its hash.
SECRET_BYTES = 32


@dataclass(frozen=True)
class KeyRing:
    """Numbered secrets of one kind; `current` signs, all of them verify.

    A ring with `current` 0 verifies only, or is empty: a kiosk has no key for receipts.
    """

    current: int = 0
    secrets: Mapping[int, bytes] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if any(len(secret) < SECRET_BYTES for secret in self.secrets.values()):
            raise ValueError(f"a signing key needs {SECRET_BYTES} bytes")
        if self.current and self.current not in self.secrets:
            raise ValueError(f"the current signing key {self.current} is not on the ring")

    @classmethod
    def of(cls, secrets: Mapping[int, bytes]) -> KeyRing:
        """The ring of these secrets; the highest number signs."""
        return cls(max(secrets, default=0), secrets)

    def with_key(self, number: int, secret: bytes) -> KeyRing:
        """The ring with one key more, which signs from now on."""
        return KeyRing(number, {**self.secrets, number: secret})


@dataclass(frozen=True)
class Keys:
    """Both rings; they never stand in for each other."""

    receipt: KeyRing = field(default_factory=KeyRing)
    ticket: KeyRing = field(default_factory=KeyRing)

    def ring(self, kind: Kind) -> KeyRing:
        return self.receipt if kind == "receipt" else self.ticket


def sign(kind: Kind, name: str, keys: Keys) -> tuple[int, str]:
    """The key's number and the mac for a dossier code or a ticket id.

    Raises LookupError where there is no key to sign with: a kiosk never signs a receipt.
    """
    ring = keys.ring(kind)
    if not ring.current:
        raise LookupError(f"no key here signs a {kind}")
    return ring.current, _mac(kind, ring.current, name, ring.secrets[ring.current])


def verify(code: ReceiptCode | TicketCode, keys: Keys) -> bool:
    """Whether we signed it; in a time that does not tell how much of a mac was right."""
    kind: Kind = "receipt" if isinstance(code, ReceiptCode) else "ticket"
    name = code.code if isinstance(code, ReceiptCode) else code.id
    secret = keys.ring(kind).secrets.get(code.key)
    if secret is None:
        return False
    expected = _mac(kind, code.key, name, secret)
    return hmac.compare_digest(expected.encode(), code.mac.encode("utf-8", "surrogatepass"))


def receipt_text(code: str, keys: Keys, portal_url: str = "") -> str:
    """The text of a receipt's QR; with an address, a phone's camera opens the portal too.

    Without an address it has only capitals, which a QR packs closer. At level M a code of 25
    letters stays within version 5 (37×37) up to an address of 37 letters, and in version 3 without.
    """
    tail = _tail("receipt", code, keys)
    return f"{portal_url.rstrip('/')}/r/{tail}" if portal_url else f"MC:R:{tail}"


def ticket_text(ticket_id: str, keys: Keys, public_url: str = "") -> str:
    """The text of a ticket's QR.

    At level M within version 5 up to an address of 26 letters, within version 6 up to 48, and
    in version 3 without an address.
    """
    tail = ticket_tail(ticket_id, keys)
    return f"{public_url.rstrip('/')}/t/{tail}" if public_url else f"MC:T:{tail.upper()}"


def ticket_tail(ticket_id: str, keys: Keys) -> str:
    """`{id}.{key}.{mac}`: what a phone shows to prove that it holds this ticket."""
    return _tail("ticket", ticket_id, keys)


def ticket_of(text: str, keys: Keys) -> str | None:
    """The id of the ticket that this text, or bare `{id}.{key}.{mac}`, proves; None otherwise."""
    code = read(text)
    if not isinstance(code, TicketCode):
        code = read(f"MC:T:{text}")
    return code.id if isinstance(code, TicketCode) and verify(code, keys) else None


def _tail(kind: Kind, name: str, keys: Keys) -> str:
    number, mac = sign(kind, name, keys)
    return f"{name}.{number}.{mac}"


def _mac(kind: Kind, number: int, name: str, secret: bytes) -> str:
    message = f"{kind}\n{number}\n{name}".encode("utf-8", "surrogatepass")
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return base64.b32encode(digest[:MAC_BYTES]).decode()
