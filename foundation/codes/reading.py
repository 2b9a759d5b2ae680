"""Reading a text that a camera saw or somebody typed."""

from __future__ import annotations

import re
import unicodedata

from foundation.codes.card import read_card
from foundation.codes.kinds import (
    Code,
    ForeignDossier,
    ReceiptCode,
    TicketCode,
    TypedCode,
    UnknownCode,
    VneidCode,
)

#: A QR holds at most 2,953 bytes, so a longer text came from no code.
LONGEST = 3000

#: What dossier systems of the province and the country print (Thông tư 01/2018/TT-VPCP, Điều 19,
#: and the order of QĐ 20/2020): agency, date, running number. Lenient on purpose.
DOSSIER = re.compile(r"[A-Z0-9]{1,4}(?:\.[A-Z0-9]{1,4}){0,5}-[0-9]{6}-[0-9]{4,7}")
_TICKET_NUMBER = re.compile(r"([A-Z])[ .-]?([0-9]{3,5})")
_TICKET_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
#: Our receipts may follow an office's own pattern, so anything that is safe in an address.
_RECEIPT_CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{2,39}")
_KEY = re.compile(r"[1-9][0-9]{0,8}")
_MAC = re.compile(r"[A-Z2-7]{16}")
_MARKED = re.compile(r"MC:([RT]):(.*)", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://.*", re.IGNORECASE | re.DOTALL)
_OURS = re.compile(r"https?://[^/?#\s@]+(?:/[^?#\s]*)?/([rt])/([^/?#\s]+)", re.IGNORECASE)
_VNEID_NAME = re.compile(r"(?:https?://(?:[a-z0-9-]+\.)*)?vneid\b", re.IGNORECASE)
#: One long word without meaning: what the app shows is sealed for the police's own reader.
#: Not published, so this is a belief; being wrong costs a slightly wrong kind sentence.
_SEALED = re.compile(r"[A-Za-z0-9+/_=.-]{64,}")
#: Invisible, direction-changing, half or private letters; none is in an honest code.
_NOT_HONEST = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def read(text: str) -> Code:
    """What a scanned text means.

    Our own codes are recognised by their form wherever they point, since an office's address
    changes and old receipts stay good: `verify` tells whether they are ours.
    """
    tidy = _tidied(text)
    if isinstance(tidy, UnknownCode):
        return tidy
    return _ours(tidy) or _known_elsewhere(tidy) or UnknownCode("other")


def read_typed(text: str) -> Code:
    """What a text typed by hand means: as `read`, but a bare dossier code is a TypedCode."""
    code = read("".join(text.split()) if len(text) <= LONGEST else text)
    return TypedCode(code.code, "dossier") if isinstance(code, ForeignDossier) else code


def _tidied(text: str) -> str | UnknownCode:
    """The text without what readers put around it, in NFC."""
    if len(text) > LONGEST:
        return UnknownCode("too_long")
    tidy = text.strip().strip("\ufeff\0").strip()
    if not tidy:
        return UnknownCode("empty")
    if any(unicodedata.category(letter) in _NOT_HONEST for letter in tidy):
        return UnknownCode("control")
    return unicodedata.normalize("NFC", tidy)


def _ours(text: str) -> Code | None:
    if marked := _MARKED.fullmatch(text):
        return _signed(marked[1], marked[2])
    if address := _OURS.fullmatch(text):
        return _signed(address[1], address[2])
    return UnknownCode("damaged") if text[:3].upper() == "MC:" else None


def _signed(letter: str, rest: str) -> Code:
    """`{id}.{key}.{mac}`, split from the right: dossier codes hold dots themselves."""
    parts = rest.rsplit(".", 2)
    if len(parts) != 3 or not _KEY.fullmatch(parts[1]):  # noqa: PLR2004 - the three above
        return UnknownCode("damaged")
    name, key, mac = parts[0], int(parts[1]), parts[2].upper()
    if not _MAC.fullmatch(mac):
        return UnknownCode("damaged")
    if letter in "Rr":
        code = name.upper()
        return ReceiptCode(code, key, mac) if _RECEIPT_CODE.fullmatch(code) else _DAMAGED
    ticket = name.lower()
    return TicketCode(ticket, key, mac) if _TICKET_ID.fullmatch(ticket) else _DAMAGED


_DAMAGED = UnknownCode("damaged")


def _known_elsewhere(text: str) -> Code | None:
    if _VNEID_NAME.match(text) or _SEALED.fullmatch(text):
        return VneidCode()
    if "|" in text:
        return read_card(text)
    if DOSSIER.fullmatch(text.upper()):
        return ForeignDossier(text.upper())
    if number := _TICKET_NUMBER.fullmatch(text.upper()):
        return TypedCode(number[1] + number[2], "ticket")
    return UnknownCode("address") if _ADDRESS.fullmatch(text) else None
