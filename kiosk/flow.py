"""The kiosk's conversation, pure: `step(state, input, now) -> (state, effects)`.

A press that the screen does not offer (a second tap that comes late) changes nothing. Whatever happens, the
screen that follows offers a way on, and after the time-out nothing of the person is left in the state.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.screens import (
    Abandon,
    Asking,
    AskMeaning,
    AskPrinted,
    AskReprint,
    Back,
    CameBack,
    ChoosePriority,
    ChooseService,
    ComeBack,
    Comfort,
    Confirm,
    Denied,
    Done,
    Effect,
    FoundAsked,
    FoundIssued,
    FoundPrinting,
    Home,
    Input,
    Issued,
    Meaning,
    Meant,
    PaperFailed,
    PaperOut,
    PrinterFailed,
    Printing,
    PrintTicket,
    Refused,
    Request,
    Scanned,
    Screen,
    ServerAway,
    Settle,
    State,
    TakeTicket,
    Tick,
    Ticket,
    Touch,
    TypeCode,
    Understood,
    Unreached,
    Wish,
)

Step = tuple[State, tuple[Effect, ...]]

COMFORTS = frozenset({"language", "large", "low", "speak", "stay"})
BUSY = (Asking, Printing)
SHORT = (Done, CameBack)
#: A screen of the past is kept so that "back" leads there; more than this nobody remembers.
TRAIL = 4

_OFFERS: dict[type[Screen], frozenset[str]] = {
    Home: frozenset({"service", "more", "type"}),
    ChooseService: frozenset({"service", "more", "home"}),
    ChoosePriority: frozenset({"priority", "back", "home"}),
    Confirm: frozenset({"take", "back", "home"}),
    TypeCode: frozenset({"typed", "home"}),
    Asking: frozenset({"home"}),
    Meant: frozenset({"act", "service", "type", "home"}),
    AskReprint: frozenset({"reprint", "home"}),
    Printing: frozenset(),
    Done: frozenset({"home"}),
    CameBack: frozenset({"home"}),
    PrinterFailed: frozenset({"print", "home"}),
    ServerAway: frozenset({"again", "home"}),
    Refused: frozenset({"service", "home"}),
    AskPrinted: frozenset({"has_paper", "print"}),
}


def offers(screen: Screen) -> frozenset[str]:
    """The presses this screen takes, beside those for comfort."""
    return _OFFERS[type(screen)]


def step(state: State, given: Input, now: float) -> Step:
    """What follows. now: monotonic seconds."""
    if isinstance(given, Tick):
        return _tick(state, now)
    if isinstance(given, Touch):
        return _touch(_awake(state, now), given, now)
    if isinstance(given, Scanned):
        return _scanned(state, given, now)
    if isinstance(given, FoundAsked | FoundIssued | FoundPrinting):
        return _found(_awake(state, now), given)
    return _told(state, given, now)


def _awake(state: State, now: float) -> State:
    return replace(state, touched_at=now, warned=False)


def _show(state: State, screen: Screen) -> State:
    """Go on to a question; the one before it is where "back" leads."""
    return replace(state, screen=screen, trail=(*state.trail, state.screen)[-TRAIL:])


def _settled(state: State, screen: Screen) -> State:
    """Go on to what cannot be taken back."""
    return replace(state, screen=screen, trail=())


def _ask(state: State, request: Request) -> Step:
    return _show(state, Asking(request)), (request,)


def _print(state: State, ticket: Ticket) -> Step:
    return _settled(state, Printing(ticket)), (PrintTicket(ticket),)


# --- time ------------------------------------------------------------------------------------------------


def limit(state: State) -> float:
    """Seconds without a touch after which this screen gives way."""
    if isinstance(state.screen, BUSY):
        return state.limits.busy
    if isinstance(state.screen, SHORT):
        return state.limits.done
    return state.limits.quiet


def is_fresh(state: State) -> bool:
    """Nobody has begun anything."""
    return state.screen == Home() and state.comfort == Comfort()


def _warns(state: State) -> bool:
    return not isinstance(state.screen, (*BUSY, *SHORT)) and not (isinstance(state.screen, Home) and not state.trail)


def _tick(state: State, now: float) -> Step:
    quiet = now - state.touched_at
    if is_fresh(state) or quiet < limit(state) - state.limits.warning:
        return state, ()
    if quiet >= limit(state):
        return _give_up(state, now)
    return (replace(state, warned=True), ()) if _warns(state) else (state, ())


def _give_up(state: State, now: float) -> Step:
    if isinstance(state.screen, Printing):
        # The number exists and some of its paper may: it is shown rather than forgotten.
        failed = PrinterFailed(state.screen.ticket, "device.silent", "some")
        return _awake(_settled(state, failed), now), ()
    if isinstance(state.screen, AskPrinted):
        return _clear(state, now), (Settle(state.screen.ticket, "failed", "power.cut"),)
    return _clear(state, now), _left_behind(state.screen)


def _clear(state: State, now: float) -> State:
    """The kiosk as the next person finds it."""
    return State(limits=state.limits, touched_at=now)


def _left_behind(screen: Screen) -> tuple[Effect, ...]:
    """What going away from a screen leaves to be done."""
    if isinstance(screen, Asking | ServerAway) and isinstance(screen.request, TakeTicket):
        return (Abandon(screen.request.key),)
    if isinstance(screen, Done | PrinterFailed):
        return (Settle(screen.ticket),)
    return ()


# --- presses ---------------------------------------------------------------------------------------------


def _touch(state: State, touch: Touch, now: float) -> Step:
    if touch.do in COMFORTS:
        return replace(state, comfort=_comfort(state.comfort, touch)), ()
    if touch.do not in offers(state.screen):
        return state, ()
    if touch.do == "home":
        left = _left_behind(state.screen)
        return replace(_clear(state, now), comfort=state.comfort), left
    if touch.do == "back":
        before = state.trail[-1] if state.trail else Home()
        return replace(state, screen=before, trail=state.trail[:-1]), ()
    return _answer(state, touch)


def _comfort(comfort: Comfort, touch: Touch) -> Comfort:
    match touch.do:
        case "language":
            return replace(comfort, language="en" if touch.value == "en" else "vi")
        case "large":
            return replace(comfort, large=not comfort.large)
        case "low":
            return replace(comfort, low=not comfort.low)
        case "speak":
            return replace(comfort, speak=not comfort.speak)
    return comfort


def _answer(state: State, touch: Touch) -> Step:
    match touch.do, state.screen:
        case "more", Home(page) | ChooseService(page=page):
            return replace(state, screen=replace(state.screen, page=page + 1)), ()
        case "type", _:
            return _show(state, TypeCode()), ()
        case "service", screen:
            return _wish(state, _wished(screen, touch.value))
        case "priority", ChoosePriority(wish):
            return _prioritise(state, wish, touch)
        case "act", Meant(meaning):
            return _act(state, meaning, touch)
    return _request(state, touch)


def _request(state: State, touch: Touch) -> Step:
    """The presses that ask something of the office or the printer."""
    match touch.do, state.screen:
        case "take", Confirm(wish):
            return _ask(state, TakeTicket(touch.key, wish, state.comfort.language))
        case "typed", _:
            return _ask(state, AskMeaning(touch.key, touch.value, touch.extra))
        case "reprint", AskReprint(ticket):
            return _print(state, replace(ticket, again=True, key=touch.key))
    return _after_trouble(state, touch)


def _after_trouble(state: State, touch: Touch) -> Step:
    match touch.do, state.screen:
        case "again", ServerAway(request):
            return replace(state, screen=Asking(request)), (request,)
        case "print", PrinterFailed(ticket, _, sent):
            return _print(state, replace(ticket, again=ticket.again or sent != "none"))
        case "print", AskPrinted(ticket):
            return _print(state, replace(ticket, again=True))
        case "has_paper", AskPrinted(ticket):
            return _settled(state, Done(ticket)), (Settle(ticket, "printed"),)
    return state, ()


def _wished(screen: Screen, service: str) -> Wish:
    if isinstance(screen, ChooseService):
        return Wish(service, screen.codes, screen.priority)
    return Wish(service)


def _wish(state: State, wish: Wish) -> Step:
    if wish.priority != "normal":
        return _show(state, Confirm(wish)), ()
    return _show(state, ChoosePriority(wish)), ()


def _prioritise(state: State, wish: Wish, touch: Touch) -> Step:
    if touch.value == "normal":
        return _ask(state, TakeTicket(touch.key, wish, state.comfort.language))
    return _show(state, Confirm(replace(wish, priority=touch.value))), ()


def _act(state: State, meaning: Meaning, touch: Touch) -> Step:
    chosen = int(touch.value) if touch.value.isdecimal() else len(meaning.actions)
    if chosen >= len(meaning.actions):
        return state, ()
    action = meaning.actions[chosen]
    if action.do == "ticket":
        priority = action.priority or "normal"
        if action.service is None:
            return _show(state, ChooseService(priority, action.codes)), ()
        return _wish(state, Wish(action.service, action.codes, priority))
    if action.do == "come_back" and meaning.ticket:
        return _ask(state, ComeBack(touch.key, meaning.ticket))
    if action.do == "reprint" and meaning.ticket:
        return _show(state, AskReprint(meaning.ticket)), ()
    return state, ()


# --- codes, and what the office and the printer answer -----------------------------------------------------


def _scanned(state: State, scanned: Scanned, now: float) -> Step:
    """A shown code begins anew, except while something is on its way that must be waited for."""
    if isinstance(state.screen, (*BUSY, AskPrinted)):
        return state, ()
    fresh = replace(_awake(state, now), screen=Home(), trail=())
    left = _left_behind(state.screen)
    asked, effects = _ask(fresh, AskMeaning(scanned.key, scanned.text))
    return asked, (*left, *effects)


def _told(state: State, told: Input, now: float) -> Step:
    if isinstance(told, PaperOut | PaperFailed):
        return _paper(state, told, now)
    waiting = isinstance(state.screen, Asking) and state.screen.request.key == getattr(told, "key", "")
    if not waiting:
        return state, _too_late(told)
    return _answered(replace(state, trail=state.trail[:-1]), told, now)


def _too_late(told: Input) -> tuple[Effect, ...]:
    """A number that comes after its person left: the desk is told that nobody holds it."""
    if isinstance(told, Issued):
        return (Settle(told.ticket, "void", "kiosk.left"),)
    return ()


def _answered(state: State, told: Input, now: float) -> Step:
    awake = _awake(state, now)
    request = awake.screen.request if isinstance(awake.screen, Asking) else None
    match told:
        case Understood(_, meaning):
            return _settled(awake, Meant(meaning)), ()
        case Issued(_, ticket):
            return _print(awake, ticket)
        case Back(_, ticket):
            return _settled(awake, CameBack(ticket)), ()
        case Denied(_, code, sentence):
            return _settled(awake, Refused(code, sentence)), ()
        case Unreached() if request:
            return replace(awake, screen=ServerAway(request)), ()
    return state, ()


def _paper(state: State, told: PaperOut | PaperFailed, now: float) -> Step:
    mine = isinstance(state.screen, Printing | PrinterFailed) and (state.screen.ticket.id == told.ticket.id)
    if not mine:
        return state, ()
    awake = _awake(state, now)
    if isinstance(told, PaperOut):
        return _settled(awake, Done(told.ticket)), ()
    return _settled(awake, PrinterFailed(told.ticket, told.cause, told.sent)), ()


def _found(state: State, found: FoundAsked | FoundIssued | FoundPrinting) -> Step:
    """The start after a cut: whoever was served then probably still stands here."""
    if isinstance(found, FoundAsked):
        asking = replace(state, screen=Asking(found.request), trail=(Home(),))
        return asking, (found.request,)
    if isinstance(found, FoundIssued):
        return _print(state, found.ticket)
    return _settled(state, AskPrinted(found.ticket)), ()
