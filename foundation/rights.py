"""Rights in one table: which roles of people and which kinds of devices may do what.

A route without a right does not start the server, and a test walks every route with every holder.
"""

from __future__ import annotations

from typing import Final

#: Roles of people: counter officer (cán bộ một cửa), usher at the door, leader, administrator.
ROLES: Final = ("officer", "usher", "leader", "admin")
#: Kinds of devices; `integration` is a partner with the rights of a counter, a kiosk and a screen.
KINDS: Final = ("kiosk", "screen", "counter", "rating", "speaker", "lamp", "integration")
#: `ticket` is a phone that shows the signed code of its own ticket; `anyone` carries nothing.
OTHERS: Final = ("ticket", "anyone")

_STAFF = ("officer", "usher", "leader", "admin")
_EVERY_DEVICE = KINDS

RIGHTS: Final[dict[str, frozenset[str]]] = {
    right: frozenset(holders)
    for right, holders in {
        "public": (*_STAFF, *_EVERY_DEVICE, *OTHERS),
        "board.read": (*_STAFF, *_EVERY_DEVICE),
        "ticket.issue": ("kiosk", "integration", "officer", "usher", "admin"),
        "ticket.read": ("kiosk", "counter", "integration", "ticket", *_STAFF),
        "ticket.act": ("counter", "integration", "officer", "admin"),
        "ticket.print": ("kiosk", "integration", "officer", "usher", "admin"),
        "ticket.come_back": (
            "kiosk",
            "counter",
            "integration",
            "ticket",
            "officer",
            "usher",
            "admin",
        ),
        "ticket.priority": ("officer", "usher", "admin"),
        "counter.act": ("counter", "integration", "officer", "admin"),
        "codes.read": ("kiosk", "counter", "integration", "officer", "usher", "admin"),
        "rating.give": ("rating", "integration", "ticket"),
        "rating.read": ("rating", "counter", "integration", "ticket", *_STAFF),
        "room.hall": (*_STAFF, "kiosk", "screen", "speaker", "lamp", "integration"),
        "room.counter": (*_STAFF, "counter", "screen", "rating", "lamp", "integration"),
        "room.desk": (*_STAFF, "integration"),
        "room.ticket": ("ticket", "kiosk", "integration", *_STAFF),
        "voice.read": ("screen", "speaker", "integration", "admin"),
        "voice.play": ("screen", "speaker", "integration"),
        "health.report": _EVERY_DEVICE,
        "statistics.read": ("integration", "officer", "leader", "admin"),
        "notice.set": ("officer", "leader", "admin"),
        "day.close": ("officer", "leader", "admin"),
        "service.manage": ("admin",),
        "device.manage": ("admin",),
        "person.manage": ("admin",),
        "self": _STAFF,
    }.items()
}


def may(holders: tuple[str, ...], right: str) -> bool:
    """Whether somebody with these roles (or of this kind) has the right; KeyError for an unknown right."""
    return not RIGHTS[right].isdisjoint(holders)


def right_of_room(room: str) -> str:
    """The right that hearing a channel needs; KeyError for a channel that does not exist."""
    right = f"room.{room.partition(':')[0]}"
    if right not in RIGHTS:
        raise KeyError(room)
    return right
