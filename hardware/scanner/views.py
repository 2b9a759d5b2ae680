"""One frame looked at in several ways: where a code may be, close up, sharpened, levelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]

#: The side of the small picture in which candidate regions are looked for.
_SEARCH_SIDE = 640
#: The map of texture is this much coarser again: outlines need no more.
_COARSE = 4
#: Shorter than this no picture holds a QR: 21 modules.
_SMALLEST = 21
#: A frame is enlarged up to this longer side, beyond which it costs seconds and shows nothing new.
_LARGEST = 3000
#: Candidate regions whose texture is this near the strongest one's belong to it.
_BELONGS = 0.62
#: Below this mean local contrast (of 255) nothing can be read in a region.
_FAINTEST = 10.0
#: From this coherence of its edges on (0 none, 1 all parallel) a region holds bars.
_ONE_WAY = 0.45
_WORTH_ENLARGING = 1.05
#: A close-up has about this many pixels: enough for 3 pixels a module, few enough for the frame's budget.
_CLOSE_UP_PIXELS = 300_000


@dataclass(frozen=True)
class Picture:
    """A picture made from a frame, and the way back: frame point = `back` (2×3) · picture point."""

    gray: Gray
    back: NDArray[np.float64]

    def in_frame(self, x: float, y: float) -> tuple[float, float]:
        point = self.back @ np.array([x, y, 1.0])
        return float(point[0]), float(point[1])


@dataclass(frozen=True)
class Region:
    """Where the texture of a code was seen, in pixels of the frame; turn: radians a linear code is off level."""

    left: int
    top: int
    right: int
    bottom: int
    turn: float | None = None

    @property
    def area(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)


class View:
    """A gray frame (uint8, height × width) and what was worked out about it, once."""

    def __init__(self, gray: Gray) -> None:
        self.gray = gray
        self.high, self.wide = gray.shape

    @property
    def readable(self) -> bool:
        return bool(min(self.gray.shape) >= _SMALLEST)

    @cached_property
    def whole(self) -> Picture:
        return Picture(self.gray, _way_back(1.0, 0, 0))

    @cached_property
    def regions(self) -> list[Region]:
        """Up to two, strongest first; a code near the centre counts for more."""
        return find_regions(self.gray)

    @cached_property
    def close_up(self) -> Picture | None:
        return enlarge(self.gray, self.regions[0]) if self.regions else None

    @cached_property
    def second_close_up(self) -> Picture | None:
        return enlarge(self.gray, self.regions[1]) if len(self.regions) > 1 else None


Look = Callable[[View], Picture | None]


def _way_back(scale: float, left: float, top: float) -> NDArray[np.float64]:
    return np.array([[1 / scale, 0, left], [0, 1 / scale, top]], np.float64)


def find_regions(gray: Gray, most: int = 2) -> list[Region]:
    """Dense fine texture is what QR and linear codes have and faces, desks and letters have not."""
    shrink = min(1.0, _SEARCH_SIDE / max(gray.shape))
    if min(gray.shape) * shrink < _SMALLEST:
        return []
    small = cv2.resize(gray, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    contrast = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8))
    dense = cv2.blur(contrast, (31, 31))
    texture = cv2.resize(dense, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    weighed = (texture * _centre_weight(texture.shape)).astype(np.float32)
    found: list[Region] = []
    for _ in range(most):
        _, peak, _, (x, y) = cv2.minMaxLoc(weighed)
        if peak < _FAINTEST:
            break
        near = (texture > _BELONGS * texture[y, x]).astype(np.uint8)
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(near)
        mine = int(labels[y, x])
        found.append(_region(np.asarray(small, np.uint8), boxes[mine][:4] * _COARSE, shrink, gray.shape))
        weighed[labels == mine] = 0
    return found


def _centre_weight(shape: tuple[int, ...]) -> NDArray[np.float32]:
    high, wide = shape[0], shape[1]
    down = np.exp(-(((np.arange(high) - high / 2) / (high * 0.72)) ** 2))
    across = np.exp(-(((np.arange(wide) - wide / 2) / (wide * 0.62)) ** 2))
    return np.outer(down, across).astype(np.float32)


def _region(small: Gray, box: NDArray[np.int32], shrink: float, shape: tuple[int, ...]) -> Region:
    x, y, wide, high = (int(v) for v in box)
    turn = _lean(small[y : y + high, x : x + wide])
    grow, margin = 1 / shrink, 12
    left, top = max(0, int((x - margin) * grow)), max(0, int((y - margin) * grow))
    right = min(shape[1], int((x + wide + margin) * grow))
    bottom = min(shape[0], int((y + high + margin) * grow))
    return Region(left, top, right, bottom, turn)


def _lean(patch: Gray) -> float | None:
    """Radians that parallel bars lean from upright; None where the texture has no one direction (a QR)."""
    across = cv2.Sobel(patch, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(patch, cv2.CV_32F, 0, 1)
    xx, yy = float(np.mean(across * across)), float(np.mean(down * down))
    xy = float(np.mean(across * down))
    strength = np.hypot(xx - yy, 2 * xy) / (xx + yy + 1e-6)
    return 0.5 * float(np.arctan2(2 * xy, xx - yy)) if strength > _ONE_WAY else None


def enlarge(gray: Gray, region: Region) -> Picture:
    """The region, enlarged up to threefold as far as the budget of pixels allows."""
    factor = float(np.clip(np.sqrt(_CLOSE_UP_PIXELS / max(1, region.area)), 1.0, 3.0))
    patch = gray[region.top : region.bottom, region.left : region.right]
    if factor > _WORTH_ENLARGING:
        patch = np.asarray(cv2.resize(patch, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR), np.uint8)
    else:
        factor = 1.0
    return Picture(patch, _way_back(factor, region.left, region.top))


def level(view: View) -> Picture | None:
    """The first region with bars that lean, turned so that they stand upright."""
    for region in view.regions:
        if region.turn is not None:
            return _levelled(view.gray, region, region.turn)
    return None


def _levelled(gray: Gray, region: Region, turn: float) -> Picture:
    wide, high = region.right - region.left, region.bottom - region.top
    side = int(np.hypot(wide, high))
    middle = ((region.left + region.right) / 2, (region.top + region.bottom) / 2)
    there = cv2.getRotationMatrix2D(middle, float(np.degrees(turn)), 1.0)
    there[0, 2] += side / 2 - middle[0]
    there[1, 2] += side / 2 - middle[1]
    turned = cv2.warpAffine(gray, there, (side, side), borderMode=cv2.BORDER_REPLICATE)
    return Picture(np.asarray(turned, np.uint8), np.asarray(cv2.invertAffineTransform(there), np.float64))


def enlarged(factor: float) -> Look:
    """The whole frame enlarged (or reduced): for codes smaller, or far larger, than a decoder likes."""

    def look(view: View) -> Picture | None:
        if factor > 1 and factor * max(view.gray.shape) > _LARGEST:
            return None
        smooth = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
        size = cv2.resize(view.gray, None, fx=factor, fy=factor, interpolation=smooth)
        return Picture(np.asarray(size, np.uint8), _way_back(factor, 0, 0))

    return look


Change = Callable[[Gray], Gray]


def changed(look: Look, change: Change) -> Look:
    """A way of looking with the pixels changed afterwards, size kept."""

    def look_changed(view: View) -> Picture | None:
        picture = look(view)
        return None if picture is None else Picture(change(picture.gray), picture.back)

    return look_changed


def whole(view: View) -> Picture | None:
    return view.whole


def close_up(view: View) -> Picture | None:
    return view.close_up


def second_close_up(view: View) -> Picture | None:
    return view.second_close_up


def unsharp(side: int, amount: float) -> Change:
    """Against a lens out of focus. side: of the square whose mean is taken away; far cheaper than a Gaussian."""

    def change(gray: Gray) -> Gray:
        soft = cv2.blur(gray, (side, side))
        return np.asarray(cv2.addWeighted(gray, 1 + amount, soft, -amount, 0), np.uint8)

    return change


def local_threshold(side: int, below: float) -> Change:
    """Black and white by the mean around each pixel: against shadow, glare and fading."""

    def change(gray: Gray) -> Gray:
        soft = cv2.blur(gray, (3, 3))
        mean, binary = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY
        return np.asarray(cv2.adaptiveThreshold(soft, 255, mean, binary, side, below), np.uint8)

    return change
