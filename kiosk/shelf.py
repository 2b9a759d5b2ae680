"""The shelf beside the screen while trying out: what a hand does to a camera and a printer that are not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request, send_file

from hardware.errors import DeviceFault
from hardware.printer.port import Printer
from hardware.printer.virtual import Mechanism
from kiosk.eyes import Eyes

PICTURE_BYTES = 20_000_000
SAMPLE_KINDS = {".png", ".jpg", ".jpeg", ".webp"}
SLIPS_SHOWN = 4
#: A cut "in the middle" comes after so much paper, in millimetres.
MIDWAY_MM = 30

#: What the buttons of the printer do.
HANDS: dict[str, Callable[[Mechanism], None]] = {
    "paper_out": lambda m: m.load(0),
    "paper_in": lambda m: m.load(),
    "open_cover": lambda m: m.open_cover(),
    "close_cover": lambda m: m.close_cover(),
    "unplug": lambda m: m.unplug(),
    "plug_in": lambda m: m.plug_in(),
    "cut_midway": lambda m: m.cut_power_after(MIDWAY_MM),
    "power_on": lambda m: m.power_on(),
}


@dataclass(frozen=True)
class Shelf:
    """What lies on it: samples to hold up, and whether camera and printer are of software."""

    samples: tuple[str, ...]
    has_printer: bool


def attach(app: Flask, eyes: Eyes, printer: Printer, mechanism: Mechanism | None, samples: Path) -> None:
    """Add the shelf to the kiosk's page; every press passes the page's own guard."""
    names = _samples(samples)
    app.extensions["kiosk.shelf"] = Shelf(names, mechanism is not None)
    _camera(app, eyes, samples, names)
    if mechanism is not None:
        _printer(app, mechanism)
    app.add_url_rule("/shelf/state", "shelf_state", lambda: jsonify(_state(eyes, printer, mechanism)))


def _samples(folder: Path) -> tuple[str, ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted(p.name for p in folder.iterdir() if p.suffix.lower() in SAMPLE_KINDS))


def _camera(app: Flask, eyes: Eyes, samples: Path, names: tuple[str, ...]) -> None:
    @app.post("/shelf/picture")
    def picture() -> tuple[Response, int]:
        request.max_content_length = PICTURE_BYTES
        refused = eyes.show(request.get_data())
        return jsonify(refused=refused), 422 if refused else 200

    @app.post("/shelf/source")
    def source() -> tuple[Response, int]:
        said = request.get_json()
        spec = said.get("spec") if isinstance(said, dict) else None
        if not isinstance(spec, str):
            return jsonify(refused="device.misnamed"), 422
        try:
            eyes.use(spec.strip())
        except DeviceFault as fault:
            return jsonify(refused=fault.code), 422
        return jsonify(refused=None), 200

    @app.get("/shelf/samples/<name>")
    def sample(name: str) -> Response:
        # Only names that were listed: nothing else of the disk is served.
        return send_file((samples / name).resolve()) if name in names else Response(status=404)


def _printer(app: Flask, mechanism: Mechanism) -> None:
    @app.post("/shelf/printer")
    def hand() -> tuple[Response, int]:
        said = request.get_json()
        do = HANDS.get(str(said.get("do"))) if isinstance(said, dict) else None
        if do is None:
            return jsonify(refused="unknown"), 422
        do(mechanism)
        return jsonify(refused=None), 200

    @app.get("/shelf/paper/<int:back>.png")
    def paper(back: int) -> Response:
        slips = list(mechanism.slips)
        if back >= len(slips):
            return Response(status=404)
        return Response(slips[-1 - back].png(), mimetype="image/png")


def _state(eyes: Eyes, printer: Printer, mechanism: Mechanism | None) -> dict[str, Any]:
    """For the shelf's own script, once a second."""
    state: dict[str, Any] = {"source": eyes.spec, "scanner_fault": eyes.fault()}
    if mechanism is not None:
        status = printer.status()
        made = mechanism.happened("printed") + mechanism.happened("torn")
        state["printer"] = {
            "fault": status.fault,
            "paper": status.paper,
            "cover": status.cover,
            "reachable": mechanism.reachable,
            "off": mechanism.happened("power.off") > mechanism.happened("power.on"),
            "made": made,
            "slips": min(SLIPS_SHOWN, len(mechanism.slips)),
        }
    return state
