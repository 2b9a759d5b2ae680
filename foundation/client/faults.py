"""What can go wrong between a device and the office: a small, complete family."""

from __future__ import annotations

from collections.abc import Mapping


class ClientFault(Exception):
    """The office did not do what was asked. `code` is stable; `permanent` tells that asking again is vain."""

    permanent = False

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Unreachable(ClientFault):
    """No answer that can be trusted: no link, too slow, cut off, or the server is too busy to say.

    Codes: `client.link`, `client.slow`, `client.certificate`, `client.answer`, `server.busy`,
    `rate.limited`. `sent` is False when the office surely never got the question; otherwise only
    the same question with the same key is safe. `wait` is how many seconds the server asked for.
    """

    def __init__(self, code: str, detail: str = "", *, sent: bool = True, wait: float = 0.0) -> None:
        super().__init__(code, detail)
        self.sent = sent
        self.wait = wait


class ServerFault(ClientFault):
    """The server failed while doing it (status 500): nothing was recorded, a later try may succeed."""


class Refused(ClientFault):
    """The office says no; `detail` is its sentence for people, in the language asked for."""

    permanent = True

    def __init__(self, code: str, detail: str, status: int, params: Mapping[str, object]) -> None:
        super().__init__(code, detail)
        self.status = status
        self.params = params


class NotAllowed(Refused):
    """The token is missing, wrong, revoked, or has no right to this (401, 403)."""
