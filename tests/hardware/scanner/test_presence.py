"""Once while it is held, again after it left, and the nearest the centre wins."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.scanner.presence import Presence


def test_held_still_is_reported_once() -> None:
    presence = Presence()
    assert [presence.see(["A"], t / 10) for t in range(50)] == ["A", *[None] * 49]


def test_again_after_it_left() -> None:
    presence = Presence(leaves_after=1.5)
    assert presence.see(["A"], 0) == "A"
    assert presence.see(["A"], 1.4) is None
    assert presence.see(["A"], 3.0) == "A"


def test_frames_that_could_not_be_read_are_no_leaving() -> None:
    presence = Presence(leaves_after=1.5)
    seen = [presence.see(["A"] if i % 9 == 0 else [], i / 8) for i in range(60)]
    assert seen.count("A") == 1


def test_of_several_the_nearest_is_reported() -> None:
    assert Presence().see(["near", "far"], 0) == "near"


def test_the_farther_one_has_its_turn_when_the_nearer_left() -> None:
    presence = Presence()
    presence.see(["near", "far"], 0)
    assert presence.see(["near", "far"], 0.2) is None
    assert presence.see(["far"], 0.3) is None  # the nearer one may only be hard to read in this frame
    assert presence.see(["far"], 0.6) == "far"


def test_a_poster_in_view_does_not_hide_the_receipt_before_it() -> None:
    presence = Presence()
    assert presence.see(["poster"], 0) == "poster"
    assert presence.see(["receipt", "poster"], 5) == "receipt"
    assert presence.see(["poster"], 10) == "poster" or presence.see(["poster"], 10.1) is None


@given(st.lists(st.tuples(st.lists(st.sampled_from("ABC"), unique=True), st.floats(0, 3)), max_size=40))
def test_a_text_is_never_reported_twice_without_having_left(frames: list[tuple[list[str], float]]) -> None:
    presence, now = Presence(leaves_after=1.0), 0.0
    last_seen: dict[str, float] = {}
    for texts, step in frames:
        now += step
        reported = presence.see(texts, now)
        if reported is not None:
            assert reported == texts[0]
            assert now - last_seen.get(reported, -10) >= 1.0
        for text in texts:
            if text == reported or now - last_seen.get(text, -10) < 1.0:
                last_seen[text] = now
