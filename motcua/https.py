"""The office's own certificates: plain HTTP on loopback, HTTPS elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from foundation.certificates import Certificates, ensure, own_names
from foundation.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def wants_https(settings: Settings, host: str) -> bool:
    """HTTPS wherever the network can listen, unless old screens need it otherwise (`plain_http`, said by check)."""
    return host not in LOOPBACK and not settings.plain_http


def certificates(data: Path, settings: Settings) -> Certificates:
    """The server's certificate, made or renewed when it is due."""
    given = [name.strip() for name in settings.certificate_names.split(",") if name.strip()]
    return ensure(data / "keys", settings.office_name, [*own_names(), *given], datetime.now(UTC))
