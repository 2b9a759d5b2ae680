"""What is to stand on a slip of paper: a value made of blocks, without any drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Size = Literal["small", "normal", "large"]


@dataclass(frozen=True)
class Heading:
    """What the slip is about: large, bold, centred, broken into balanced lines."""

    text: str


@dataclass(frozen=True)
class Number:
    """The one thing to be read from afar: as large as the paper lets it be."""

    text: str


@dataclass(frozen=True)
class Line:
    """A centred sentence."""

    text: str
    size: Size = "normal"
    bold: bool = False


@dataclass(frozen=True)
class Pair:
    """A label at the left, its value in bold at the right; on two lines where one is too short."""

    label: str
    value: str


@dataclass(frozen=True)
class Badge:
    """A few words, white on black: what must not be overlooked."""

    text: str


@dataclass(frozen=True)
class Rule:
    """A dotted line across the paper."""


@dataclass(frozen=True)
class Code:
    """A QR code (model 2, correction level M) of this text."""

    text: str


@dataclass(frozen=True)
class Gap:
    """Empty paper."""

    mm: float = 3.0


@dataclass(frozen=True)
class Cut:
    """Here the paper is fed past the knife and cut; without a knife, fed to the tear bar.

    Every slip ends so, whether it says so or not.
    """


Block = Heading | Number | Line | Pair | Badge | Rule | Code | Gap | Cut


@dataclass(frozen=True)
class Slip:
    """Blocks from top to bottom. Texts are in the reader's language already."""

    blocks: tuple[Block, ...]
