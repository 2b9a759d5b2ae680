"""The wall around the tests: nothing but this machine's own loopback is reached or listened on.

An audit hook sees every road out of Python, also those of libraries that kept their own
reference to a function. What it refuses it also remembers, because code that swallows the
error must not make a test green.
"""

from __future__ import annotations

import ipaddress
import sys
from dataclasses import dataclass, field

LOCAL_NAMES = frozenset({"", "localhost", "ip6-localhost"})


class NetworkForbidden(ConnectionRefusedError):
    """A test tried to leave this machine, or to listen for others."""


@dataclass
class NetworkGuard:
    """What the wall has refused since it was put up."""

    attempts: list[str] = field(default_factory=list)
    up: bool = False

    def forgive(self) -> list[str]:
        """Hand over the refused attempts of a test that is *about* having no network."""
        seen, self.attempts = self.attempts, []
        return seen

    def refuse(self, what: str) -> None:
        self.attempts.append(what)
        raise NetworkForbidden(f"tests stay on this machine: {what}")


GUARD = NetworkGuard()


def is_loopback(host: object) -> bool:
    """Whether a host, as Python's socket calls take it, is this machine itself."""
    if isinstance(host, bytes | bytearray):
        host = bytes(host).decode("ascii", "replace")
    if not isinstance(host, str):
        return host is None
    if host in LOCAL_NAMES or host.endswith(".localhost"):
        return host != ""
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if not GUARD.up or not event.startswith("socket."):
        return
    if event in {"socket.connect", "socket.sendto", "socket.bind"}:
        address = arguments[1]
        if isinstance(address, tuple) and not is_loopback(address[0]):
            GUARD.refuse(f"{event.removeprefix('socket.')} {address[0]!r}")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        name = arguments[0]
        # A number is only read, not looked up; a bind or connect to it is judged above.
        if not (_is_number(name) or is_loopback(name)):
            GUARD.refuse(f"look up {name!r}")


def _is_number(host: object) -> bool:
    try:
        ipaddress.ip_address(str(host))
    except ValueError:
        return host is None
    return True


# A hook cannot be taken away again, so there is one for the process and `up` switches it.
sys.addaudithook(_watch)
