/* The middle when one ticket is looked at: who it is about, its paper, the codes it carries, what happened to it. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});
  const make = motcua.make;
  const say = motcua.say;
  const t = motcua.t;

  /* --- what happened --------------------------------------------------------------------------------------- */

  const LINES = {
    "ticket.issued.v1": function (data) {
      return t("desk.line.issued." + data.origin);
    },
    "ticket.called.v1": function (data) {
      return t("desk.line.called", { counter: data.counter });
    },
    "ticket.recalled.v1": function (data) {
      return t("desk.line.recalled", { n: data.nth, counter: data.counter });
    },
    "ticket.started.v1": function (data) {
      return t("desk.line.started", { counter: data.counter });
    },
    "ticket.finished.v1": function (data) {
      return t("desk.line.finished", { counter: data.counter });
    },
    "ticket.absent.v1": function (data) {
      return t("desk.line.absent", { time: motcua.timeText(data.back_until) });
    },
    "ticket.held.v1": function (data) {
      return t("desk.line.held", { counter: data.counter });
    },
    "ticket.resumed.v1": function (data) {
      return t("desk.line.resumed", { counter: data.counter });
    },
    "ticket.requeued.v1": function (data) {
      return t("desk.line.requeued." + data.reason, { n: data.after });
    },
    "ticket.transferred.v1": function (data, view) {
      if (data.only_counter) return t("desk.line.transferred.counter", { counter: data.only_counter });
      return t("desk.line.transferred.service", { service: say.service(view, data.service) });
    },
    "ticket.cancelled.v1": function (data) {
      return t("desk.line.cancelled." + data.reason);
    },
    "ticket.undone.v1": function (data) {
      return t("desk.line.undone." + data.state);
    },
    "ticket.priority.v1": function (data) {
      return t("desk.line.priority", { was: t("desk.priority." + data.was), now: t("desk.priority." + data.priority) });
    },
    "ticket.print.v1": function (data) {
      return t("desk.line.print." + data.state);
    },
    "rating.given.v1": function () {
      return t("desk.line.rated");
    },
  };

  function cause(code) {
    const known = motcua.t("desk.cause." + code);
    return known === "desk.cause." + code ? t("desk.cause.other") : known;
  }

  /** Why a printer failed, in words. */
  say.cause = cause;

  function more(event, view) {
    const data = event.data;
    const parts = [say.second(event.time).slice(0, 5)];
    if (event.type === "ticket.finished.v1") {
      parts.push(t("desk.line.waited", { time: say.minutes(data.waited_ms) }));
      parts.push(t("desk.line.served", { time: say.minutes(data.served_ms) }));
    }
    if (data.cause) parts.push(cause(data.cause));
    if (data.officer && view.names[data.officer]) parts.push(view.names[data.officer]);
    return parts.join(" · ");
  }

  /* A paper that was printed without trouble is no news: printing and printed are one line. */
  function worthTelling(event, index, events) {
    if (!LINES[event.type]) return false;
    const next = events[index + 1];
    return !(event.type === "ticket.print.v1" && event.data.state === "printing" && next && next.type === event.type);
  }

  const ENDS = ["finished", "cancelled", "left", "void"];

  function timeline(desk, ticket, events) {
    const list = make("ol", "timeline");
    const told = events.filter(worthTelling);
    told.forEach(function (event, index) {
      const now = index === told.length - 1 && !ENDS.includes(ticket.state);
      const bad = event.type === "ticket.print.v1" && event.data.state === "failed";
      const item = make("li", (now ? "is-now" : "") + (bad ? " is-bad" : ""));
      item.appendChild(make("p", "timeline-what", LINES[event.type](event.data, desk.view)));
      item.appendChild(make("p", "timeline-more", more(event, desk.view)));
      list.appendChild(item);
    });
    return list;
  }

  /* --- what is known --------------------------------------------------------------------------------------- */

  function fact(word, value) {
    const cell = make("div", "fact", make("dt", "", word));
    cell.appendChild(make("dd", "", value));
    return cell;
  }

  function button(words, key, press, className) {
    const made = make("button", className || "button", make("span", "", words), key ? make("kbd", "key", key) : null);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  }

  motcua.button = button;

  function facts(desk, ticket) {
    const list = make("dl", "facts card");
    list.appendChild(fact(t("desk.fact.taken"), t("desk.fact.taken_at", { time: motcua.timeText(ticket.issued_at), where: t("desk.origin." + ticket.origin) })));
    list.appendChild(fact(t("desk.fact.waited"), waited(ticket)));
    list.appendChild(priorityFact(desk, ticket));
    list.appendChild(fact(t("desk.fact.counter"), counterWords(desk, ticket)));
    list.appendChild(paperFact(desk, ticket));
    list.appendChild(fact(t("desk.fact.language"), t("desk.language." + ticket.language)));
    return list;
  }

  function waited(ticket) {
    if (ticket.state === "waiting") return say.since("", ticket.queued_at, "minutes");
    return say.minutes((ticket.called_at || ticket.ended_at || ticket.queued_at) - ticket.queued_at);
  }

  function counterWords(desk, ticket) {
    if (ticket.only_counter && ticket.state === "waiting") return t("desk.fact.only", { counter: ticket.only_counter });
    if (!ticket.counter || ticket.state === "waiting") return t("desk.fact.any_counter");
    const where = t("desk.fact.at_counter", { counter: ticket.counter });
    const name = ticket.officer && desk.view.names[ticket.officer];
    return name ? where + " · " + name : where;
  }

  function priorityFact(desk, ticket) {
    const value = make("span", "fact-pair", make("span", "", t("desk.priority." + ticket.priority)));
    if (desk.may("ticket.priority") && !ENDS.includes(ticket.state)) {
      const change = button(t("desk.act.priority"), "", function () {
        desk.ask.priority(ticket);
      }, "link");
      change.setAttribute("aria-label", t("desk.priority"));
      value.appendChild(change);
    }
    return fact(t("desk.fact.priority"), value);
  }

  function paperFact(desk, ticket) {
    const value = make("span", "fact-pair", make("span", ticket.paper === "failed" ? "is-late" : "", t("desk.paper." + ticket.paper)));
    const show = button(t("desk.act.show_code"), "", function () {
      desk.ask.number(ticket);
    }, "link");
    if (!ENDS.includes(ticket.state)) value.appendChild(show);
    return fact(t("desk.fact.paper"), value);
  }

  /* --- what can be done with one that is not in hand -------------------------------------------------------- */

  function main(desk, ticket) {
    const acts = [];
    if (desk.can("call", ticket)) acts.push(pressing(desk, "call", ticket, "Ctrl ↵", "button button--main"));
    if (desk.can("resume", ticket)) acts.push(pressing(desk, "resume", ticket, "Ctrl ↵", "button button--main"));
    if (desk.can("come-back", ticket)) acts.push(pressing(desk, "come-back", ticket, "", "button"));
    return acts;
  }

  function pressing(desk, act, ticket, key, className) {
    return button(t("desk.act." + act), key, function () {
      desk.act(act, ticket);
    }, className);
  }

  function aside(desk, ticket) {
    const line = make("div", "ticket-aside");
    if (desk.can("cancel", ticket)) line.appendChild(button(t("desk.act.cancel"), "Del", desk.ask.cancel.bind(desk.ask, ticket), "button button--quiet"));
    if (desk.selected) line.appendChild(button(t("desk.act.back"), "Esc", desk.select.bind(desk, null), "button button--quiet"));
    return line;
  }

  function codes(ticket) {
    const box = make("section", "card", make("h2", "", t("desk.codes")));
    if (!ticket.codes.length) box.appendChild(make("p", "muted", t("desk.codes.none")));
    ticket.codes.forEach(function (code) {
      box.appendChild(make("p", "code", make("span", "", code)));
    });
    return box;
  }

  /** The page of one ticket; `events` are the stream's, null while they are asked for. */
  motcua.ticketPage = function (desk, ticket, events) {
    const page = make("article", "ticket");
    const head = make("header", "ticket-head", make("p", "ticket-number", motcua.number(ticket.number)));
    const words = make("div", "ticket-words", make("h1", "", say.service(desk.view, ticket.service)));
    words.appendChild(make("p", "ticket-state", say.state(ticket.state), say.priority(ticket.priority)));
    head.appendChild(words);
    head.appendChild(aside(desk, ticket));
    page.appendChild(head);
    const acts = main(desk, ticket);
    if (acts.length) {
      const line = make("div", "ticket-acts");
      acts.forEach(line.appendChild.bind(line));
      page.appendChild(line);
    }
    const note = make("p", "note");
    note.id = "ticket-note";
    note.setAttribute("role", "status");
    note.hidden = true;
    page.appendChild(note);
    page.appendChild(facts(desk, ticket));
    const below = make("div", "ticket-below");
    const history = make("section", "card", make("h2", "", t("desk.history")));
    history.appendChild(events ? timeline(desk, ticket, events) : make("p", "muted", t("common.loading")));
    below.appendChild(history);
    below.appendChild(codes(ticket));
    page.appendChild(below);
    return page;
  };
})();
