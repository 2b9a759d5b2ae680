/* The rail: who is in hand, what can be done, who waits, who is kept aside. It is never hidden. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});
  const make = motcua.make;
  const say = motcua.say;
  const t = motcua.t;

  function element(id) {
    return document.getElementById(id);
  }

  /* --- the ticket in hand ---------------------------------------------------------------------------------- */

  function handOf(desk) {
    const ticket = desk.inHand();
    if (ticket) return ticketInHand(desk, ticket);
    return make("div", "hand-card hand-card--empty", make("p", "hand-state", emptyWords(desk)), make("p", "hand-service", emptyMore(desk)));
  }

  function ticketInHand(desk, ticket) {
    const serving = ticket.state === "serving";
    const since = serving ? ticket.started_at + ticket.held_ms : ticket.called_at;
    const words = serving ? t("desk.hand.serving") : t("desk.hand.called", { n: ticket.calls });
    const state = make("p", "hand-state", make("span", "", words), say.since("hand-time", since, "stopwatch"));
    const card = make("button", "hand-card hand-card--" + ticket.state, state, make("p", "hand-number", motcua.number(ticket.number)));
    card.type = "button";
    card.appendChild(make("p", "hand-service", make("span", "", say.service(desk.view, ticket.service)), say.priority(ticket.priority)));
    card.addEventListener("click", function () {
      desk.select(null);
    });
    return card;
  }

  function emptyWords(desk) {
    const counter = desk.counter();
    if (!desk.may("counter.act")) return t("desk.hand.usher");
    if (!counter) return t("desk.hand.no_counter");
    return t("desk.hand." + counter.state, { counter: counter.code });
  }

  function emptyMore(desk) {
    const counter = desk.counter();
    if (!desk.may("counter.act")) return t("desk.hand.usher_more");
    return counter ? t("desk.hand." + counter.state + "_more") : t("desk.hand.no_counter_more");
  }

  function drawHand(desk) {
    const ticket = desk.inHand();
    const counter = desk.counter();
    const signature = JSON.stringify([ticket, counter && [counter.code, counter.state]]);
    say.keyed(element("hand"), [
      {
        key: "hand",
        signature: signature,
        make: function () {
          return handOf(desk);
        },
      },
    ]);
  }

  /* --- what can be done ------------------------------------------------------------------------------------ */

  function drawActs(desk) {
    element("acts").hidden = !desk.counter();
    const serving = desk.inHand() && desk.inHand().state === "serving";
    document.querySelectorAll("#acts [data-act]").forEach(function (button) {
      let act = button.dataset.act;
      if (act === "start" || act === "finish") {
        act = serving ? "finish" : "start";
        button.dataset.act = act;
        button.firstElementChild.textContent = t("desk.act." + act);
        button.classList.toggle("act--done", Boolean(serving));
      }
      button.setAttribute("aria-disabled", desk.can(act) ? "false" : "true");
    });
    element("next-more").textContent = nextWords(desk);
  }

  function nextWords(desk) {
    const counter = desk.counter();
    if (!counter) return "";
    const hand = desk.inHand();
    const next = desk.ticket(counter.next);
    if (!next) return hand ? t("desk.next.only_finish", { number: hand.number }) : t("desk.next.nobody");
    return hand ? t("desk.next.finish", { done: hand.number, number: next.number }) : t("desk.next.calls", { number: next.number });
  }

  /* --- the lists ------------------------------------------------------------------------------------------- */

  function mark(next, late) {
    if (next) return make("strong", "row-next", t("desk.row.next"));
    return late ? make("strong", "row-late", t("desk.row.late")) : null;
  }

  function row(desk, ticket, time, late) {
    const button = make("button", "row");
    button.type = "button";
    button.appendChild(make("span", "row-number", motcua.number(ticket.number)));
    const middle = make("span", "row-what", make("span", "row-service", say.service(desk.view, ticket.service)));
    middle.appendChild(more(desk, ticket));
    button.appendChild(middle);
    const next = ticket.state === "waiting" && isNext(desk, ticket);
    button.appendChild(make("span", "row-when", time, mark(next, late)));
    button.setAttribute("aria-pressed", String(desk.selected === ticket.id));
    button.addEventListener("click", function () {
      desk.select(ticket.id);
    });
    return make("li", next ? "is-next" : "", button);
  }

  function isNext(desk, ticket) {
    const counter = desk.counter();
    return Boolean(counter) && counter.next === ticket.id;
  }

  function more(desk, ticket) {
    const line = make("span", "row-more");
    const chip = say.priority(ticket.priority);
    if (chip) line.appendChild(chip);
    line.appendChild(make("span", "", whence(ticket)));
    return line;
  }

  function whence(ticket) {
    if (ticket.state === "waiting" && ticket.after > 0) return t("desk.row.back_after", { n: ticket.after });
    if (ticket.state === "waiting" && ticket.came_back) return t("desk.row.back");
    if (ticket.state === "waiting" && ticket.only_counter) return t("desk.row.only", { counter: ticket.only_counter });
    if (ticket.state === "held") return t("desk.row.counter", { counter: ticket.counter });
    if (ticket.state === "absent") return t("desk.row.until", { time: motcua.timeText(ticket.back_until) });
    return t("desk.origin.short." + ticket.origin);
  }

  const SINCE = { waiting: "queued_at", held: "held_at", absent: "called_at" };

  function draw(desk, list, tickets) {
    say.keyed(
      element(list),
      tickets.map(function (ticket) {
        const promised = desk.view.services.find(function (each) {
          return each.code === ticket.service;
        });
        const late = ticket.state === "waiting" && desk.now() - ticket.queued_at > (promised ? promised.promised : 999) * 60000;
        return {
          key: ticket.id,
          signature: JSON.stringify([ticket, desk.selected === ticket.id, isNext(desk, ticket), late]),
          make: function () {
            const since = ticket[SINCE[ticket.state]] || ticket.queued_at;
            return row(desk, ticket, say.since("row-time" + (late ? " is-late" : ""), since, "wait"), late);
          },
        };
      })
    );
  }

  function oldestFirst(one, other) {
    return one.queued_at - other.queued_at || (one.number < other.number ? -1 : 1);
  }

  /** {mine, others, held, absent}: who waits for this counter (the next on top), who for others, who is aside. */
  motcua.linesOf = function (desk) {
    const counter = desk.counter();
    const waiting = desk.inState("waiting").sort(oldestFirst);
    const mine = waiting.filter(function (ticket) {
      if (ticket.only_counter) return Boolean(counter) && ticket.only_counter === counter.code;
      return !counter || counter.serves.includes(ticket.service);
    });
    if (counter)
      mine.sort(function (one, other) {
        return Number(isNext(desk, other)) - Number(isNext(desk, one)) || oldestFirst(one, other);
      });
    const others = waiting.filter(function (ticket) {
      return !mine.includes(ticket);
    });
    return { mine: mine, others: others, held: desk.inState("held"), absent: desk.inState("absent") };
  };

  function drawLists(desk) {
    const lines = motcua.linesOf(desk);
    element("waiting-title").textContent = t("desk.list.waiting", { n: lines.mine.length });
    element("others-title").textContent = t("desk.list.others", { n: lines.others.length });
    element("held-title").textContent = t("desk.list.held", { n: lines.held.length });
    element("absent-title").textContent = t("desk.list.absent", { n: lines.absent.length });
    element("waiting-none").hidden = lines.mine.length > 0;
    element("others-box").hidden = !lines.others.length;
    element("held-box").hidden = !lines.held.length;
    element("absent-box").hidden = !lines.absent.length;
    element("kept").hidden = !lines.held.length && !lines.absent.length;
    element("give").hidden = !desk.may("ticket.issue");
    draw(desk, "waiting", lines.mine);
    draw(desk, "others", lines.others);
    draw(desk, "held", lines.held);
    draw(desk, "absent", lines.absent);
  }

  motcua.drawRail = function (desk) {
    drawHand(desk);
    drawActs(desk);
    drawLists(desk);
  };
})();
