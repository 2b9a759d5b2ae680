"""Slips that the printer's tests and benches print."""

from __future__ import annotations

from hardware.printer.slip import Badge, Code, Gap, Heading, Line, Number, Pair, Rule, Slip

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def ticket(count: int = 12, service: str = "Nộp hồ sơ", *, again: bool = False) -> Slip:
    """A ticket as a kiosk composes it; `count` makes its number, its code and the people ahead."""
    mac = "".join(LETTERS[(count * 7 + place * 11) % 32] for place in range(16))
    return Slip(
        (
            Line("UBND phường Lê Lợi · Bộ phận Một cửa", "small", bold=True),
            Rule(),
            Gap(1.5),
            *((Badge("In lại"), Gap(1.5)) if again else ()),
            Heading(service),
            Gap(2),
            Number(f"A{count:03}"),
            Gap(3.5),
            Pair("Trước ông/bà:", f"{count % 9} người"),
            Pair("Khoảng:", "15–25 phút"),
            Gap(1),
            Rule(),
            Code(code_text(count, mac)),
            Line("Quét mã bằng điện thoại để xem lượt của mình.", "small"),
            Gap(1),
            Line("23/11/2026 09:41", "small", bold=True),
        )
    )


def code_text(count: int, mac: str) -> str:
    return f"https://motcua.example.vn/t/0198b1f2c3d4e5f60718293a4b5c{count:04x}.1.{mac}"
