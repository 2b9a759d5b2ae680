"""Files the pages need: ours under /static/<room>/, third parties' under /vendor/<package>/, all from this machine.

Each is read once, outside the loop, and then kept with its gzip form and its digest.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, request

#: Smaller ones gain nothing.
GZIP_FROM = 600
_PACKED = {".woff2", ".woff", ".png", ".jpg", ".webp", ".wav", ".ico"}
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}

#: The only third-party files that are served, by package.
VENDOR: dict[str, tuple[str, ...]] = {
    "@fontsource/be-vietnam-pro": ("files/",),
    "socket.io-client": ("dist/socket.io.min.js",),
    "htmx.org": ("dist/htmx.min.js",),
    "@tabler/core": ("dist/css/tabler.min.css",),
}


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    packed: bytes | None
    digest: str
    mimetype: str


class Assets:
    """Finds files by their address; nothing outside the named folders is ever read."""

    def __init__(self, rooms: Mapping[str, Path], vendor: Path) -> None:
        self._rooms = {name: path.resolve() for name, path in rooms.items()}
        self._vendor = vendor.resolve()
        self._kept: dict[str, Asset | None] = {}

    def kept(self, address: str) -> tuple[bool, Asset | None]:
        """(known, asset) without touching the disk."""
        return address in self._kept, self._kept.get(address)

    def load(self, address: str) -> Asset | None:
        """Read the file of an address such as `static/foundation/tokens.css`; None when there is none."""
        path = self._path(address)
        asset = _read(path) if path and path.is_file() else None
        if asset is not None:
            self._kept[address] = asset
        return asset

    def _path(self, address: str) -> Path | None:
        where, _, rest = address.partition("/")
        if where == "static":
            room, _, name = rest.partition("/")
            return _inside(self._rooms.get(room), name)
        for package, allowed in VENDOR.items():
            name = rest.removeprefix(f"{package}/")
            if name != rest and name.startswith(allowed):
                return _inside(self._vendor / package, name)
        return None


def blueprint(assets: Assets, outside_loop: Callable[[Callable[[], Asset | None]], Asset | None]) -> Blueprint:
    """Serves /static and /vendor; `outside_loop` runs the one reading of a file in a real thread."""
    pages = Blueprint("assets", __name__)

    def serve(address: str) -> Response:
        known, asset = assets.kept(address)
        if not known:
            asset = outside_loop(lambda: assets.load(address))
        return _response(asset) if asset else Response(status=404)

    pages.add_url_rule("/static/<path:name>", "static", lambda name: serve(f"static/{name}"))
    pages.add_url_rule("/vendor/<path:name>", "vendor", lambda name: serve(f"vendor/{name}"))
    return pages


def _response(asset: Asset) -> Response:
    if request.if_none_match.contains(asset.digest):
        return Response(status=304)
    packed = asset.packed is not None and request.accept_encodings.quality("gzip") > 0
    response = Response((asset.packed if packed else asset.body) or b"", mimetype=asset.mimetype)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(asset.digest)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _inside(root: Path | None, name: str) -> Path | None:
    """The path, if it does not leave its folder."""
    if root is None:
        return None
    path = (root / name).resolve()
    return path if path.is_relative_to(root) else None


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    suffix = path.suffix.lower()
    mimetype = _TYPES.get(suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(body, 9, mtime=0) if suffix not in _PACKED and len(body) >= GZIP_FROM else None
    return Asset(body, packed, hashlib.sha256(body).hexdigest()[:20], mimetype)
