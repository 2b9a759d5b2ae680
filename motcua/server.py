"""The server put together: an ordered list of steps; nothing is asked of the database in any of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, Response
from flask_socketio import SocketIO

from foundation import codes
from foundation.api import openapi
from foundation.api.access import Access
from foundation.api.blueprint import answer_unknown_paths, api_blueprint
from foundation.api.route import Call, Reply, Route, dumps
from foundation.live import Live, SocketWire
from foundation.stream.cursors import Cursors
from foundation.stream.follower import Follower
from foundation.stream.hub import Hub
from foundation.web.assets import Assets
from foundation.web.assets import blueprint as assets_blueprint
from motcua import version
from motcua.lag import LoopLag
from motcua.office import Office

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Server:
    """Everything one server process holds."""

    office: Office
    app: Flask
    socketio: SocketIO
    hub: Hub
    follower: Follower
    access: Access
    cursors: Cursors
    live: Live
    lag: LoopLag
    routes: list[Route] = field(default_factory=list)

    def close(self) -> None:
        """Stop following, finish every command that was taken."""
        self.follower.close()
        self.office.close()
