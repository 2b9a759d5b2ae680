"""The hall's voice in the page: one after another, none lost, none twice, and a button where sound is blocked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.counter_display.screens.conftest import Screens, until
from tests.counter_display.screens.stand_in import Office

pytestmark = pytest.mark.browser


# Looking into a page counts as a touch for this browser, so the block is made here: no sound before a real press.
BLOCK = """() => { const play = HTMLMediaElement.prototype.play; let touched = false;
  addEventListener('click', () => { touched = true; }, true);
  HTMLMediaElement.prototype.play = function () {
    return touched ? play.call(this) : Promise.reject(new DOMException('', 'NotAllowedError')); }; }"""


def speaking_hall(screens: Screens) -> Page:
    """A hall whose sound is on."""
    page = screens.hall()
    switch_on(page)
    return page


def switch_on(page: Page) -> None:
    until(page, lambda: bool(page.evaluate("motcua.hall.voice.timer !== undefined")))
    # Not waited for: a browser that is busy may be slow to say that its silence ended.
    page.evaluate("() => { motcua.hall.voice.unlock(); }")
    until(page, lambda: not page.evaluate("motcua.hall.voice.blocked"), tries=900)


def test_a_blocked_sound_shows_a_button_and_leaves_the_voice_to_others(office: Office, screens: Screens) -> None:
    page = screens.pages.open("about:blank")
    page.add_init_script(f"({BLOCK})()")
    page.goto(screens.address + "/hall")
    page.locator("#sound").wait_for()
    assert page.locator("#sound").inner_text() == "Bấm để bật tiếng"
    assert office.voice.holder is None
    page.locator("#sound").click()
    until(page, lambda: office.voice.holder is not None)
    assert page.locator("#sound").is_hidden()


def test_calls_are_said_in_order_one_at_a_time(office: Office, screens: Screens) -> None:
    page = speaking_hall(screens)
    page.evaluate("""() => { window.at_once = 0; window.most = 0; const voice = motcua.hall.voice, play = voice.play;
        voice.play = async sound => { at_once += 1; most = Math.max(most, at_once);
          try { await play(sound); } finally { at_once -= 1; } }; }""")
    said = [office.call(number, at) for number, at in (("A011", "1"), ("A012", "3"), ("C001", "2"))]
    until(page, lambda: office.voice.played == said)
    assert office.voice.fetched == said
    assert page.evaluate("most") == 1


def test_a_cut_link_loses_nothing_and_says_nothing_twice(office: Office, screens: Screens) -> None:
    page = speaking_hall(screens)
    first = office.call("A011", "1")
    until(page, lambda: office.voice.played == [first])
    office.away = True
    office.cut()
    second = office.call("A012", "3")
    office.away = False
    until(page, lambda: office.voice.played == [first, second])
    assert office.voice.fetched == [first, second]


def test_a_lost_word_that_it_was_said_does_not_say_it_again(office: Office, screens: Screens) -> None:
    page = speaking_hall(screens)
    office.lose_played = 1
    first = office.call("A011", "1")
    until(page, lambda: office.voice.played == [first])
    assert office.voice.fetched == [first]


def test_without_its_own_memory_the_page_says_it_twice(office: Office, screens: Screens) -> None:
    page = speaking_hall(screens)
    page.evaluate("() => { motcua.hall.voice._say = () => {}; }")
    office.lose_played = 1
    first = office.call("A011", "1")
    until(page, lambda: office.voice.played == [first])
    assert office.voice.fetched == [first, first]


def test_a_reload_goes_on_with_the_next_call(office: Office, screens: Screens) -> None:
    page = speaking_hall(screens)
    first = office.call("A011", "1")
    until(page, lambda: office.voice.played == [first])
    page.reload()
    switch_on(page)
    second = office.call("A012", "3")
    until(page, lambda: office.voice.played == [first, second])
    assert office.voice.fetched == [first, second]


def test_two_halls_have_one_voice_and_the_second_takes_over(office: Office, screens: Screens) -> None:
    one, other = speaking_hall(screens), speaking_hall(screens)
    first = office.call("A011", "1")
    until(one, lambda: office.voice.played == [first])
    other.wait_for_timeout(600)
    assert office.voice.fetched == [first]
    one.context.close()
    office.voice.until = 0
    second = office.call("A012", "3")
    until(other, lambda: office.voice.played == [first, second])


def test_an_old_call_is_shown_and_no_longer_said(office: Office, screens: Screens) -> None:
    old = office.call("A011", "1")
    office.ahead_ms = 61_000
    page = speaking_hall(screens)
    fresh = office.call("A012", "3")
    until(page, lambda: office.voice.played == [fresh])
    assert old not in office.voice.fetched
    page.get_by_label("A011").wait_for()


def test_a_server_in_trouble_is_asked_for_the_sound_again(office: Office, screens: Screens) -> None:
    page = speaking_hall(screens)
    office.no_sound = [503]
    first = office.call("A011", "1")
    until(page, lambda: office.voice.played == [first])
    assert office.voice.fetched == [first]


def test_a_call_without_a_sound_does_not_hold_up_the_next(office: Office, screens: Screens) -> None:
    page = speaking_hall(screens)
    office.no_sound = [404]
    silent, second = office.call("A011", "1"), office.call("A012", "3")
    until(page, lambda: office.voice.played == [silent, second])
    assert office.voice.fetched == [second]
