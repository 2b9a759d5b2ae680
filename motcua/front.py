"""The front page: one address that leads to every screen and says who stands before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response

from foundation.web.shell import Shell


@dataclass(frozen=True)
class Sample:
    """A picture to hold up to the kiosk: `address` to show and drag; `kind` names the text `front.sample.<kind>`."""

    kind: str
    address: str


@dataclass(frozen=True)
class Offer:
    """What there is to open now.

    kiosk: address of the kiosk's page, None when none runs on this machine. counters: their codes.
    phone: address of one ticket's phone page, None until somebody took a number.
    """

    counters: tuple[str, ...]
    kiosk: str | None = None
    phone: str | None = None
    samples: tuple[Sample, ...] = ()


def blueprint(shell: Shell, offer: Callable[[], Offer]) -> Blueprint:
    """Serves `/`."""
    pages = Blueprint("front", __name__)

    def front() -> Response:
        return shell.page("motcua/front.html", title="front.title", offer=offer())

    pages.add_url_rule("/", "front", front)
    return pages
