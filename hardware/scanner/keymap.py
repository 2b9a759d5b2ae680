"""From the key events of a USB barcode reader to text (Linux input-event-codes, US layout as readers send it)."""

from __future__ import annotations

from dataclasses import dataclass, field

ENTER, TAB, KEYPAD_ENTER = 28, 15, 96
SHIFTS = frozenset((42, 54))
ALTS = frozenset((56, 100))
CAPS_LOCK = 58
ENDS = frozenset((ENTER, TAB, KEYPAD_ENTER))
#: Stands for a letter that the reader could not send as keys.
UNREADABLE = "\ufffd"

_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
    (55, "*", "*"),
    (71, "789-456+1230.", "789-456+1230."),
    (98, "/", "/"),
    (117, "=", "="),
)
PLAIN = {first + i: c for first, plain, _ in _ROWS for i, c in enumerate(plain)}
SHIFTED = {first + i: c for first, _, shifted in _ROWS for i, c in enumerate(shifted)}


@dataclass
class Keys:
    """Follows the keys of one reader; `press` answers the whole text when the reader ends it.

    Shift is followed as held. CapsLock counts only as this reader pressed it, for letters only, until the text ends:
    the lamp on someone else's keyboard is no business of the reader's. A reader that types a letter by Alt and
    digits means a code page, which has no Vietnamese: such a letter becomes UNREADABLE instead of a wrong one.
    Readers that shall send Vietnamese are set to their serial (USB-COM) mode.
    """

    longest: int = 4096
    _letters: list[str] = field(default_factory=list)
    _held: set[int] = field(default_factory=set)
    _caps: bool = False

    @property
    def begun(self) -> bool:
        return bool(self._letters)

    def press(self, code: int) -> str | None:
        if code in SHIFTS or code in ALTS:
            self._held.add(code)
            return None
        if code == CAPS_LOCK:
            self._caps = not self._caps
            return None
        if code in ENDS:
            return self.end()
        self._type(code)
        return None

    def release(self, code: int) -> None:
        self._held.discard(code)
        if code in ALTS and not self._held & ALTS:
            self._letters.append(UNREADABLE)

    def end(self) -> str | None:
        """The text so far, if any, and begin anew."""
        text = "".join(self._letters)
        self._letters.clear()
        self._caps = False
        return text or None

    def lost(self) -> None:
        """Events were lost on the way: what was begun is worthless."""
        self._letters.clear()
        self._held.clear()
        self._caps = False

    def _type(self, code: int) -> None:
        if self._held & ALTS or len(self._letters) >= self.longest:
            return
        shift = bool(self._held & SHIFTS)
        letter = PLAIN.get(code, "")
        if self._caps and letter.isalpha():
            shift = not shift
        self._letters.append(SHIFTED.get(code, "") if shift else letter)
