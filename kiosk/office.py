"""The office as the kiosk speaks with it: its HTTP API in, the kiosk's own values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from foundation.client import Unreachable
from kiosk.screens import (
    Action,
    AskMeaning,
    ComeBack,
    Language,
    Meaning,
    TakeTicket,
    Ticket,
)


class Line(Protocol):
    """The part of foundation.client.OfficeClient that is needed."""

    def get(self, path: str, params: Mapping[str, Any] | None = None, lang: str = "vi") -> Any: ...

    def post(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        key: str | None = None,
        lang: str = "vi",
    ) -> Any: ...


@dataclass(frozen=True)
class Board:
    """What the kiosk reads of the office's board. time: business time, UTC milliseconds."""

    services: tuple[Mapping[str, Any], ...]
    time: int | None


@dataclass(frozen=True)
class About:
    """clock_rate: seconds of business time in a real second; more than 1 only in a demo."""

    name: str
    clock_rate: float


class Office:
    """Raises the family of foundation.client's faults; an answer of another shape is `client.answer`."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def about(self) -> About:
        """What the office is called, and how fast its clock runs."""
        said = self._line.get("/office")
        return About(str(_field(said, "name")), float(said.get("clock_rate") or 1.0))

    def board(self) -> Board:
        """The services as they stand: open or not, how many wait, how long."""
        said = self._line.get("/board")
        services = _field(said, "services")
        return Board(tuple(_service(each) for each in services), said.get("time"))

    def meaning(self, request: AskMeaning, language: Language) -> Meaning:
        """What a shown or typed text means (POST /codes)."""
        body = {"text": request.text, **({"last4": request.last4} if request.last4 else {})}
        said = self._line.post("/codes", body, lang=language)
        ticket = said.get("ticket") if isinstance(said, dict) else None
        return Meaning(
            kind=str(_field(said, "kind")),
            sentence=str(_field(said, "sentence")),
            actions=tuple(_action(each) for each in said.get("actions") or ()),
            ticket=_shown_ticket(ticket, request.text, language) if ticket else None,
        )

    def take(self, request: TakeTicket, key: str) -> Ticket:
        """A number (POST /tickets); asked again with the same key it is the same number."""
        wish = request.wish
        body: dict[str, Any] = {"service": wish.service, "language": request.language}
        if wish.priority != "normal":
            body["priority"] = wish.priority
        if wish.codes:
            body["codes"] = list(wish.codes)
        said = self._line.post("/tickets", body, key=key, lang=request.language)
        ticket_id = str(_field(said, "id"))
        wait = said.get("wait_minutes") or {}
        return Ticket(
            id=ticket_id,
            number=str(_field(said, "number")),
            service=str(said.get("service") or wish.service),
            key=key,
            ahead=said.get("ahead"),
            code=str(said.get("code") or ""),
            track_url=said.get("track_url"),
            priority=wish.priority,
            language=request.language,
            p50=wait.get("p50"),
            p90=wait.get("p90"),
        )

    def come_back(self, request: ComeBack, language: Language) -> Ticket:
        """Somebody says "Tôi đã quay lại" (POST /tickets/{id}/come-back): the ticket waits again."""
        path = f"/tickets/{request.ticket.id}/come-back"
        said = self._line.post(path, {}, key=request.key, lang=language)
        ticket = said.get("ticket") if isinstance(said, dict) else None
        known = ticket if isinstance(ticket, dict) else {}
        return replace(
            request.ticket,
            state=str(known.get("state") or "waiting"),
            ahead=known.get("ahead"),
            p50=known.get("p50"),
            p90=known.get("p90"),
        )


def _field(said: Any, name: str) -> Any:
    if not isinstance(said, dict) or said.get(name) is None:
        raise Unreachable("client.answer", f"an answer without {name!r}")
    return said[name]


def _service(said: Any) -> Mapping[str, Any]:
    for name in ("code", "name_vi", "name_en", "sign"):
        _field(said, name)
    return {**said}


def _action(said: Mapping[str, Any]) -> Action:
    return Action(
        do=said.get("do", "none"),
        service=said.get("service"),
        codes=tuple(said.get("codes") or ()),
        priority=said.get("priority"),
    )


def _shown_ticket(said: Mapping[str, Any], text: str, language: Language) -> Ticket:
    """A ticket somebody holds: what was shown is its code, its letter is the service's."""
    number = str(_field(said, "number"))
    return Ticket(
        id=str(_field(said, "id")),
        number=number,
        service=str(said.get("service") or number.rstrip("0123456789")),
        ahead=said.get("ahead"),
        p50=said.get("p50"),
        p90=said.get("p90"),
        code=str(said.get("code") or text),
        state=str(said.get("state") or ""),
        counter=said.get("counter"),
        language=language,
    )
