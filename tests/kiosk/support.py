"""A kiosk in pieces for its tests: an invented office, its board, and pages on a port of their own."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from foundation.texts import Texts
from foundation.web.assets import Assets
from kiosk import pages
from kiosk.booth import Booth
from kiosk.render import Renderer
from kiosk.screens import (
    Action,
    Asking,
    AskMeaning,
    AskPrinted,
    AskReprint,
    CameBack,
    ChoosePriority,
    ChooseService,
    Confirm,
    Done,
    Effect,
    Home,
    Limits,
    Meaning,
    Meant,
    PrinterFailed,
    Printing,
    Refused,
    Screen,
    ServerAway,
    TakeTicket,
    Ticket,
    TypeCode,
    Wish,
)
from kiosk.view import Surroundings

ROOT = Path(__file__).parents[2]
TEXTS = Texts.load("kiosk", strict=True)
OFFICE = "UBND phường Lê Lợi · Bộ phận Một cửa"
RECEIPT = "https://dichvucong.example.vn/r/000.00.06.H08-261123-0012.1.ABCDEFGHIJKLMNOP"
TICKET_CODE = "MC:T:019aa000-0000-7000-8000-000000000012.1.ABCDEFGHIJKLMNOP"


def service(code: str, sign: str, names: tuple[str, str], waiting: int, p50: float) -> dict[str, Any]:
    return {
        "code": code,
        "name_vi": names[0],
        "name_en": names[1],
        "sign": sign,
        "position": ord(code),
        "open": True,
        "waiting": waiting,
        "minutes": {"p50": p50, "p90": p50 * 1.6},
    }


SERVICES = (
    service("A", "submit", ("Nộp hồ sơ", "Submit an application"), 7, 18),
    service("C", "collect", ("Nhận kết quả", "Collect a result"), 3, 8),
    service("E", "supplement", ("Bổ sung giấy tờ", "Add papers"), 1, 5),
    service("G", "certify", ("Chứng thực, sao y", "Certified copies"), 12, 24),
    service("H", "help", ("Nhờ cán bộ hướng dẫn", "Ask a member of staff"), 0, 2),
)
AROUND = Surroundings(office=OFFICE, services=SERVICES, hints=frozenset({"home.vi"}))
TICKET = Ticket(
    id="019aa000-0000-7000-8000-000000000012",
    number="A012",
    service="A",
    key="key-1",
    ahead=7,
    p50=15,
    p90=24,
    code=TICKET_CODE,
)
WISH = Wish("A", ("000.00.06.H08-261123-0012",), "elderly")
ASKING_TICKET = TakeTicket("key-1", WISH)

RECEIPT_MEANT = Meaning(
    "receipt",
    "Hồ sơ 000.00.06.H08-261123-0012 đã có kết quả. Mời ông/bà lấy số nhận kết quả.",
    (Action("ticket", "C", ("000.00.06.H08-261123-0012",)),),
)
TICKET_MEANT = Meaning(
    "ticket",
    "Số A012 đang chờ.",
    (Action("come_back"), Action("reprint")),
    TICKET,
)
CITIZEN_MEANT = Meaning("citizen", "Ông/bà được ưu tiên người cao tuổi.", (Action("ticket", priority="elderly"),))
VNEID_MEANT = Meaning("vneid", "Máy này không đọc được mã VNeID. Xin ông/bà đưa giấy hẹn hoặc thẻ căn cước.")
FOREIGN_MEANT = Meaning(
    "foreign",
    "Đây là mã hồ sơ của một hệ thống khác. Văn phòng chưa xem được chi tiết; ông/bà lấy số để cán bộ xem giúp.",
    (Action("ticket", "C", ("0012",)), Action("ticket", "E", ("0012",))),
)
FORGED_MEANT = Meaning("receipt", "Mã trên giấy này không đúng. Xin ông/bà hỏi cán bộ.", (Action("none"),))
UNKNOWN_MEANT = Meaning("unknown", "Máy chưa nhận ra mã này. Xin ông/bà đưa mã trên giấy hẹn.")

#: Every screen there is, by the name of its photograph.
SCREENS: dict[str, Screen] = {
    "home": Home(),
    "choose_service": ChooseService("elderly"),
    "choose_priority": ChoosePriority(Wish("A")),
    "confirm": Confirm(WISH),
    "type_code": TypeCode(),
    "asking": Asking(ASKING_TICKET),
    "meant_receipt": Meant(RECEIPT_MEANT),
    "meant_ticket": Meant(TICKET_MEANT),
    "meant_citizen": Meant(CITIZEN_MEANT),
    "meant_vneid": Meant(VNEID_MEANT),
    "meant_foreign": Meant(FOREIGN_MEANT),
    "meant_forged": Meant(FORGED_MEANT),
    "meant_unknown": Meant(UNKNOWN_MEANT),
    "ask_reprint": AskReprint(TICKET),
    "printing": Printing(TICKET),
    "done": Done(TICKET),
    "came_back": CameBack(TICKET),
    "printer_failed": PrinterFailed(TICKET, "paper.out", "none"),
    "printer_failed_midway": PrinterFailed(TICKET, "device.missing", "some"),
    "server_away": ServerAway(ASKING_TICKET),
    "server_away_code": ServerAway(AskMeaning("key-2", RECEIPT)),
    "refused": Refused("service.closed", "Chứng thực, sao y nhận từ 7:30 đến 11:00 và từ 13:30 đến 16:30."),
    "ask_printed": AskPrinted(TICKET),
}


def booth(
    carry_out: Callable[[Effect], None] = lambda _effect: None,
    monotonic: Callable[[], float] = time.monotonic,
    limits: Limits | None = None,
) -> Booth:
    return Booth(limits or Limits(), AROUND, monotonic, carry_out)


def files() -> Assets:
    rooms = {name: ROOT / place / "static" for name, place in _ROOMS.items()}
    return Assets({**rooms, "foundation": ROOT / "foundation/web/static/foundation"}, ROOT / "node_modules")


_ROOMS = {"kiosk": "kiosk"}


def pages_of(
    booth: Booth,
    hints: Path = Path("/nonexistent"),
    diagonal: float = 21.5,
    view: Callable[[], bytes | None] = lambda: None,
) -> Flask:
    numbers = itertools.count(1)
    return pages.app(
        booth,
        Renderer(TEXTS),
        files=files(),
        glass=pages.Glass(diagonal, booth.seen.state.limits.warning),
        view=view,
        hints=hints,
        new_id=lambda: f"press-{next(numbers)}",
    )


@contextlib.contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """The app on a free port of loopback; its address."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
