/* The bar on top, and what goes away by itself: saved or not, who sits where, the last press that can be taken back,
   papers that did not come out. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});
  const make = motcua.make;
  const say = motcua.say;
  const t = motcua.t;

  /* The office counts from the moment it did it; the countdown here ends a little before. */
  const EARLIER_S = 0.3;

  function element(id) {
    return document.getElementById(id);
  }

  /* --- saved ------------------------------------------------------------------------------------------------- */

  const SIGNS = { sending: "clock", again: "offline", saved: "check", refused: "warning", dropped: "warning" };

  function savedWords(news, desk) {
    if (news.state === "saved") return t("desk.saved", { time: say.second(desk.now()) });
    return t("desk.saved." + news.state, { n: news.tries });
  }

  motcua.drawSaved = function (news, desk) {
    const line = element("saved");
    line.dataset.state = news.state;
    const parts = [motcua.icon(SIGNS[news.state]), make("span", "", savedWords(news, desk))];
    if (news.state === "again" && news.tries > 1) parts.push(motcua.button(t("desk.saved.give_up"), "", desk.presses.giveUp.bind(desk.presses), "link"));
    motcua.fill(line, parts);
  };

  /* --- who sits where ---------------------------------------------------------------------------------------- */

  function item(words, key, press) {
    const button = make("button", "menu-item", make("span", "", words), key ? make("kbd", "key", key) : null);
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.addEventListener("click", function () {
      shut();
      press();
    });
    return button;
  }

  function place(words, address, language) {
    const link = make("a", "menu-item", words);
    link.href = address;
    link.setAttribute("role", "menuitem");
    if (language) link.lang = language;
    return link;
  }

  function items(desk) {
    const counter = desk.counter();
    const list = [];
    if (counter) {
      list.push(item(t(counter.state === "open" ? "desk.act.pause" : "desk.act.go_on"), "⇧F2", desk.pause.bind(desk)));
      list.push(item(t("desk.act.close"), "", desk.closeCounter.bind(desk)));
    }
    list.push(item(t("desk.find"), "Ctrl K", desk.ask.find.bind(desk.ask)));
    if (desk.may("person.manage")) list.push(place(t("desk.to_admin"), "/admin"));
    const other = document.documentElement.lang === "vi" ? "en" : "vi";
    list.push(place(t("desk.language.other"), "?lang=" + other, other));
    list.push(item(t("desk.act.sign_out"), "", signOut.bind(null, desk)));
    return list;
  }

  async function signOut(desk) {
    const counter = desk.counter();
    if (counter && !(await desk.ask.sure(t("desk.sign_out.sure", { counter: counter.code })))) return;
    if (counter && !("answer" in ((await desk.atCounter("close", counter.code)) || {}))) return;
    await motcua.api("/session", { method: "DELETE" });
    location.assign("/signin");
  }

  function shut() {
    element("who-menu").hidden = true;
    element("who").setAttribute("aria-expanded", "false");
  }

  motcua.drawWho = function (desk) {
    const counter = desk.counter();
    const parts = [make("span", "who-name", desk.me.name)];
    if (counter) parts.unshift(make("span", "plate", counter.code), make("span", "who-state is-" + counter.state, t("desk.counter." + counter.state)));
    const signature = JSON.stringify([counter && counter.code, counter && counter.state, desk.me.name]);
    const who = element("who");
    if (who.dataset.signature === signature) return;
    who.dataset.signature = signature;
    motcua.fill(who, parts.concat([make("span", "caret")]));
  };

  motcua.wireWho = function (desk) {
    const who = element("who");
    const menu = element("who-menu");
    who.addEventListener("click", function () {
      const opening = menu.hidden;
      if (!opening) return shut();
      motcua.fill(menu, items(desk));
      menu.hidden = false;
      who.setAttribute("aria-expanded", "true");
      menu.firstChild.focus();
    });
    menu.addEventListener("keydown", function (event) {
      const all = Array.from(menu.children);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
      if (event.key === "Escape") {
        shut();
        who.focus();
      }
      if (step || event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
      }
    });
    document.addEventListener("click", function (event) {
      if (!menu.hidden && !event.target.closest(".bar-right")) shut();
    });
  };

  /* --- taking back ------------------------------------------------------------------------------------------- */

  let until = 0;
  let timer = null;

  function showLeft(words) {
    const left = Math.ceil((until - performance.now()) / 1000);
    element("undo").hidden = left <= 0;
    if (left <= 0) return clearInterval(timer);
    element("undo-text").textContent = t("desk.undo", { what: words, n: left });
  }

  /** For a few seconds the last press at this counter can be taken back. */
  motcua.offerUndo = function (desk, act, ticket) {
    until = performance.now() + (desk.view.rules.undo_s - EARLIER_S) * 1000;
    const words = t("desk.did." + act, { number: ticket.number });
    clearInterval(timer);
    timer = setInterval(showLeft, 200, words);
    showLeft(words);
  };

  async function undo(desk) {
    const counter = desk.counter();
    if (element("undo").hidden || !counter) return;
    until = 0;
    element("undo").hidden = true;
    await desk.atCounter("undo", counter.code);
    desk.select(null);
  }

  motcua.wireUndo = function (desk) {
    element("undo").addEventListener("click", undo.bind(null, desk));
  };

  /* --- keys that are the page's, not a ticket's ---------------------------------------------------------------- */

  motcua.isKeyOfPage = function (desk, act, index) {
    const does = {
      undo: undo.bind(null, desk),
      give: function () {
        if (desk.may("ticket.issue")) desk.ask.give();
      },
      find: desk.ask.find.bind(desk.ask),
      keys: desk.ask.keys.bind(desk.ask),
      pause: desk.pause.bind(desk),
      back: desk.select.bind(desk, null),
      counter: function () {
        const chosen = desk.view.counters[index - 1];
        if (chosen && desk.may("counter.act") && !desk.counter()) desk.chooseCounter(chosen);
      },
    };
    if (!does[act]) return false;
    does[act]();
    return true;
  };

  /* --- papers that did not come out ----------------------------------------------------------------------------- */

  function alertOf(desk, ticket) {
    const line = make("p", "alert", motcua.icon("printer"));
    const why = ticket.cause ? say.cause(ticket.cause) : t("desk.cause.other");
    line.appendChild(make("span", "alert-text", make("strong", "", t("desk.unprinted", { number: ticket.number })), " " + why));
    line.appendChild(motcua.button(t("desk.act.show_code"), "", desk.ask.number.bind(desk.ask, ticket), "button"));
    if (desk.may("ticket.print")) line.appendChild(motcua.button(t("desk.unprinted.told"), "", told.bind(null, desk, ticket), "button"));
    return line;
  }

  async function told(desk, ticket) {
    const result = await desk.press("told-" + ticket.id, "/tickets/" + ticket.id + "/print", { state: "void" });
    if (result && result.refused) element("unprinted").querySelector("[data-key='" + ticket.id + "'] .alert-text").textContent = result.refused;
  }

  motcua.drawUnprinted = function (desk) {
    say.keyed(
      element("unprinted"),
      desk.view.unprinted.map(function (ticket) {
        return { key: ticket.id, signature: JSON.stringify([ticket.number, ticket.cause]), make: alertOf.bind(null, desk, ticket) };
      })
    );
  };
})();
