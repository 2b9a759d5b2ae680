/* How the desk says things: times, minutes, services, people, priorities. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});
  const say = (motcua.say = {});
  const make = motcua.make;
  const t = motcua.t;

  const MINUTE = 60000;
  const VIETNAM_MS = 7 * 3600 * 1000;

  function two(value) {
    return String(value).padStart(2, "0");
  }

  /** "09:41:07" in Vietnam. */
  say.second = function (ms) {
    return motcua.timeText(ms) + ":" + two(new Date(ms + VIETNAM_MS).getUTCSeconds());
  };

  /** "04:12", or "1:04:12" for a long one. */
  say.stopwatch = function (ms) {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const text = two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
    return seconds < 3600 ? text : Math.floor(seconds / 3600) + ":" + text;
  };

  /** "12 phút", "1 giờ 5 phút". */
  say.minutes = function (ms) {
    const minutes = Math.max(0, Math.floor(ms / MINUTE));
    if (minutes < 1) return t("desk.just_now");
    if (minutes < 60) return t("desk.minutes", { n: minutes });
    return t("desk.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };

  /** As above, in the few letters a row of the rail has. */
  say.wait = function (ms) {
    return ms < MINUTE ? t("desk.just_came") : say.minutes(ms);
  };

  /** A figure of minutes, with one decimal below ten as the language writes it. */
  say.figure = function (minutes) {
    if (minutes === null || minutes === undefined) return "–";
    const text = minutes < 9.95 ? minutes.toFixed(1) : String(Math.round(minutes));
    return document.documentElement.lang === "en" ? text : text.replace(".", ",");
  };

  say.service = function (view, code) {
    const service = view.services.find(function (each) {
      return each.code === code;
    });
    if (!service) return code;
    return document.documentElement.lang === "en" ? service.name_en : service.name_vi;
  };

  say.officer = function (view, id) {
    return id ? view.names[id] || t("desk.somebody") : t("desk.nobody_holds");
  };

  const SIGNS = { elderly: "elder", disabled: "wheelchair", pregnant: "person", infant: "infant", merit: "star" };

  /** A chip with sign and word; null for everybody else. */
  say.priority = function (priority) {
    if (priority === "normal") return null;
    return make("span", "chip chip--wait", motcua.icon(SIGNS[priority]), make("span", "", t("desk.priority." + priority)));
  };

  const STATES = {
    waiting: ["chip", "clock"],
    called: ["chip chip--wait", "speaker"],
    serving: ["chip chip--done", "person"],
    held: ["chip chip--wait", "pause"],
    absent: ["chip chip--fault", "cross"],
    finished: ["chip chip--done", "check"],
    cancelled: ["chip", "cross"],
    left: ["chip", "cross"],
    void: ["chip", "cross"],
  };

  say.state = function (state) {
    const shape = STATES[state];
    return make("span", shape[0], motcua.icon(shape[1]), make("span", "", t("desk.state." + state)));
  };

  /** A time that goes on: drawn again every second by `tick`. Forms: stopwatch, minutes, wait. */
  say.since = function (className, ms, form, less) {
    const element = make("span", className);
    element.dataset.since = ms + (less || 0);
    element.dataset.form = form;
    return element;
  };

  /** Bring every running time up to the office's time. */
  say.tick = function (now) {
    document.querySelectorAll("[data-since]").forEach(function (element) {
      const text = say[element.dataset.form](now - Number(element.dataset.since));
      if (element.textContent !== text) element.textContent = text;
    });
  };

  /** Children of a list by key: an element is made anew only when its signature changed, so a finger that presses
      it, the focus on it and its place stay. Items: {key, signature, make()}. */
  say.keyed = function (list, items) {
    const known = new Map();
    Array.from(list.children).forEach(function (child) {
      known.set(child.dataset.key, child);
    });
    let after = null;
    items.forEach(function (item) {
      let child = known.get(item.key);
      known.delete(item.key);
      if (!child || child.dataset.signature !== item.signature) child = renewed(child, item);
      const place = after ? after.nextSibling : list.firstChild;
      if (place !== child) list.insertBefore(child, place);
      after = child;
    });
    known.forEach(function (child) {
      child.remove();
    });
  };

  function renewed(old, item) {
    const fresh = item.make();
    fresh.dataset.key = item.key;
    fresh.dataset.signature = item.signature;
    if (!old) return fresh;
    const focused = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (focused) (fresh.querySelector("button") || fresh).focus({ preventScroll: true });
    return fresh;
  }
})();
