/* The rating tablet: asks the office whether a service can be judged now, shows three faces, and goes back by itself.
   The office decides; a press outside the window is counted there as idle and never as a rating. */
(function () {
  "use strict";

  const motcua = window.motcua;
  const t = motcua.t;
  const body = document.body;
  const counter = body.dataset.counter;

  const THANKS_MS = 6000;
  const WHY_MS = 60000;
  const IDLE_MS = 5000;
  const AGAIN_MS = 2000;
  /* Nothing happens in the stream when a minute of service has passed: ask now and then. */
  const LOOK_MS = 10000;

  let open = null;
  let sending = false;
  let timer = null;

  function element(id) {
    return document.getElementById(id);
  }

  function show(step) {
    if (body.dataset.step === step) return;
    body.dataset.step = step;
    document.querySelectorAll("[data-show]").forEach(function (section) {
      section.hidden = section.dataset.show !== step;
    });
    const title = document.querySelector("[data-show='" + step + "'] h1");
    if (title) title.focus({ preventScroll: true });
  }

  function later(ms, work) {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
  }

  /* What is shown when nobody is in the middle of something. */
  function rest() {
    clearTimeout(timer);
    const form = element("why");
    form.reset();
    form.querySelectorAll(".is-chosen").forEach(function (label) {
      label.classList.remove("is-chosen");
    });
    show(open && open.open ? "ask" : "idle");
  }

  function about() {
    const ticket = open && open.ticket;
    element("about").textContent = ticket ? t("rating.about", { number: ticket.number }) : "";
  }

  async function look() {
    try {
      open = await motcua.api("/ratings/open?counter=" + encodeURIComponent(counter));
    } catch (error) {
      if (error.status === 401) refused(error.code);
      return;
    }
    about();
    const step = body.dataset.step;
    if (step === "ask" || step === "idle" || step === "loading" || step === "pairing") rest();
  }

  /* --- a press ----------------------------------------------------------------------------------------------- */

  function wait(ms) {
    return new Promise(function (resolve) {
      setTimeout(resolve, ms);
    });
  }

  async function sent(body_) {
    const options = { method: "POST", body: body_, key: motcua.newKey() };
    for (;;) {
      try {
        return await motcua.api("/ratings", options);
      } catch (error) {
        if (error.status && error.status < 500) return { refused: error.detail };
        await wait(AGAIN_MS);
      }
    }
  }

  function busy(state) {
    sending = state;
    document.querySelectorAll(".face").forEach(function (face) {
      face.setAttribute("aria-disabled", String(state));
    });
  }

  async function give(level, reasons, comment) {
    if (sending) return;
    busy(true);
    const answer = await sent({ counter: counter, level: level, reasons: reasons, comment: comment, via: "tablet" });
    busy(false);
    if (open) open.open = false;
    if (answer.idle || answer.refused) element("idle-how").textContent = t(answer.idle === "twice" ? "rating.idle_twice" : "rating.idle_closed");
    show(answer.idle || answer.refused ? "idle" : "thanks");
    later(answer.idle || answer.refused ? IDLE_MS : THANKS_MS, function () {
      element("idle-how").textContent = t("rating.idle_how");
      rest();
      look();
    });
  }

  function press(event) {
    const face = event.target.closest(".face");
    if (!face || sending) return;
    const level = Number(face.dataset.level);
    if (level > 1) {
      give(level, [], "");
      return;
    }
    show("why");
    later(WHY_MS, leaveWhy);
  }

  /* Who walked away after the unhappy face has judged all the same. */
  function leaveWhy() {
    if (body.dataset.step === "why") sendWhy();
  }

  function sendWhy() {
    const form = element("why");
    const chosen = Array.from(form.querySelectorAll("input:checked")).map(function (input) {
      return input.value;
    });
    give(1, chosen, form.elements.comment.value.trim());
  }

  function wire() {
    document.querySelector(".faces").addEventListener("click", press);
    element("why").addEventListener("submit", function (event) {
      event.preventDefault();
      sendWhy();
    });
    element("why").addEventListener("input", function (event) {
      if (event.target.type === "checkbox") event.target.parentNode.classList.toggle("is-chosen", event.target.checked);
      later(WHY_MS, leaveWhy);
    });
    element("back").addEventListener("click", rest);
  }

  /* --- belonging to the office ------------------------------------------------------------------------------- */

  function pairing(asked) {
    motcua.fill(element("pairing-code"), [motcua.number(asked.code)]);
    show("pairing");
  }

  function refused(code) {
    if (code !== "token.bad" && code !== "token.missing") return;
    motcua.forgetToken();
    location.reload();
  }

  async function start() {
    wire();
    const token = await motcua.pair("rating", t("rating.device", { counter: counter }), pairing);
    await look();
    if (body.dataset.step === "loading" || body.dataset.step === "pairing") rest();
    new motcua.Live({
      room: "counter:" + counter,
      token: token,
      onEvent: look,
      onReset: look,
      onStale: function (since) {
        element("cut").hidden = since === null;
        if (since === null) look();
      },
      onRefused: refused,
    }).start();
    setInterval(look, LOOK_MS);
  }

  start();
})();
