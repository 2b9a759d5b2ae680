"""From the state to what a template needs: words chosen, numbers rounded, signs named. No rule is made here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kiosk.screens import (
    Asking,
    AskMeaning,
    CameBack,
    ChooseService,
    ComeBack,
    Done,
    Home,
    Language,
    Meant,
    PrinterFailed,
    Screen,
    State,
    Ticket,
)

#: look.md: at most six large choices on a page; typing a code is the sixth of the first page.
CHOICES = 6

#: Fewer minutes than this are "a few"; from here on they are told by fives.
FEW, BY_FIVES = 2, 10
#: Words shorter than this are kept together on a line.
UNBROKEN = 15
NO_BREAK = "\N{NO-BREAK SPACE}"

#: Texts of an answer of the printer; every other fault is told in general words.
CAUSES = ("paper.out", "cover.open", "device.missing", "device.silent")


class Say(Protocol):
    """A text in a language: `say("kiosk.title", "vi")`; named fields are filled in."""

    def __call__(self, key: str, lang: Language, **values: object) -> str: ...


@dataclass(frozen=True)
class Choice:
    """One large press: what it does, its words, its sign, and whether the office takes it now."""

    do: str
    value: str
    name: str
    lines: tuple[str, ...]
    sign: str
    open: bool = True


@dataclass(frozen=True)
class Surroundings:
    """What is true of the kiosk whoever stands before it.

    services: of the last board (code, name_vi, name_en, sign, position, open, waiting, minutes).
    hints: names of the sentences that can be read aloud, `home.vi`.
    """

    office: str = ""
    services: tuple[Mapping[str, Any], ...] = ()
    online: bool = True
    printer_cause: str | None = None
    camera: bool = True
    camera_fault: bool = False
    hints: frozenset[str] = frozenset()


def name_of(screen: Screen) -> str:
    """The screen's name in templates, hints and styles: ChoosePriority → choose_priority."""
    letters = type(screen).__name__
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in letters).lstrip("_")


def hint_of(state: State) -> str:
    return f"{name_of(state.screen)}.{state.comfort.language}"


def cause_key(cause: str) -> str:
    """The text of a printer's fault code."""
    return f"kiosk.cause.{cause if cause in CAUSES else 'device.other'}"


def minutes(p50: float | None, p90: float | None) -> str | None:
    """Minutes as people say them: "15–25"; None when it is a matter of a few or nobody can say."""
    if p50 is None or p50 < FEW:
        return None
    low, high = _round(p50), _round(p90 if p90 is not None else p50)
    return f"{low}–{high}" if high > low else str(low)


def _round(value: float) -> int:
    """Up, to whole minutes below ten and to fives above: nobody is told less than it takes."""
    return math.ceil(value) if value < BY_FIVES else math.ceil(value / 5) * 5


def service_name(services: Sequence[Mapping[str, Any]], code: str, language: Language) -> str:
    """The name of a service's letter; the letter itself when the board does not know it."""
    for each in services:
        if each["code"] == code:
            return str(each[f"name_{language}"])
    return code


def help_service(services: Sequence[Mapping[str, Any]]) -> str | None:
    """The letter of the open service that guides people, if the office has one."""
    return next((str(s["code"]) for s in services if s["sign"] == "help" and s.get("open", True)), None)


def choices(state: State, around: Surroundings, say: Say) -> tuple[Choice, ...]:
    """The large presses of the first page (and of choosing a service for a shown card)."""
    language = state.comfort.language
    first = isinstance(state.screen, Home)
    ordered = sorted(around.services, key=lambda s: (s.get("position", 0), s["code"]))
    room = CHOICES - 1 if first else CHOICES
    page = state.screen.page if isinstance(state.screen, Home | ChooseService) else 0
    shown, more = _page(ordered, room, page)
    made = [_service_choice(each, language, say) for each in shown]
    if more:
        words = (say("kiosk.home.more_more", language),)
        made.append(Choice("more", "", say("kiosk.home.more", language), words, "more"))
    if first:
        words = (say("kiosk.home.type_more", language),)
        made.append(Choice("type", "", say("kiosk.home.type", language), words, "keyboard"))
    return tuple(made)


def _page(services: Sequence[Mapping[str, Any]], room: int, page: int) -> tuple[Sequence[Mapping[str, Any]], bool]:
    """The services of one page; when they need more than one, the last place turns the page."""
    if len(services) <= room:
        return services, False
    pages = math.ceil(len(services) / (room - 1))
    start = (page % pages) * (room - 1)
    return services[start : start + room - 1], True


def _service_choice(service: Mapping[str, Any], language: Language, say: Say) -> Choice:
    is_open = bool(service.get("open", True))
    lines = waits(service, language, say) if is_open else (say("kiosk.home.closed", language),)
    name = _unbroken(str(service[f"name_{language}"]))
    return Choice("service", str(service["code"]), name, lines, str(service["sign"]), is_open)


def _unbroken(name: str) -> str:
    """A list of short words breaks after its comma only: "Chứng thực, / sao y"."""
    parts = name.split(", ")
    short = len(parts) > 1 and all(len(part) < UNBROKEN for part in parts)
    return ", ".join(part.replace(" ", NO_BREAK) for part in parts) if short else name


def waits(service: Mapping[str, Any], language: Language, say: Say) -> tuple[str, ...]:
    """How many wait and how long it takes, as two short lines."""
    count = int(service.get("waiting") or 0)
    if count == 0:
        return (say("kiosk.home.nobody", language),)
    p50 = (service.get("minutes") or {}).get("p50")
    about = minutes(p50, None)
    second = say("kiosk.home.minutes", language, minutes=about) if about else say("kiosk.home.minute_few", language)
    first = say("kiosk.home.waiting", language, count=count)
    return (first,) if p50 is None else (first, second)


def place(ticket: Ticket, language: Language, say: Say) -> tuple[tuple[str, str], ...]:
    """Where a ticket stands, as label and value."""
    if ticket.counter and ticket.state in ("called", "serving"):
        return ((say("kiosk.place.counter", language), ticket.counter),)
    if ticket.state != "waiting" or ticket.ahead is None:
        return ()
    if ticket.ahead == 0:
        return ((say("kiosk.place.next", language), ""),)
    people = say("kiosk.place.people", language, count=ticket.ahead)
    about = minutes(ticket.p50, ticket.p90)
    rows = [(say("kiosk.place.ahead", language), people)]
    if ticket.p50 is not None:
        words = say("kiosk.place.minutes", language, minutes=about) if about else ""
        rows.append((say("kiosk.place.wait", language), words or say("kiosk.place.few", language)))
    return tuple(rows)


def asking_key(screen: Asking) -> str:
    """The text that says what is being asked."""
    if isinstance(screen.request, AskMeaning):
        return "kiosk.asking.meaning"
    return "kiosk.asking.come_back" if isinstance(screen.request, ComeBack) else "kiosk.asking.ticket"


def acts(screen: Meant, around: Surroundings, language: Language, say: Say) -> tuple[Choice, ...]:
    """What the office offers for a shown code, in its order."""
    made = []
    for at, action in enumerate(screen.meaning.actions):
        if action.do == "none":
            continue
        name, sign = say(f"kiosk.act.{action.do}", language, service=""), action.do
        if action.do == "ticket" and action.service:
            service = service_name(around.services, action.service, language)
            name = say("kiosk.act.ticket", language, service=service)
        elif action.do == "ticket":
            key = "elderly" if action.priority == "elderly" else "choose"
            name = say(f"kiosk.act.{key}", language)
        made.append(Choice("act", str(at), name, (), sign))
    return tuple(made)


def shown_ticket(screen: Screen) -> Ticket | None:
    """The ticket a screen speaks of."""
    if isinstance(screen, Meant):
        return screen.meaning.ticket
    return screen.ticket if isinstance(screen, Done | PrinterFailed | CameBack) else None
