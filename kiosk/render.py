"""Screens and the page as HTML: one Jinja environment, every value escaped."""

from __future__ import annotations

from functools import partial
from typing import Any

import jinja2
import segno
from markupsafe import Markup

from foundation.texts import Texts
from kiosk import view
from kiosk.flow import offers
from kiosk.screens import (
    PRIORITIES,
    Asking,
    AskMeaning,
    ChoosePriority,
    Confirm,
    Meant,
    PrinterFailed,
    Refused,
    ServerAway,
    State,
)
from kiosk.view import Surroundings

#: Refusals of this machine itself; all others come with the office's own sentence.
OWN_REFUSALS = ("kiosk.not_allowed", "kiosk.fault")
KINDS = ("receipt", "ticket", "citizen", "vneid", "foreign", "typed", "unknown", "note")


class Renderer:
    """Draws a state; knows the texts and nothing else."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._jinja = jinja2.Environment(
            loader=jinja2.PackageLoader("kiosk"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def screen(self, state: State, around: Surroundings) -> Markup:
        """The HTML of one screen."""
        name = view.name_of(state.screen)
        values = {**_frame(state, around), **self._matter(state, around)}
        values["say"] = partial(self._say, state.comfort.language)
        return Markup(self._jinja.get_template(f"kiosk/screens/{name}.html").render(values))  # noqa: S704

    def page(self, state: State, around: Surroundings, **values: Any) -> str:
        """The whole page with its first screen."""
        language = state.comfort.language
        return self._jinja.get_template("kiosk/page.html").render(
            first=self.screen(state, around),
            lang=language,
            around=around,
            say=partial(self._say, language),
            **values,
        )

    def waits(self, state: State, around: Surroundings) -> dict[str, tuple[str, ...]]:
        """The two lines under each service, by its letter."""
        language, say = state.comfort.language, self.texts.t
        open_ones = (s for s in around.services if s.get("open", True))
        return {str(s["code"]): view.waits(s, language, say) for s in open_ones}

    def _say(self, language: str, key: str, **values: object) -> str:
        return self.texts.t(key, language, **values)

    def _matter(self, state: State, around: Surroundings) -> dict[str, Any]:
        """What this one screen is about."""
        screen, language, say = state.screen, state.comfort.language, self.texts.t
        ticket = view.shown_ticket(screen)
        cause = screen.cause if isinstance(screen, PrinterFailed) else around.printer_cause
        return {
            "choices": view.choices(state, around, say),
            "ticket": ticket,
            "place": view.place(ticket, language, say) if ticket else (),
            "service": view.service_name(around.services, _service(state, ticket), language),
            "acts": view.acts(screen, around, language, say) if isinstance(screen, Meant) else (),
            "kind": _kind(screen) if isinstance(screen, Meant) else "",
            "asking_key": view.asking_key(screen) if isinstance(screen, Asking) else "",
            "cause_key": view.cause_key(cause) if cause else "",
            "qr": qr(ticket.code) if isinstance(screen, PrinterFailed) and ticket else "",
            "own_code": _own_code(screen) if isinstance(screen, Refused) else "",
            "asks_meaning": isinstance(screen, ServerAway) and isinstance(screen.request, AskMeaning),
        }


def _frame(state: State, around: Surroundings) -> dict[str, Any]:
    return {
        "name": view.name_of(state.screen),
        "lang": state.comfort.language,
        "state": state,
        "around": around,
        "hint": view.hint_of(state),
        "offered": offers(state.screen),
        "priorities": PRIORITIES,
        "help": view.help_service(around.services),
    }


def _service(state: State, ticket: Any) -> str:
    if isinstance(state.screen, ChoosePriority | Confirm):
        return state.screen.wish.service
    return ticket.service if ticket else ""


def _kind(screen: Meant) -> str:
    """Which heading: a code that nothing can be done with is no good news, whatever its kind."""
    meaning = screen.meaning
    useless = not meaning.ticket and all(each.do == "none" for each in meaning.actions)
    if useless and meaning.kind in ("receipt", "foreign", "typed", "ticket"):
        return "note"
    return screen.meaning.kind if screen.meaning.kind in KINDS else "unknown"


def _own_code(screen: Refused) -> str:
    return screen.code if screen.code in OWN_REFUSALS else "kiosk.fault"


def qr(text: str) -> Markup:
    """The code as a picture for the screen; empty when the ticket has none."""
    if not text:
        return Markup()
    drawn = segno.make(text, error="m", micro=False)
    return Markup(drawn.svg_inline(border=2, omitsize=True, dark="#14110f", light="#ffffff"))  # noqa: S704
