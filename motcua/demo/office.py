"""The demo office's services, counters and invented people (a commune-level office of Bình Định)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from foundation.events.queue import CounterDefined, ServiceDefined

OFFICE_NAME = "UBND phường Lê Lợi · Bộ phận Một cửa"
#: Agency codes of Bình Định's units were not found (domain.md §10); an administrator enters the real one.
OFFICE_CODE = "000.00.06.H08"

#: The kiosk's first page, in citizens' words (domain.md §8). In the demo every service is open at any hour.
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
SERVICES: tuple[ServiceDefined, ...] = (
    ServiceDefined(
        "A",
        "Nộp hồ sơ",
        "Hand in a dossier",
        "submit",
        ("Hộ tịch", "Đăng ký, quản lý cư trú", "Giảm nghèo", "Nuôi con nuôi", "Khiếu nại, tố cáo"),
        weekdays=EVERY_DAY,
        minutes=9.0,
        promised=30,
        position=1,
    ),
    ServiceDefined(
        "G",
        "Nhận kết quả",
        "Collect a result",
        "collect",
        weekdays=EVERY_DAY,
        minutes=4.0,
        promised=15,
        position=2,
    ),
    ServiceDefined(
        "H",
        "Bổ sung giấy tờ",
        "Add missing papers",
        "supplement",
        weekdays=EVERY_DAY,
        minutes=5.0,
        promised=20,
        position=3,
    ),
    ServiceDefined(
        "C",
        "Chứng thực, sao y",
        "Certified copies",
        "certify",
        ("Chứng thực",),
        weekdays=EVERY_DAY,
        minutes=5.0,
        promised=25,
        position=4,
    ),
    ServiceDefined(
        "K",
        "Nhờ cán bộ hướng dẫn",
        "Ask for guidance",
        "help",
        weekdays=EVERY_DAY,
        minutes=3.0,
        promised=10,
        position=5,
    ),
)

COUNTERS: tuple[CounterDefined, ...] = (
    CounterDefined("1", (("C", 2), ("G", 1))),
    CounterDefined("2", (("A", 2), ("H", 1))),
    CounterDefined("3", (("A", 1), ("H", 1), ("K", 1))),
    CounterDefined("4", (("C", 1), ("A", 1), ("G", 1))),
)

NOTICES = (
    "Hồ sơ đăng ký khai sinh không thu lệ phí",
    "Người cao tuổi, khuyết tật, phụ nữ mang thai được ưu tiên: xin báo khi lấy số",
    "Vắng khi được mời: xin trình lại phiếu số trong vòng 30 phút",
)


@dataclass(frozen=True)
class DemoPerson:
    """An invented officer; the first password is made at the start and printed once."""

    login: str
    name: str
    roles: tuple[str, ...]


PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("quay1", "Nguyễn Thị Mẫu", ("officer",)),
    DemoPerson("quay2", "Trần Văn Thử", ("officer",)),
    DemoPerson("quay3", "Lê Thị Ví Dụ", ("officer",)),
    DemoPerson("quay4", "Phạm Văn Minh Họa", ("officer",)),
    DemoPerson("huongdan", "Võ Thị Tình Huống", ("usher",)),
    DemoPerson("lanhdao", "Đặng Văn Giả Định", ("leader",)),
)


@dataclass(frozen=True)
class Procedure:
    """A procedure (thủ tục hành chính) as the demo needs it; `days` and `fee` as published, not interpreted."""

    code: str
    name: str
    field: str
    days: str
    fee: str
    documents: tuple[str, ...]


def procedures() -> list[Procedure]:
    """The procedures that the demo office handles."""
    with (Path(__file__).parent / "procedures.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Procedure(
                row["code"],
                row["name"],
                row["field"],
                row["days"],
                row["fee_vnd"],
                tuple(part.strip() for part in row["documents"].split(";")),
            )
            for row in csv.DictReader(lines)
        ]


def service_for(procedure: Procedure) -> str:
    """The letter of the service at which a procedure is handed in."""
    for service in SERVICES:
        if procedure.field in service.fields:
            return service.service
    return SERVICES[0].service
