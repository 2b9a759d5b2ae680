"""What stands on a ticket's paper, in its citizen's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hardware.printer.slip import Badge, Block, Code, Gap, Heading, Line, Number, Pair, Rule, Slip
from kiosk.screens import Ticket
from kiosk.view import Say, minutes, service_name


def ticket_slip(ticket: Ticket, office: str, services: Sequence[Mapping[str, Any]], now: int, say: Say) -> Slip:
    """The slip of a number just given. now: business time, UTC milliseconds.

    A reprint says so, and leaves out how many wait: that was true when the number was taken.
    """
    return Slip(
        (
            Line(office, "small"),
            Gap(2),
            Heading(service_name(services, ticket.service, ticket.language)),
            Gap(2),
            Number(ticket.number),
            Gap(3),
            *_badges(ticket, say),
            *(() if ticket.again else _waiting(ticket, say)),
            *_code(ticket, say),
            Line(say(_when(ticket), ticket.language, at=now), "small"),
        )
    )


def _when(ticket: Ticket) -> str:
    return "kiosk.slip.printed" if ticket.again else "kiosk.slip.taken"


def _badges(ticket: Ticket, say: Say) -> tuple[Block, ...]:
    words = []
    if ticket.priority != "normal":
        of = say(f"kiosk.priority.{ticket.priority}", ticket.language)
        words.append(f"{say('kiosk.slip.priority', ticket.language)}: {of}")
    if ticket.again:
        words.append(say("kiosk.slip.again", ticket.language))
    return tuple(block for each in words for block in (Badge(each), Gap(2)))


def _waiting(ticket: Ticket, say: Say) -> tuple[Block, ...]:
    if ticket.ahead is None:
        return ()
    language = ticket.language
    people = (
        say("kiosk.slip.people", language, count=ticket.ahead) if ticket.ahead else say("kiosk.slip.nobody", language)
    )
    pairs = [Pair(say("kiosk.slip.ahead", language), people)]
    if ticket.ahead and ticket.p50 is not None:
        about = minutes(ticket.p50, ticket.p90)
        words = say("kiosk.place.minutes", language, minutes=about) if about else ""
        value = words or say("kiosk.place.few", language)
        pairs.append(Pair(say("kiosk.slip.wait", language), value))
    return (Rule(), *pairs, Rule())


def _code(ticket: Ticket, say: Say) -> tuple[Block, ...]:
    if not ticket.code:
        return (Gap(2), Line(say("kiosk.slip.listen", ticket.language)), Gap(2))
    use = "kiosk.slip.track" if ticket.track_url else "kiosk.slip.show"
    language = ticket.language
    return (
        Gap(2),
        Code(ticket.code),
        Gap(2),
        Line(say(use, language), "small"),
        Line(say("kiosk.slip.listen", language), "small"),
        Gap(2),
    )
