"""The office's own certificates: plain HTTP on loopback, HTTPS elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from foundation.certificates import Certificates, ensure, own_names
from foundation.settings import Settings

ANY_ADDRESS = frozenset({"0.0.0.0", "::"})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def wants_https(settings: Settings, host: str) -> bool:
    """HTTPS wherever the network can listen, unless old screens need it otherwise (`plain_http`, said by check)."""
    return host not in LOOPBACK and not settings.plain_http


def certificates(data: Path, settings: Settings, host: str) -> Certificates:
    """The server's certificate, made or renewed when it is due; good for every name the office is called by."""
    given = [name.strip() for name in settings.certificate_names.split(",") if name.strip()]
    called = [name for name in (host, urlsplit(settings.public_url).hostname) if name and name not in ANY_ADDRESS]
    return ensure(data / "keys", settings.office_name, [*own_names(), *called, *given], datetime.now(UTC))
