"""live.js by itself, on a socket of the test's own: no event missed, none twice, a dead link noticed and left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

HARNESS = """kept => {
  window.heard = []; window.asked = []; window.stale = []; window.resets = 0; window.refused = []; window.clock = 0;
  window.store = kept; window.handlers = {}; window.connects = 0;
  const socket = {
    active: true,
    on: (name, handler) => { handlers[name] = handler; },
    emit: (name, message, acknowledge) => { asked.push(message.after); window.acknowledge = acknowledge; },
    connect: () => { connects += 1; },
    disconnect: () => {},
  };
  window.live = new motcua.Live({
    room: 'hall', token: 'x', io: () => socket, now: () => clock,
    storage: { getItem: key => key in store ? store[key] : null, setItem: (key, value) => { store[key] = value; } },
    onEvent: event => heard.push(event.id), onBoard: message => heard.push('board ' + message.data.as_of),
    onStale: since => stale.push(since), onReset: () => { resets += 1; }, onRefused: code => refused.push(code),
  }).start();
  clearInterval(live.timer);
}"""


@pytest.fixture
def page(scripts: Page) -> Page:
    scripts.evaluate(HARNESS, {})
    return scripts


def send(page: Page, *events: tuple[int, int | None]) -> None:
    for number, prev in events:
        page.evaluate("e => handlers.event(e)", {"id": number, "prev": prev, "time": 1000 + number, "data": {}})


def joined(page: Page, last: int) -> None:
    page.evaluate("handlers.connect()")
    page.evaluate("last => acknowledge({room: 'hall', last})", last)


def test_it_asks_for_a_snapshot_first_and_then_after_its_own_number(page: Page) -> None:
    joined(page, 7)
    send(page, (8, 7), (11, 8))
    joined(page, 11)
    assert page.evaluate("asked") == [None, 11]
    assert page.evaluate("heard") == [8, 11]


def test_a_reload_goes_on_where_it_was(page: Page) -> None:
    joined(page, 7)
    send(page, (8, 7))
    page.evaluate(HARNESS, page.evaluate("store"))
    page.evaluate("handlers.connect()")
    assert page.evaluate("asked") == [8]


def test_what_is_known_is_dropped(page: Page) -> None:
    joined(page, 7)
    send(page, (7, 5), (8, 7), (8, 7), (6, 5))
    assert page.evaluate("heard") == [8]


def test_others_events_between_are_no_gap(page: Page) -> None:
    joined(page, 7)
    send(page, (12, 3), (19, 12))
    assert page.evaluate("heard") == [12, 19]
    assert page.evaluate("asked") == [None]


def test_a_hole_makes_it_ask_again_once_and_then_nothing_is_missing(page: Page) -> None:
    joined(page, 7)
    send(page, (9, 8), (10, 9))
    assert page.evaluate("heard") == []
    assert page.evaluate("asked") == [None, 7]
    send(page, (8, 7), (9, 8), (10, 9))
    assert page.evaluate("heard") == [8, 9, 10]


def test_without_looking_at_prev_the_hole_stays(page: Page) -> None:
    page.evaluate("""() => { const take = live._take; handlers.event = e => take.call(live, {...e, prev: null}); }""")
    joined(page, 7)
    send(page, (9, 8), (8, 7))
    assert page.evaluate("heard") == [9]


def test_derived_messages_pass_and_count_for_nothing(page: Page) -> None:
    joined(page, 7)
    page.evaluate("handlers.event({id: null, prev: null, time: 1, data: {as_of: 99}})")
    send(page, (8, 7))
    assert page.evaluate("heard") == ["board 99", 8]


def test_five_silent_seconds_are_a_cut_link_and_a_new_try(page: Page) -> None:
    joined(page, 7)
    send(page, (8, 7))
    page.evaluate("clock = 4900; live._look()")
    assert page.evaluate("[stale.length, connects]") == [0, 0]
    page.evaluate("clock = 5100; live._look()")
    assert page.evaluate("[stale, connects]") == [[1008], 1]
    page.evaluate("clock = 9000; live._look()")
    assert page.evaluate("connects") == 1
    page.evaluate("clock = 10200; live._look()")
    assert page.evaluate("[stale.length, connects]") == [1, 2]
    page.evaluate("handlers.beat({time: 5, last: 8})")
    assert page.evaluate("stale") == [1008, None]


def test_beats_keep_the_link_alive(page: Page) -> None:
    joined(page, 7)
    for at in (2000, 4000, 6000, 8000):
        page.evaluate("at => { clock = at; handlers.beat({time: at, last: 7}); live._look(); }", at)
    assert page.evaluate("[stale.length, connects]") == [0, 0]


def test_an_office_put_back_from_a_copy_is_followed_again(page: Page) -> None:
    joined(page, 70)
    page.evaluate("handlers.beat({time: 1, last: 12})")
    assert page.evaluate("resets") == 0
    page.evaluate("handlers.beat({time: 2, last: 12})")
    assert page.evaluate("resets") == 1
    send(page, (13, 12))
    assert page.evaluate("heard") == [13]


def test_a_token_that_is_no_longer_good_is_told(page: Page) -> None:
    page.evaluate("handlers.connect_error({message: 'token.bad'})")
    page.evaluate("handlers.connect()")
    page.evaluate("acknowledge({room: 'hall', code: 'right.missing'})")
    assert page.evaluate("refused") == ["token.bad", "right.missing"]
