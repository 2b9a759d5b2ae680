/* Keeps the phone page of a ticket fresh and buzzes when it is the turn. Without it the page reloads itself. */
(function () {
  "use strict";

  const body = document.body;
  const address = body.getAttribute("data-address");
  const cut = document.getElementById("cut");
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const title = document.title;

  let shown = null;
  let timer = null;
  let heard = clockText();

  function clockText() {
    const now = new Date();
    return String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
  }

  function text(key, name, value) {
    return texts[key].replace("{" + name + "}", value);
  }

  function buzz() {
    if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 800]);
  }

  function draw(now) {
    const called = now.state === "called";
    if (called && body.getAttribute("data-state") !== "called") buzz();
    body.setAttribute("data-state", now.state);
    document.title = called ? text("phone.js.turn", "counter", now.counter) : title;
    /* The key of the forms is new each time: compare what a person sees. */
    const seen = now.html.replace(/name="key" value="[^"]*"/g, "");
    if (seen === shown) return;
    shown = seen;
    document.getElementById("now").innerHTML = now.html;
  }

  function showCut(isCut) {
    cut.hidden = !isCut;
    if (isCut) cut.textContent = text("phone.js.cut", "time", heard);
  }

  async function look() {
    let next = 5;
    try {
      const answer = await fetch(address, { cache: "no-store" });
      if (answer.ok) {
        const now = await answer.json();
        next = now.next;
        heard = clockText();
        draw(now);
      }
      showCut(!answer.ok && answer.status !== 404);
    } catch (error) {
      showCut(true);
    }
    timer = setTimeout(look, next * 1000);
  }

  document.documentElement.classList.add("has-script");
  if (body.hasAttribute("data-still")) return;
  timer = setTimeout(look, Number(body.getAttribute("data-next")) * 1000);
  /* Back from the pocket: at once, for a sleeping phone keeps no time. */
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) return;
    clearTimeout(timer);
    look();
  });
})();
