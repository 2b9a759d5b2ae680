/* The board as a screen knows it: a derived message, and the events that came after it, applied at once.
   Pure: every function gives a new board. Events up to `as_of` are in the message already. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});

  const CALLS_KEPT = 12;

  const TICKET_STATES = {
    "ticket.called.v1": "called",
    "ticket.recalled.v1": "called",
    "ticket.started.v1": "serving",
    "ticket.resumed.v1": "serving",
    "ticket.finished.v1": "finished",
    "ticket.absent.v1": "absent",
    "ticket.held.v1": "held",
    "ticket.requeued.v1": "waiting",
    "ticket.transferred.v1": "waiting",
    "ticket.cancelled.v1": "cancelled",
  };

  const COUNTER_STATES = {
    "counter.opened.v1": "open",
    "counter.paused.v1": "paused",
    "counter.closed.v1": "closed",
  };

  function empty() {
    return { as_of: 0, time: 0, day: "", services: [], counters: [], calls: [] };
  }

  function withCounter(board, code, change) {
    let found = false;
    const counters = board.counters.map(function (counter) {
      if (counter.code !== code) return counter;
      found = true;
      return Object.assign({}, counter, change);
    });
    if (!found && code) counters.push(Object.assign({ code: code, state: "open", officer: null, ticket: null, serves: [] }, change));
    return Object.assign({}, board, { counters: counters });
  }

  function withCall(board, event) {
    const data = event.data;
    const call = { id: event.id, ticket: data.ticket, number: data.number, counter: data.counter, time: event.time, state: "called" };
    const others = board.calls.filter(function (each) {
      return each.ticket !== data.ticket;
    });
    return Object.assign({}, board, { calls: [call].concat(others).slice(0, CALLS_KEPT) });
  }

  function withState(board, ticket, state) {
    const calls = board.calls.map(function (call) {
      return call.ticket === ticket ? Object.assign({}, call, { state: state }) : call;
    });
    return Object.assign({}, board, { calls: calls });
  }

  /* Taken back: a call that never should have been is no longer shown. */
  function withoutCall(board, ticket) {
    return Object.assign({}, board, {
      calls: board.calls.filter(function (call) {
        return call.ticket !== ticket;
      }),
    });
  }

  function emptied(board, ticket) {
    const counters = board.counters.map(function (counter) {
      return counter.ticket && counter.ticket.id === ticket ? Object.assign({}, counter, { ticket: null }) : counter;
    });
    return Object.assign({}, board, { counters: counters });
  }

  function moved(board, data, state) {
    const inHand = state === "called" || state === "serving";
    let next = emptied(board, data.ticket);
    if (inHand) next = withCounter(next, data.counter, { ticket: { id: data.ticket, number: data.number, state: state } });
    return withState(next, data.ticket, state);
  }

  function undone(board, data) {
    const next = emptied(board, data.ticket);
    if (data.state === "waiting") return withoutCall(next, data.ticket);
    const back = { ticket: data.ticket, number: data.number, counter: data.at_counter || data.counter };
    return moved(next, back, data.state);
  }

  function apply(board, event) {
    if (event.id <= board.as_of) return board;
    const data = event.data;
    if (event.type === "ticket.undone.v1") return undone(board, data);
    const state = TICKET_STATES[event.type];
    if (state) {
      const next = moved(board, data, state);
      return state === "called" ? withCall(next, event) : next;
    }
    if (COUNTER_STATES[event.type]) {
      const change = { state: COUNTER_STATES[event.type] };
      if (change.state === "closed") Object.assign(change, { ticket: null, officer: null });
      return withCounter(board, data.counter, change);
    }
    if (event.type === "day.opened.v1") return Object.assign({}, board, { day: data.day, calls: [] });
    return board;
  }

  /** Keeps the newest message and what came after it. */
  motcua.Board = class {
    constructor(kept) {
      this.base = (kept && kept.base) || empty();
      this.after = (kept && kept.after) || [];
      this._draw();
    }

    /** A new derived message; an older one than we have is not believed. */
    replace(message) {
      if (message.as_of < this.base.as_of) return;
      this.base = message;
      this.after = this.after.filter(function (event) {
        return event.id > message.as_of;
      });
      this._draw();
    }

    take(event) {
      this.after.push(event);
      this.now = apply(this.now, event);
    }

    /** For the next start of this page. */
    kept() {
      return { base: this.base, after: this.after };
    }

    _draw() {
      this.now = this.after.reduce(apply, this.base);
    }
  };

  motcua.Board.apply = apply;
  motcua.Board.empty = empty;
})();
