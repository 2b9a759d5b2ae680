"""The one table of settings: name, kind and default here, the sentence in the texts `setting.<name>`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, Literal

from foundation.settings import kinds
from foundation.settings.kinds import Kind


def _setting(group: str, kind: Kind, default: Any, *, secret: bool = False) -> Any:
    """One row: `group` is where docs/settings.md lists it; a secret is never printed."""
    return field(default=default, repr=not secret, metadata={"group": group, "kind": kind, "secret": secret})


_HOST = kinds.text(r"[A-Za-z0-9.:-]{1,253}", "host")
_CODE = kinds.text(r"[A-Z0-9]{1,4}(\.[A-Z0-9]{1,4}){0,5}", "office_code")
_POSTGRES = kinds.text(r"postgres(ql)?://\S+", "database")
_REDIS = kinds.text(r"rediss?://\S+", "redis")
_NAMES = kinds.text(r"[A-Za-z0-9.:-]+(\s*,\s*[A-Za-z0-9.:-]+)*", "names")
_PRINTER = kinds.text(
    r"virtual|usb:([0-9A-Fa-f]{4}:[0-9A-Fa-f]{4})?(\?\S*)?|tcp:[^\s:?]+(:[0-9]{1,5})?(\?\S*)?|serial:\S+|file:.+",
    "printer",
)
_SCANNER = kinds.text(r"page|camera:\S+|folder:.+|video:.+|evdev:\S+|serial:\S+", "scanner")


@dataclass(frozen=True)
class Settings:
    """What an office, a kiosk or a device is told at its start.

    Times end in their unit (`_s`, `_min`, `_hours`) and are real time, whatever the office's clock.
    `sources` tells for each name given where: the file's or the variable's name.
    """

    office_name: str = _setting("office", kinds.text(), "Một Cửa")
    office_code: str = _setting("office", _CODE, "")
    profile: Literal["2019", "2025"] = _setting("office", kinds.choice("2019", "2025"), "2025")
    demo: bool = _setting("office", kinds.switch(), default=False)

    host: str = _setting("server", _HOST, "127.0.0.1")
    port: int = _setting("server", kinds.whole(1, 65535), 8080)
    plain_http: bool = _setting("server", kinds.switch(), default=False)
    certificate_names: str = _setting("server", _NAMES, "")
    public_url: str = _setting("server", kinds.web_address(), "")
    portal_url: str = _setting("server", kinds.web_address(), "")
    database_url: str = _setting("server", _POSTGRES, "", secret=True)
    redis_url: str = _setting("server", _REDIS, "", secret=True)
    async_mode: Literal["eventlet", "threading"] = _setting("server", kinds.choice("eventlet", "threading"), "eventlet")
    readers: int = _setting("server", kinds.whole(1, 32), 3)
    session_hours: int = _setting("server", kinds.whole(1, 24), 10)
    max_upload_mb: int = _setting("server", kinds.whole(1, 1024), 20)
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        "server", kinds.choice("debug", "info", "warning", "error"), "info"
    )
    strict_texts: bool = _setting("server", kinds.switch(), default=False)

    no_show_calls: int = _setting("queue", kinds.whole(1, 20), 3)
    recall_gap_s: int = _setting("queue", kinds.whole(0, 3600), 40)
    come_back_minutes: int = _setting("queue", kinds.whole(0, 600), 30)
    come_back_after: int = _setting("queue", kinds.whole(0, 100), 3)
    undo_seconds: int = _setting("queue", kinds.whole(0, 60), 5)
    rating_open_s: int = _setting("queue", kinds.whole(0, 3600), 60)
    rating_close_min: int = _setting("queue", kinds.whole(1, 240), 5)

    voice_gap_s: float = _setting("voice", kinds.number(0, 10), 0.7)
    voice_twice: bool = _setting("voice", kinds.switch(), default=True)
    voice_speak_four: Literal["bốn", "tư"] = _setting("voice", kinds.choice("bốn", "tư"), "bốn")
    voice_zero_word: Literal["lẻ", "linh"] = _setting("voice", kinds.choice("lẻ", "linh"), "lẻ")
    voice_max_age_s: int = _setting("voice", kinds.whole(5, 3600), 60)
    voice_english: bool = _setting("voice", kinds.switch(), default=False)

    server_url: str = _setting("kiosk", kinds.web_address(), "")
    device_token: str = _setting("kiosk", kinds.text(r"mc_[A-Za-z0-9_-]{20,80}", "token"), "", secret=True)
    kiosk_port: int = _setting("kiosk", kinds.whole(1, 65535), 8090)
    kiosk_timeout_s: int = _setting("kiosk", kinds.whole(10, 600), 45)
    screen_diagonal_inch: float = _setting("kiosk", kinds.number(5, 100), 21.5)
    printer: str = _setting("kiosk", _PRINTER, "virtual")
    paper_mm: Literal[80, 58] = _setting("kiosk", kinds.choice(80, 58), 80)
    scanner: str = _setting("kiosk", _SCANNER, "page")

    sources: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)


#: Every setting by name, in the order of the table.
ROWS: dict[str, Field[Any]] = {row.name: row for row in fields(Settings) if "kind" in row.metadata}


def kind_of(name: str) -> Kind:
    """How the setting is read."""
    kind: Kind = ROWS[name].metadata["kind"]
    return kind


def is_secret(name: str) -> bool:
    """Whether its value is never printed."""
    return bool(ROWS[name].metadata["secret"])


def default_of(name: str) -> Any:
    """Its value when nothing is given."""
    return ROWS[name].default


def group_of(name: str) -> str:
    """office, server, queue, voice or kiosk."""
    return str(ROWS[name].metadata["group"])
