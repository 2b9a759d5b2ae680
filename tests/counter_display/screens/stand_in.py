"""A small office that speaks the contract of ARCHITECTURE.md: the screens are tried against it, fault by fault.

It keeps its events in a list, answers the few calls of the API that screens make, and can be told to drop a
frame, to fall silent, to cut every link, or to be away.
"""

from __future__ import annotations

import io
import logging
import math
import struct
import threading
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO
from werkzeug.serving import make_server

from counter_display.pages import blueprint
from counter_display.phone import Judgement, TicketView
from foundation.ids import new_id
from foundation.refusal import Refusal
from foundation.texts import Texts
from foundation.web import assets
from foundation.web.shell import Shell
from motcua import front

ROOT = Path(__file__).parents[3]
#: Monday, 23/11/2026, 09:41 in Vietnam.
MORNING = 1_795_401_660_000
TOKEN = "mc_screen"
LEASE_SECONDS = 10.0
SPOKEN = ("ticket.called.v1", "ticket.recalled.v1")


def service(code: str, name: str, sign: str, waiting: int = 0, **more: Any) -> dict[str, Any]:
    low = more.pop("p50", waiting * 4)
    return {
        "code": code,
        "name_vi": name,
        "name_en": more.pop("name_en", name),
        "sign": sign,
        "position": ord(code),
        "open": more.pop("open", True),
        "waiting": waiting,
        "minutes": {"p50": low, "p90": None if low is None else low * 1.7},
    }


def counter(code: str, officer: str | None = None, state: str = "open") -> dict[str, Any]:
    return {"code": code, "state": state, "officer": officer, "ticket": None, "serves": []}


SERVICES = (
    service("A", "Nộp hồ sơ", "submit", 7, name_en="File a dossier"),
    service("C", "Chứng thực, sao y", "certify", 12, name_en="Certified copies"),
    service("G", "Nhận kết quả", "collect", 3, name_en="Collect a result"),
    service("H", "Bổ sung giấy tờ", "supplement", 0, name_en="Add papers"),
)
COUNTERS = (counter("1", "Lê Thị Mẫu"), counter("2", "Trần Văn Thử"), counter("3", "Phạm Thị Ví Dụ"), counter("4"))


@dataclass
class Voice:
    """The one leased player, its mark, and what it was asked to play."""

    mark: int = 0
    holder: str | None = None
    until: float = 0.0
    fetched: list[int] = field(default_factory=list)
    played: list[int] = field(default_factory=list)


class StandIn:
    """The office. Times are business milliseconds; the clock stands unless a test moves it."""

    def __init__(self) -> None:
        self.events: list[tuple[dict[str, Any], tuple[str, ...]]] = []
        self.services = [dict(each) for each in SERVICES]
        self.counters = [dict(each) for each in COUNTERS]
        self.calls: list[dict[str, Any]] = []
        self.notices: list[str] = []
        self.name = "UBND phường Lê Lợi · Bộ phận Một cửa"
        self.started = time.monotonic()
        self.ahead_ms = 0
        self.voice = Voice()
        self.tickets: dict[str, TicketView] = {}
        self.offer = front.Offer(("1", "2", "3", "4"), kiosk="http://127.0.0.1:8081/")
        self.pressed: list[tuple[str, Any]] = []
        self.tokens = {TOKEN}
        self.approves = True
        self.away = False
        self.silent = False
        self.drop = 0
        self.lose_played = 0
        self.no_sound: list[int] = []
        self.sids: set[str] = set()
        self.subscriptions: list[int | None] = []

    def now(self) -> int:
        return MORNING + self.ahead_ms + int((time.monotonic() - self.started) * 1000)

    @property
    def last(self) -> int:
        return len(self.events)

    def board(self) -> dict[str, Any]:
        return {
            "as_of": self.last,
            "time": self.now(),
            "day": "2026-11-23",
            "services": self.services,
            "counters": self.counters,
            "calls": self.calls[:12],
        }


class Office(StandIn):
    """What happens in it, and who hears of it."""

    socketio: SocketIO

    def happen(self, kind: str, channels: tuple[str, ...] = ("hall",), **data: Any) -> int:
        number = self.last + 1
        event = {
            "id": number,
            "type": kind,
            "time": self.now(),
            "office": "office",
            "subject": data.get("ticket") or data.get("counter"),
            "data": data,
        }
        self.events.append((event, channels))
        for channel in channels:
            self._send(channel, event)
        return number

    def _send(self, channel: str, event: dict[str, Any]) -> None:
        if self.silent or self.away:
            return
        if self.drop:
            self.drop -= 1
            return
        self.socketio.emit("event", {**event, "prev": self.before(channel, event["id"])}, to=channel, namespace="/live")

    def before(self, channel: str, number: int) -> int | None:
        earlier = [event["id"] for event, channels in self.events if channel in channels and event["id"] < number]
        return earlier[-1] if earlier else None

    def call(self, number: str, at: str, kind: str = "ticket.called.v1") -> int:
        ticket = f"t-{number}"
        data = {"ticket": ticket, "number": number, "service": number[0], "counter": at, "officer": None, "nth": 1}
        event = self.happen(kind, ("hall", f"counter:{at}"), **data)
        self.calls = [each for each in self.calls if each["ticket"] != ticket]
        call = {"id": event, "ticket": ticket, "number": number, "counter": at, "time": self.now(), "state": "called"}
        self.calls.insert(0, call)
        self._in_hand(at, {"id": ticket, "number": number, "state": "called"})
        return event

    def start(self, number: str, at: str) -> int:
        self._in_hand(at, {"id": f"t-{number}", "number": number, "state": "serving"})
        self.calls = [{**c, "state": "serving"} if c["number"] == number else c for c in self.calls]
        data = {"ticket": f"t-{number}", "number": number, "service": number[0], "counter": at, "officer": None}
        return self.happen("ticket.started.v1", ("hall", f"counter:{at}"), **data)

    def _in_hand(self, at: str, ticket: dict[str, Any] | None) -> None:
        for each in self.counters:
            if each["code"] == at:
                each["ticket"] = ticket

    def set_counter(self, at: str, state: str, officer: str | None) -> None:
        for each in self.counters:
            if each["code"] == at:
                each.update(state=state, officer=officer, ticket=None)
        kind = {"open": "opened", "paused": "paused", "closed": "closed"}[state]
        self.happen(f"counter.{kind}.v1", ("hall", f"counter:{at}"), counter=at, officer="p-1")

    def tell_board(self) -> None:
        message = {"id": None, "prev": None, "type": "board.v1", "time": self.now(), "data": self.board()}
        self.socketio.emit("event", message, to="hall", namespace="/live")

    def cut(self) -> None:
        """Drop every connection, as a cable does: the screens must come back by themselves."""
        for sid in list(self.sids):
            self.socketio.server.disconnect(sid, namespace="/live")

    # -- what a phone may do

    def look(self, code: str) -> TicketView | None:
        return self.tickets.get(code)

    def come_back(self, code: str, key: str) -> Refusal | None:
        self.pressed.append(("back", key))
        return None if self.tickets[code].may_come_back else Refusal("token.bad")

    def rate(self, code: str, judgement: Judgement, key: str) -> Refusal | None:
        self.pressed.append(("rate", judgement))
        return None if code in self.tickets and key else Refusal("ticket.unknown")


def tone(seconds: float = 0.4) -> bytes:
    """A short WAV."""
    frames = [int(6000 * math.sin(i / 8)) for i in range(int(8000 * seconds))]
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(struct.pack(f"<{len(frames)}h", *frames))
    return out.getvalue()


def make_app(office: Office) -> Flask:
    app = Flask("stand_in", static_folder=None)
    texts = Texts.load("foundation", "counter_display", strict=True)
    folders = [ROOT / room / "templates" for room in ("counter_display", "motcua")]
    shell = Shell(texts, folders, lambda: office.name)
    rooms = {room: ROOT / room / "static" for room in ("counter_display", "motcua")}
    rooms["foundation"] = ROOT / "foundation" / "web" / "static" / "foundation"
    files = assets.Assets(rooms, ROOT / "node_modules")
    app.register_blueprint(assets.blueprint(files, lambda load: load()))
    app.register_blueprint(blueprint(shell, office, new_id))
    app.register_blueprint(front.blueprint(shell, lambda: office.offer))
    app.before_request(lambda: abort(503) if office.away and request.path.startswith("/api/") else None)
    _add_api(app, office)
    _add_voice(app, office)
    office.socketio = SocketIO(app, async_mode="threading", cors_allowed_origins=[])
    _add_live(office)
    return app


def _signed(office: Office) -> None:
    if request.headers.get("Authorization", "").removeprefix("Bearer ") not in office.tokens:
        abort(401)


def _turn(office: Office, holder: str) -> dict[str, Any]:
    voice = office.voice
    if voice.holder not in {None, holder} and time.monotonic() < voice.until:
        return {"mine": False, "holder": voice.holder, "position": voice.mark, "lease_seconds": 10, "next": None}
    voice.holder, voice.until = holder, time.monotonic() + LEASE_SECONDS
    coming = [e for e, _ in office.events if e["type"] in SPOKEN and e["id"] > voice.mark]
    coming = [e for e in coming if office.now() - e["time"] <= 60_000]
    upcoming = None
    if coming:
        twice = len(coming) <= 2
        number = coming[0]["id"]
        upcoming = {"event": number, "number": coming[0]["data"]["number"], "counter": coming[0]["data"]["counter"]}
        upcoming |= {"twice": twice, "url": f"/api/v1/voice/{number}.wav" + ("?twice=1" if twice else "")}
    return {"mine": True, "holder": holder, "position": voice.mark, "lease_seconds": 10, "next": upcoming}


def _add_api(app: Flask, office: Office) -> None:
    @app.get("/api/v1/office")
    def about() -> dict[str, Any]:
        about = {"name": office.name, "now": office.now(), "clock_rate": 1.0, "demo": True, "notices": office.notices}
        return {**about, "languages": ["vi", "en"], "code": "", "public_url": None, "version": "0"}

    @app.get("/api/v1/board")
    def board() -> dict[str, Any]:
        _signed(office)
        return {**office.board(), "seq": office.last}

    @app.post("/api/v1/pairing")
    def ask_pairing() -> dict[str, Any]:
        return {"code": "4821", "secret": "s", "expires_in": 600, "approved": office.approves}

    @app.get("/api/v1/pairing/<secret>")
    def pairing(secret: str) -> dict[str, Any]:
        return {"state": "approved", "token": TOKEN} if office.approves else {"state": "waiting"}


def _add_voice(app: Flask, office: Office) -> None:
    @app.post("/api/v1/voice/lease")
    def lease() -> dict[str, Any]:
        _signed(office)
        return _turn(office, request.get_json()["holder"])

    @app.post("/api/v1/voice/played")
    def played() -> dict[str, Any]:
        _signed(office)
        body = request.get_json()
        if office.lose_played:
            office.lose_played -= 1
            abort(503)
        if body["holder"] == office.voice.holder:
            office.voice.played.append(body["event"])
            office.voice.mark = max(office.voice.mark, body["event"])
        return _turn(office, body["holder"])

    @app.post("/api/v1/voice/release")
    def release() -> tuple[str, int]:
        if request.get_json()["holder"] == office.voice.holder:
            office.voice.holder = None
        return "", 204

    @app.get("/api/v1/voice/<int:event>.wav")
    def sound(event: int) -> Response:
        _signed(office)
        if office.no_sound:
            abort(office.no_sound.pop())
        office.voice.fetched.append(event)
        return Response(tone(), mimetype="audio/wav")


def _add_live(office: Office) -> None:
    live = office.socketio

    @live.on("connect", namespace="/live")  # type: ignore[untyped-decorator]
    def connect(auth: dict[str, Any] | None = None) -> bool:
        if office.away:
            return False
        if (auth or {}).get("token") not in office.tokens:
            raise Refused("token.bad")
        office.sids.add(request.sid)  # type: ignore[attr-defined]
        return True

    @live.on("disconnect", namespace="/live")  # type: ignore[untyped-decorator]
    def disconnect(*_reason: object) -> None:
        office.sids.discard(request.sid)  # type: ignore[attr-defined]

    @live.on("subscribe", namespace="/live")  # type: ignore[untyped-decorator]
    def subscribe(message: dict[str, Any]) -> dict[str, Any]:
        sid, room, after = request.sid, message["room"], message["after"]  # type: ignore[attr-defined]
        office.subscriptions.append(after)
        if after is not None:
            for event, channels in list(office.events):
                if room in channels and event["id"] > after:
                    prev = office.before(room, event["id"])
                    live.emit("event", {**event, "prev": prev}, to=sid, namespace="/live")
        live.server.enter_room(sid, room, namespace="/live")
        if room == "hall":
            snapshot = {"id": None, "prev": None, "type": "board.v1", "time": office.now(), "data": office.board()}
            live.emit("event", snapshot, to=sid, namespace="/live")
        return {"room": room, "last": office.last}


def _beat(office: Office, stop: threading.Event) -> None:
    while not stop.wait(1.0):
        if not office.silent and not office.away:
            office.socketio.emit("beat", {"time": office.now(), "last": office.last}, namespace="/live")


@contextmanager
def running(port: int) -> Iterator[tuple[Office, str]]:
    """An office on this port of this machine, until the end of the block."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    office = Office()
    server = make_server("127.0.0.1", port, make_app(office), threaded=True)
    stop = threading.Event()
    threads = [
        threading.Thread(target=server.serve_forever, daemon=True),
        threading.Thread(target=_beat, args=(office, stop), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield office, f"http://127.0.0.1:{port}"
    finally:
        stop.set()
        server.shutdown()
