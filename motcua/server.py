"""The server put together: an ordered list of steps; nothing is asked of the database in any of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify
from flask_socketio import SocketIO

from counter_display import api as voice_api
from counter_display.voice.bank import BankInUse
from foundation.api import openapi
from foundation.api.access import Access
from foundation.api.blueprint import answer_unknown_paths, api_blueprint
from foundation.api.route import Route
from foundation.codes import ticket_of
from foundation.db.engine import open_database
from foundation.devices import api as devices_api
from foundation.devices.registry import mark_seen
from foundation.live import Live, SocketWire
from foundation.people import api as people_api
from foundation.stream import api as stream_api
from foundation.stream.cursors import Cursors
from foundation.stream.follower import Follower
from foundation.stream.hub import Hub
from foundation.web.assets import Assets
from foundation.web.assets import blueprint as assets_blueprint
from foundation.web.shell import Shell
from motcua import office_api, pages, version, voices
from motcua.lag import LoopLag
from motcua.office import Office, database_url, signing_keys
from motcua.queue_room import join_queue, let_settings_rule

ROOT = Path(__file__).resolve().parent.parent

#: A dead connection is noticed after about this long; our own beat is quicker.
PING_SECONDS = 10
#: A desk's socket carries next to nothing upward.
SOCKET_BYTES = 16 * 1024


@dataclass
class Server:
    """Everything one server process holds."""

    office: Office
    app: Flask
    socketio: SocketIO
    hub: Hub
    follower: Follower
    access: Access
    live: Live
    lag: LoopLag
    https: bool = False
    routes: list[Route] = field(default_factory=list)

    def start(self) -> None:
        """Begin to follow and to beat; from here on this thread is the loop."""
        self.follower.start()
        self.live.start_beating()
        self.socketio.start_background_task(self.lag.run)

    def close(self) -> None:
        """Stop following, finish every command that was taken."""
        self.follower.close()
        self.office.close()


def build(office: Office, start_after: int, *, https: bool = False, kiosk: str | None = None) -> Server:
    """Put the server together; `start_after` is the number of the newest event, `kiosk` its page's address."""
    settings, store = office.settings, office.store
    app = Flask("motcua", static_folder=None)
    socketio = SocketIO(
        app,
        async_mode=settings.async_mode,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        max_http_buffer_size=SOCKET_BYTES,
        manage_session=False,
    )
    keys = signing_keys(office)
    access = Access(store, lambda text: ticket_of(text, keys))
    hub = Hub(store, SocketWire(socketio))
    follower = Follower(open_database(database_url(office.data, settings)), office.id, start_after)
    store.when_committed(follower.ring)
    queue = join_queue(office, keys, hub)
    for sink in (access, queue.sink, hub):
        follower.add(sink)
    live = Live(
        socketio,
        hub,
        access,
        office.clock.now,
        lambda device: store.writer.submit(partial(mark_seen, device_id=device)),
    )
    document: dict[str, Any] = {}
    bank = BankInUse(voices.clips_folder(office.data))
    routes = [
        *office_api.routes(office, document),
        *devices_api.routes(store, approves_itself=settings.demo),
        *people_api.routes(store, access, secure=https, session_hours=settings.session_hours),
        *stream_api.routes(store),
        *voice_api.routes(store, Cursors(), bank, voices.voice_settings(settings)),
        *queue.routes,
    ]
    document.update(openapi.document(routes, version.current()))
    app.register_blueprint(api_blueprint(routes, store, access, office.texts))
    answer_unknown_paths(app, office.texts)
    _serve_files(app, office)
    pages.register(app, office, access, shell_of(office), queue, kiosk)
    let_settings_rule(queue.room, settings)
    lag = LoopLag(socketio.sleep, office.clock.monotonic)
    server = Server(office, app, socketio, hub, follower, access, live, lag, https, routes)
    _serve_health(app, server)
    return server


def shell_of(office: Office) -> Shell:
    """The page shell with the templates of every room."""
    folders = [ROOT / room / "templates" for room in ("counter_display", "backoffice", "motcua")]
    return Shell(office.texts, folders, lambda: office.settings.office_name)


def _serve_files(app: Flask, office: Office) -> None:
    rooms = {
        "foundation": ROOT / "foundation" / "web" / "static" / "foundation",
        **{room: ROOT / room / "static" for room in ("counter_display", "backoffice", "motcua")},
    }
    assets = Assets(rooms, ROOT / "node_modules")
    app.register_blueprint(assets_blueprint(assets, lambda load: office.store.read(lambda _: load())))


def _serve_health(app: Flask, server: Server) -> None:
    def healthz() -> Response:
        """The process answers, and how late its loop was at worst in the last minute (seconds)."""
        return jsonify(ok=True, loop_lag=round(server.lag.worst(), 4), screens=server.live.connections())

    def readyz() -> tuple[Response, int]:
        """The database answers and the stream is followed."""
        last = server.office.store.read(lambda db: db.execute_sql("SELECT max(last_event) FROM office").fetchone()[0])
        behind = int(last or 0) - server.follower.position
        return jsonify(ok=True, behind=behind, commit_seconds=server.office.store.writer.commit_seconds), 200

    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
