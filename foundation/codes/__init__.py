"""Codes on paper and on cards: what a text that somebody shows means, and the texts we print.

Pure: no clock, no files, no network.
Whatever is read, however hostile, gives a value and never an exception.
"""

from foundation.codes.kinds import (
    Birth,
    CitizenCard,
    Code,
    ForeignDossier,
    ReceiptCode,
    TicketCode,
    TypedCode,
    UnknownCode,
    VneidCode,
)
from foundation.codes.reading import read, read_typed
from foundation.codes.signing import (
    KeyRing,
    Keys,
    receipt_text,
    sign,
    ticket_of,
    ticket_tail,
    ticket_text,
    verify,
)

__all__ = [
    "Birth",
    "CitizenCard",
    "Code",
    "ForeignDossier",
    "KeyRing",
    "Keys",
    "ReceiptCode",
    "TicketCode",
    "TypedCode",
    "UnknownCode",
    "VneidCode",
    "read",
    "read_typed",
    "receipt_text",
    "sign",
    "ticket_of",
    "ticket_tail",
    "ticket_text",
    "verify",
]
