"""Reading the QR of a citizen's card: CCCD and thẻ căn cước carry the same seven fields.

`ID12|old ID9 or empty|NAME|ddMMyyyy birth|Nam/Nữ|residence|ddMMyyyy issue`, at times with
empty fields behind.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from foundation.codes.kinds import Birth, CitizenCard

FIELDS = 7
#: Far above any real field; more is somebody's experiment.
_LONGEST_FIELD = 300
_ID = re.compile(r"[0-9]{12}")
_OLD_ID = re.compile(r"([0-9]{9})?")
_SEX: dict[str, Literal["male", "female", ""]] = {"nam": "male", "nữ": "female"}
_FIRST_CENTURY = 1900


def read_card(text: str) -> CitizenCard | None:
    """The card in this tidied (NFC) text; None when it is not of the form."""
    fields = [" ".join(part.split()) for part in text.split("|")]
    if len(fields) < FIELDS or any(fields[FIELDS:]) or max(map(len, fields)) > _LONGEST_FIELD:
        return None
    number, old, name, birth_text, sex_text, residence, issued_text = fields[:FIELDS]
    if not _ID.fullmatch(number) or not _OLD_ID.fullmatch(old) or not name:
        return None
    birth, sex = _birth(birth_text), _SEX.get(sex_text.casefold(), "")
    issued = _date(issued_text)
    warnings = (
        *(("birth",) if birth is None else ()),
        *(("sex",) if not sex else ()),
        *(("issued",) if issued is None else ()),
        *_number_warnings(number, birth, sex),
    )
    return CitizenCard(number, old, name, birth, sex, residence, issued, warnings)


def _number_warnings(number: str, birth: Birth | None, sex: str) -> tuple[str, ...]:
    """Where the fourth to sixth digits say another sex, century or year than the card."""
    found = []
    if sex and (int(number[3]) % 2 == 0) != (sex == "male"):
        found.append("id.sex")
    if birth and _FIRST_CENTURY + 100 * (int(number[3]) // 2) != birth.year // 100 * 100:
        found.append("id.century")
    if birth and int(number[4:6]) != birth.year % 100:
        found.append("id.year")
    return tuple(found)


def _birth(text: str) -> Birth | None:
    """`15081999`, `1999`, or with 00 for what is not known: `00001999`, `00081999`."""
    match = re.fullmatch(r"(?:([0-9]{2})([0-9]{2}))?([0-9]{4})", text)
    if not match:
        return None
    day, month, year = (int(part or 0) for part in match.groups())
    try:
        # A year or a month alone is checked as its first day.
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return Birth(year, month or None, (day or None) if month else None)


def _date(text: str) -> date | None:
    birth = _birth(text)
    if birth is None or birth.month is None or birth.day is None:
        return None
    return date(birth.year, birth.month, birth.day)
