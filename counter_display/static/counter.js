/* Draws one counter: its state, the number in hand, the officer's name. */
(function () {
  "use strict";

  const motcua = window.motcua;
  const t = motcua.t;
  const code = document.body.getAttribute("data-counter");

  const REFRESH_MS = 60000;
  const SOON_MS = 200;

  let shown = "";

  function element(id) {
    return document.getElementById(id);
  }

  function counterOf(board) {
    return board.counters.find(function (counter) {
      return counter.code === code;
    });
  }

  /* What the strip says: inviting, serving, free, paused, closed, or a counter the office does not have. */
  function stateOf(counter, board) {
    if (!counter) return board.counters.length ? "unknown" : "loading";
    if (counter.ticket) return counter.ticket.state === "called" ? "called" : "serving";
    return counter.state === "open" ? "free" : counter.state;
  }

  function drawNumber(state, counter) {
    const ticket = counter && counter.ticket;
    const number = ticket ? motcua.number(ticket.number) : document.createTextNode(t("counter.say." + state));
    element("number").style.setProperty("--ems", String(Math.max(2.83, ticket ? motcua.widthOf(ticket.number) : 2.83)));
    motcua.fill(element("number"), [number]);
    element("number").className = "now-number " + (ticket ? "is-number" : "is-word");
  }

  function draw(screen) {
    const counter = counterOf(screen.board.now);
    const state = stateOf(counter, screen.board.now);
    const officer = (counter && counter.state !== "closed" && counter.officer) || "";
    const seen = JSON.stringify([state, counter && counter.ticket, officer]);
    if (seen === shown) return;
    shown = seen;
    document.body.setAttribute("data-state", state);
    motcua.fill(element("state"), [signOf(state), motcua.make("span", "", t("counter.state." + state))]);
    drawNumber(state, counter);
    motcua.fill(element("who"), officer ? [motcua.icon("person"), motcua.make("span", "", officer)] : []);
    const strip = document.querySelector(".strip");
    strip.classList.remove("pulse-once");
    void strip.offsetWidth;
    if (state === "called") strip.classList.add("pulse-once");
  }

  function signOf(state) {
    const signs = { called: "notice", serving: "check", paused: "pause", closed: "lock", free: "person" };
    return signs[state] ? motcua.icon(signs[state]) : null;
  }

  const screen = new motcua.Screen({
    room: "counter:" + code,
    name: t("counter.device", { counter: code }),
    draw: draw,
    /* An event names the officer by id; the board has the name that is shown. */
    take: function (event) {
      if (event.type.indexOf("counter.") === 0) setTimeout(screen.load.bind(screen), SOON_MS);
    },
  });
  screen.start();
  setInterval(screen.load.bind(screen), REFRESH_MS);
  motcua.counter = screen;
})();
