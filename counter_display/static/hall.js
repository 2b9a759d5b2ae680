/* Draws the hall: the newest call, the last calls, who waits for what, the notices, the clock; and lends it a voice. */
(function () {
  "use strict";

  const motcua = window.motcua;
  const t = motcua.t;
  const make = motcua.make;

  const GONE = ["waiting", "cancelled", "left", "void"];
  const SERVICES_SHOWN = 8;
  const CALLS_SHOWN = 6;
  const NOTICE_MS = 12000;
  /* The smallest sum of widths, in em, that the call's line is drawn for: bounds the size of short numbers. */
  const LEAST_EMS = 5.1;
  const SPACE_EMS = 0.8;

  let shownCall = null;

  function element(id) {
    return document.getElementById(id);
  }

  function plate(counter) {
    return make("span", "plate", motcua.number(counter));
  }

  /* --- the newest call ---------------------------------------------------------------------------------- */

  function callParts(call) {
    const invited = call.state === "called";
    const who = make(
      "div",
      "call-who",
      make("p", "call-words", t(invited ? "hall.invite" : "hall.invited")),
      make("p", "call-number", motcua.number(call.number))
    );
    const where = make("div", "call-where", make("p", "call-words", t("hall.to_counter")), make("p", "call-counter", plate(call.counter)));
    return [who, make("div", "call-arrow", motcua.icon("forward")), where];
  }

  function sizes(section, call) {
    const across = motcua.widthOf(call.number) + motcua.widthOf(call.counter) + SPACE_EMS;
    section.style.setProperty("--ems", String(Math.max(LEAST_EMS, across)));
    section.style.setProperty("--ems-number", String(Math.max(2.83, motcua.widthOf(call.number))));
  }

  function drawCall(call) {
    const section = element("call");
    const seen = call.id + call.state;
    if (seen === shownCall) return;
    const isNew = shownCall === null || shownCall.indexOf(String(call.id)) !== 0;
    shownCall = seen;
    sizes(section, call);
    motcua.fill(section, callParts(call));
    section.className = "call " + (call.state === "called" ? "call--now" : "call--before");
    if (isNew && call.state === "called") pulse(section);
  }

  /* "This changed": begin the three pulses anew. */
  function pulse(section) {
    void section.offsetWidth;
    section.classList.add("call--new");
  }

  function emptyOf(screen) {
    const board = screen.board.now;
    const open = board.services.some(function (service) {
      return service.open;
    });
    if (open || !board.services.length) return "morning";
    return board.calls.length ? "closed" : "before";
  }

  function drawEmpty(which) {
    if (shownCall === which) return;
    shownCall = which;
    const section = element("call");
    section.className = "call call--empty";
    const words = make("div", "call-calm", make("p", "call-title", t("hall." + which)), make("p", "call-words", t("hall." + which + "_how")));
    motcua.fill(section, [motcua.icon(which === "closed" ? "moon" : "sun"), words]);
  }

  function isOver(board) {
    return (
      board.services.length > 0 &&
      board.services.every(function (service) {
        return !service.open && !service.waiting;
      }) &&
      board.counters.every(function (counter) {
        return counter.state !== "open";
      })
    );
  }

  /* --- lists ------------------------------------------------------------------------------------------------ */

  function callRow(call) {
    const word = call.state === "called" || call.state === "absent" ? t("hall.call." + call.state) : "";
    return make(
      "li",
      "row row--" + call.state,
      make("span", "row-number", motcua.number(call.number)),
      make("span", "row-word", word),
      make("span", "row-where", make("span", "row-to", t("hall.counter")), plate(call.counter))
    );
  }

  function drawLast(calls) {
    const shown = calls.slice(1, 1 + CALLS_SHOWN);
    element("last").setAttribute("data-rows", String(shown.length));
    const rows = shown.length ? shown.map(callRow) : [make("li", "nothing", t("hall.none_before"))];
    motcua.fill(element("last"), rows);
  }

  function nameOf(service) {
    return document.documentElement.lang === "en" ? service.name_en || service.name_vi : service.name_vi;
  }

  function minutesOf(service) {
    if (!service.open) return t("hall.service_closed");
    if (!service.waiting) return t("hall.no_wait");
    return motcua.minutesText(service.minutes, "hall.") || t("hall.unknown_wait");
  }

  function serviceRow(service) {
    const name = make("th", "of-service", make("span", "of-inner", make("b", "of-letter", service.code), make("span", "of-name", nameOf(service))));
    name.setAttribute("scope", "row");
    const count = make("span", "of-count", String(service.waiting));
    const people = make("td", "of-people", count, " ", t("hall.people_word"));
    return make("tr", service.open ? "" : "is-closed", name, people, make("td", "of-minutes", minutesOf(service)));
  }

  function drawWaiting(services) {
    const shown = services
      .slice()
      .sort(function (one, other) {
        return one.position - other.position;
      })
      .slice(0, SERVICES_SHOWN);
    element("waiting").setAttribute("data-rows", String(shown.length));
    motcua.fill(element("waiting"), shown.map(serviceRow));
  }

  /* One notice at a time: a wall of small print is read by nobody. */
  function drawNotice(screen) {
    const lines = screen.office.notices || [];
    const line = lines.length ? lines[Math.floor(performance.now() / NOTICE_MS) % lines.length] : "";
    element("foot").hidden = !line && element("sound").hidden;
    if (element("notice").getAttribute("data-line") === line) return;
    element("notice").setAttribute("data-line", line);
    motcua.fill(element("notice"), line ? [motcua.icon("notice"), make("span", "", line)] : []);
  }

  function draw(screen) {
    const board = screen.board.now;
    const calls = board.calls.filter(function (call) {
      return GONE.indexOf(call.state) < 0;
    });
    const over = isOver(board);
    document.body.classList.toggle("is-over", over);
    if (over || !calls.length) drawEmpty(emptyOf(screen));
    else drawCall(calls[0]);
    drawLast(over ? [null].concat(calls) : calls);
    drawWaiting(board.services);
    drawNotice(screen);
  }

  function drawClock(screen) {
    if (!screen.clock.known) return;
    const now = screen.clock.now();
    const date = motcua.dateOf(now);
    const time = motcua.timeText(now);
    element("date").textContent = t("screen.weekday." + date.day) + ", " + date.date;
    if (element("clock").getAttribute("data-time") === time) return;
    element("clock").setAttribute("data-time", time);
    motcua.fill(element("clock"), [motcua.number(time)]);
  }

  /* --- the voice ---------------------------------------------------------------------------------------------- */

  const SAID = ["ticket.called.v1", "ticket.recalled.v1"];

  function start() {
    const button = element("sound");
    const voice = new motcua.Voice({
      onBlocked: function (blocked) {
        button.hidden = !blocked;
        element("foot").hidden = !blocked && !element("notice").firstChild;
      },
      onSpeaking: function (next) {
        document.body.classList.toggle("is-speaking", next !== null);
      },
    });
    const screen = new motcua.Screen({
      room: "hall",
      name: t("hall.device"),
      draw: draw,
      reset: voice.reset.bind(voice),
      take: function (event) {
        if (SAID.indexOf(event.type) >= 0) voice.nudge();
      },
    });
    drawClock(screen);
    setInterval(drawClock, 500, screen);
    setInterval(drawNotice, 1000, screen);
    document.addEventListener("click", function () {
      if (voice.blocked) voice.unlock();
    });
    screen.start().then(function () {
      voice.start();
    });
    motcua.hall = { screen: screen, voice: voice };
  }

  start();
})();
