/* The middle when no ticket is looked at: choose a counter, or what this counter is ready for and has done. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});
  const make = motcua.make;
  const say = motcua.say;
  const t = motcua.t;

  function serves(desk, counter) {
    return counter.serves
      .map(function (code) {
        return say.service(desk.view, code);
      })
      .join(" · ");
  }

  /* --- choosing ---------------------------------------------------------------------------------------------- */

  function place(desk, counter, index) {
    const taken = counter.officer && counter.officer !== desk.me.id;
    const card = make("li", "place" + (taken ? " place--taken" : ""), make("span", "plate", counter.code));
    const words = make("div", "place-words", make("h2", "", serves(desk, counter)));
    words.appendChild(make("p", "muted", taken ? t("desk.place.taken", { name: say.officer(desk.view, counter.officer) }) : t("desk.place.free")));
    card.appendChild(words);
    const act = t(taken ? "desk.place.take_over" : "desk.place.open", { counter: counter.code });
    card.appendChild(motcua.button(act, "Alt " + (index + 1), desk.chooseCounter.bind(desk, counter), taken ? "button" : "button button--main"));
    return card;
  }

  /** Which counter does the officer sit at today? */
  motcua.choosePage = function (desk) {
    const page = make("section", "choose", make("h1", "", t("desk.choose", { name: desk.me.name })));
    page.appendChild(make("p", "muted", t("desk.choose.how")));
    page.appendChild(noteLine());
    const list = make("ol", "places");
    desk.view.counters.forEach(function (counter, index) {
      list.appendChild(place(desk, counter, index));
    });
    page.appendChild(desk.view.counters.length ? list : make("p", "muted", t("desk.choose.none")));
    return page;
  };

  function noteLine() {
    const note = make("p", "note");
    note.id = "ticket-note";
    note.setAttribute("role", "status");
    note.hidden = true;
    return note;
  }

  /* --- ready ------------------------------------------------------------------------------------------------- */

  function nextCard(desk, counter) {
    const next = desk.ticket(counter.next);
    if (!next || counter.state !== "open") return null;
    const card = make("section", "card upcoming", make("h2", "", t("desk.ready.next")));
    const line = make("div", "upcoming-line", make("p", "upcoming-number", motcua.number(next.number)));
    const words = make("div", "", make("p", "upcoming-service", say.service(desk.view, next.service)));
    words.appendChild(make("p", "muted", make("span", "", t("desk.ready.waited") + " "), say.since("", next.queued_at, "minutes"), say.priority(next.priority)));
    line.appendChild(words);
    card.appendChild(line);
    return card;
  }

  function cell(tag, className, content) {
    return make(tag, className, content);
  }

  function table(caption, head, rows) {
    const made = make("table", "plain", make("caption", "heard", caption));
    const line = make("tr", "");
    head.forEach(function (each) {
      const th = cell("th", each.number ? "is-number" : "", each.word);
      th.scope = "col";
      line.appendChild(th);
    });
    made.appendChild(make("thead", "", line));
    const body = make("tbody", "");
    rows.forEach(function (row) {
      const tr = make("tr", "");
      row.forEach(function (value, index) {
        tr.appendChild(cell("td", head[index].number ? "is-number" : "", value));
      });
      body.appendChild(tr);
    });
    made.appendChild(body);
    return made;
  }

  function longest(desk, code) {
    const waiting = desk.inState("waiting").filter(function (ticket) {
      return ticket.service === code;
    });
    if (!waiting.length) return null;
    return Math.min.apply(
      null,
      waiting.map(function (ticket) {
        return ticket.queued_at;
      })
    );
  }

  function hallRow(desk, service) {
    const since = longest(desk, service.code);
    const late = since !== null && desk.now() - since > service.promised * 60000;
    const time = since === null ? make("span", "muted", "–") : say.since(late ? "is-late" : "", since, "minutes");
    const wait = late ? make("span", "", time, make("span", "heard", t("desk.hall.late"))) : time;
    return [make("span", "", service.code + " · " + say.service(desk.view, service.code)), String(service.waiting), wait, t("desk.minutes", { n: service.promised })];
  }

  /** Who waits for what in the whole office, against what was promised. */
  motcua.hallCard = function (desk) {
    const services = desk.view.services
      .filter(function (each) {
        return each.active;
      })
      .sort(function (one, other) {
        return one.position - other.position;
      });
    const card = make("section", "card", make("h2", "", t("desk.hall")));
    const head = [{ word: t("desk.hall.service") }, { word: t("desk.hall.waiting"), number: true }, { word: t("desk.hall.longest"), number: true }, { word: t("desk.hall.promised"), number: true }];
    card.appendChild(table(t("desk.hall"), head, services.map(hallRow.bind(null, desk))));
    return card;
  };

  function doneRow(desk, ticket) {
    const open = motcua.button(ticket.number, "", desk.select.bind(desk, ticket.id), "link");
    const began = ticket.started_at || ticket.called_at;
    return [open, say.service(desk.view, ticket.service), motcua.timeText(began), say.minutes(ticket.ended_at - began - ticket.held_ms)];
  }

  function doneCard(desk, counter) {
    const card = make("section", "card", make("h2", "", t("desk.done")));
    if (!counter.recent.length) {
      card.appendChild(make("p", "muted", t("desk.done.none")));
      return card;
    }
    const head = [{ word: t("desk.done.number") }, { word: t("desk.done.service") }, { word: t("desk.done.began"), number: true }, { word: t("desk.done.minutes"), number: true }];
    card.appendChild(table(t("desk.done"), head, counter.recent.map(doneRow.bind(null, desk))));
    return card;
  }

  /** The counter between two people. */
  motcua.readyPage = function (desk, counter) {
    const page = make("section", "ready", make("h1", "", t("desk.ready." + counter.state, { counter: counter.code })));
    page.appendChild(make("p", "muted ready-how", t("desk.ready." + counter.state + "_how")));
    page.appendChild(noteLine());
    const next = nextCard(desk, counter);
    if (next) page.appendChild(next);
    page.appendChild(motcua.hallCard(desk));
    page.appendChild(doneCard(desk, counter));
    return page;
  };

  /** For who has no counter: usher and leader look at the whole hall. */
  motcua.hallPage = function (desk) {
    const page = make("section", "ready", make("h1", "", t("desk.hall.title")));
    page.appendChild(make("p", "muted ready-how", t("desk.hall.how")));
    page.appendChild(noteLine());
    page.appendChild(motcua.hallCard(desk));
    return page;
  };
})();
