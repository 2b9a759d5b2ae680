"""What one kind of printer can do, from python-escpos's own table of printers."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from escpos.capabilities import NotSupported, get_profile

from hardware.errors import DeviceMisnamed

#: Printable dots of the two common rolls at 203 dots an inch (72 mm of 80, 48 mm of 58).
DOTS_OF_PAPER = {80: 576, 58: 384}
_USUAL_DPI = 203
_MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Profile:
    """name: in python-escpos's table. width: printable dots. own_code: it draws QR codes itself."""

    name: str = "default"
    width: int = 576
    dots_per_mm: float = _USUAL_DPI / _MM_PER_INCH
    own_code: bool = True

    def for_escpos(self) -> Any:
        """The library's profile with our width: it prints a complaint on stdout where it knows none."""
        profile = get_profile(self.name)
        profile.profile_data = deepcopy(profile.profile_data)
        profile.profile_data.setdefault("media", {})["width"] = {"pixels": str(self.width)}
        return profile


def find_profile(name: str = "default", paper_mm: int = 80, *, own_code: bool | None = None) -> Profile:
    """The profile named in python-escpos's table; its width, or that of the paper where it says none.

    own_code: whether the printer draws QR codes itself; None asks the table.
    Raises DeviceMisnamed for an unknown name, an unknown paper, or a printer that prints no pictures.
    """
    try:
        known = get_profile(name)
    except (KeyError, NotSupported) as unknown:
        raise DeviceMisnamed("printer", f"no printer profile {name!r}") from unknown
    if paper_mm not in DOTS_OF_PAPER:
        raise DeviceMisnamed("printer", f"paper of {paper_mm} mm; 80 and 58 are known")
    if not known.supports("bitImageRaster"):
        raise DeviceMisnamed("printer", f"{name} prints no pictures, so no Vietnamese")
    media = known.profile_data.get("media", {})
    pixels, dpi = media.get("width", {}).get("pixels"), media.get("dpi")
    return Profile(
        name,
        pixels if isinstance(pixels, int) else DOTS_OF_PAPER[paper_mm],
        (dpi if isinstance(dpi, int) else _USUAL_DPI) / _MM_PER_INCH,
        known.supports("qrCode") if own_code is None else own_code,
    )
