"""The closed family of what a shown or typed text may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class ReceiptCode:
    """A receipt in our form; worth something only once `verify` agrees."""

    code: str
    key: int
    mac: str


@dataclass(frozen=True)
class TicketCode:
    """A ticket in our form, `id` in small letters; worth something only once `verify` agrees."""

    id: str
    key: int
    mac: str


@dataclass(frozen=True)
class Birth:
    """A date of birth; of some people only the year is written in the registers."""

    year: int
    month: int | None = None
    day: int | None = None

    def age_on(self, day: date) -> int:
        """Whole years on `day`; a missing month or day counts as the earliest.

        The reading in the citizen's favour: the age only ever gives a priority.
        """
        before_birthday = (day.month, day.day) < (self.month or 1, self.day or 1)
        return day.year - self.year - before_birthday


@dataclass(frozen=True)
class CitizenCard:
    """What a CCCD (front) or a thẻ căn cước (back, since 1/7/2024) tells.

    The text itself is not kept. Only `sex` and `warnings` show in a log, so that a printed
    value gives nobody away. `warnings`: `id.sex`, `id.century`, `id.year` (the number does not
    fit the rest: believed rules, so they warn and never refuse), `birth`, `issued` (not dates),
    `sex` (neither Nam nor Nữ).
    """

    id_number: str = field(repr=False)
    old_id: str = field(repr=False)
    name: str = field(repr=False)
    birth: Birth | None = field(repr=False)
    sex: Literal["male", "female", ""]
    residence: str = field(repr=False)
    issued: date | None = field(repr=False)
    warnings: tuple[str, ...] = ()

    def age_on(self, day: date) -> int | None:
        """Whole years on `day`; None when the card's birth date cannot be read."""
        return self.birth.age_on(day) if self.birth else None


@dataclass(frozen=True)
class VneidCode:
    """A code of the VNeID app: it changes every minute and only the police's app reads it."""


@dataclass(frozen=True)
class ForeignDossier:
    """A bare dossier code, as other and earlier systems print it: untrusted, nothing is shown."""

    code: str


@dataclass(frozen=True)
class TypedCode:
    """A code typed by hand, tidied: a dossier's (asks for four digits more) or a ticket's number."""

    code: str
    of: Literal["dossier", "ticket"]


Reason = Literal["empty", "too_long", "control", "damaged", "address", "other"]


@dataclass(frozen=True)
class UnknownCode:
    """None of ours, and why; the text is not kept.

    `damaged`: begins like ours and is not whole; `address`: a web address of somebody else;
    `control`: letters that no honest code holds (invisible ones, changes of direction).
    """

    reason: Reason


Code = ReceiptCode | TicketCode | CitizenCard | VneidCode | ForeignDossier | TypedCode | UnknownCode
