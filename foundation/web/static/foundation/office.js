/* What every page of ours can do: find its texts, write a number in cells, ask the office, be paired, know the time.
   Plain ES2017 without modules: the oldest television is Chromium 63. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});

  function dataOf(id) {
    const element = document.getElementById(id);
    return element ? JSON.parse(element.textContent) : {};
  }

  /** JSON that the server put into the page under an element's id; {} when it did not. */
  motcua.dataOf = dataOf;

  const texts = dataOf("texts");

  /** The text of a key with its {fields} filled in; the key itself when it is missing, so that it is seen. */
  motcua.t = function (key, values) {
    const text = texts[key];
    if (text === undefined) return key;
    return text.replace(/\{([a-z0-9_]+)\}/g, function (whole, name) {
      return values && values[name] !== undefined && values[name] !== null ? String(values[name]) : whole;
    });
  };

  /** An element: make("p", "class", "text" or children…). Text is only ever text, never markup. */
  motcua.make = function (tag, className) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    for (let i = 2; i < arguments.length; i += 1) {
      const child = arguments[i];
      if (child === null || child === undefined) continue;
      element.appendChild(typeof child === "object" ? child : document.createTextNode(String(child)));
    }
    return element;
  };

  /** Replace all children of an element. */
  motcua.fill = function (element, children) {
    while (element.firstChild) element.removeChild(element.firstChild);
    children.forEach(function (child) {
      if (child) element.appendChild(child);
    });
  };

  const SVG = "http://www.w3.org/2000/svg";

  /** One of our own signs. */
  motcua.icon = function (name) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", "/static/foundation/icons.svg#" + name);
    svg.appendChild(use);
    return svg;
  };

  function cellOf(character) {
    if (/[0-9]/.test(character)) return "";
    return /[:.,\s–-]/.test(character) ? "mark" : "letter";
  }

  /** "A012" in cells of fixed width; read out as a whole. */
  motcua.number = function (text) {
    const whole = motcua.make("span", "digits");
    whole.setAttribute("role", "img");
    whole.setAttribute("aria-label", text);
    String(text)
      .split("")
      .forEach(function (character) {
        whole.appendChild(motcua.make("i", cellOf(character), character));
      });
    return whole;
  };

  /** The width of a number in em, by the cells of parts.css. */
  motcua.widthOf = function (text) {
    const widths = { "": 0.67, letter: 0.82, mark: 0.34 };
    return String(text)
      .split("")
      .reduce(function (sum, character) {
        return sum + widths[cellOf(character)];
      }, 0);
  };

  /* --- asking the office ------------------------------------------------------------------------------- */

  function tokenName(kind) {
    return "motcua.token." + kind;
  }

  /** The kind of device this page is, by <body data-kind>. */
  motcua.kind = function () {
    return document.body.getAttribute("data-kind") || "";
  };

  motcua.token = function () {
    return localStorage.getItem(tokenName(motcua.kind()));
  };

  motcua.forgetToken = function () {
    localStorage.removeItem(tokenName(motcua.kind()));
  };

  /** A key that makes a press count once, however often it is sent. */
  motcua.newKey = function () {
    const parts = new Uint32Array(4);
    crypto.getRandomValues(parts);
    return Array.from(parts, function (part) {
      return part.toString(16).padStart(8, "0");
    }).join("");
  };

  function problem(code, detail, status) {
    const error = new Error(detail || code);
    error.code = code;
    error.detail = detail;
    error.status = status;
    return error;
  }

  function headersOf(options) {
    const headers = { Accept: "application/json" };
    const csrf = document.querySelector("meta[name=csrf]");
    if (motcua.token()) headers.Authorization = "Bearer " + motcua.token();
    if (csrf) headers["X-CSRF-Token"] = csrf.content;
    if (options.key) headers["Idempotency-Key"] = options.key;
    if (options.body !== undefined) headers["Content-Type"] = "application/json";
    return headers;
  }

  /** A raw answer of /api/v1; rejects with {code: "offline"} without a link, and with the problem's code otherwise. */
  motcua.ask = async function (path, options) {
    const given = options || {};
    let answer;
    try {
      answer = await fetch("/api/v1" + path, {
        method: given.method || "GET",
        headers: headersOf(given),
        body: given.body === undefined ? undefined : JSON.stringify(given.body),
        credentials: "same-origin",
      });
    } catch (error) {
      throw problem("offline", motcua.t("common.offline"), 0);
    }
    if (answer.ok) return answer;
    let said = {};
    try {
      said = await answer.json();
    } catch (error) {
      said = {};
    }
    throw problem(said.code || "http." + answer.status, said.detail, answer.status);
  };

  /** The JSON answer of /api/v1, null for an empty one. */
  motcua.api = async function (path, options) {
    const answer = await motcua.ask(path, options);
    return answer.status === 204 ? null : answer.json();
  };

  /* --- pairing ------------------------------------------------------------------------------------------- */

  function wait(ms) {
    return new Promise(function (resolve) {
      setTimeout(resolve, ms);
    });
  }

  async function askPairing(kind, name, show) {
    const asked = await motcua.api("/pairing", { method: "POST", body: { kind: kind, name: name }, key: motcua.newKey() });
    const until = performance.now() + (asked.expires_in || 600) * 1000;
    if (!asked.approved) show(asked);
    while (performance.now() < until) {
      const answer = await motcua.api("/pairing/" + encodeURIComponent(asked.secret));
      if (answer.token) return answer.token;
      if (answer.state === "expired") break;
      await wait(1500);
    }
    return null;
  }

  /** Become a device of the office: show(asked) is called with {code, qr} while an administrator must agree.
      Tries for as long as it takes; resolves with the token, which is kept for the next start. */
  motcua.pair = async function (kind, name, show) {
    for (;;) {
      const kept = localStorage.getItem(tokenName(kind));
      if (kept) return kept;
      try {
        const token = await askPairing(kind, name, show);
        if (token) localStorage.setItem(tokenName(kind), token);
      } catch (error) {
        await wait(2000);
      }
    }
  };

  /* --- time ------------------------------------------------------------------------------------------------ */

  /** The office's time between two words of the server: {now} ms as `rate` times real time. */
  motcua.OfficeClock = class {
    constructor() {
      this.base = Date.now();
      this.at = performance.now();
      this.rate = 1;
      this.known = false;
    }

    set(ms, rate) {
      this.known = true;
      this.base = ms;
      this.at = performance.now();
      if (rate) this.rate = rate;
    }

    now() {
      return this.base + (performance.now() - this.at) * this.rate;
    }

    /** Real seconds since an office time. */
    age(ms) {
      return (this.now() - ms) / this.rate / 1000;
    }
  };

  const VIETNAM_MS = 7 * 3600 * 1000;

  function two(value) {
    return String(value).padStart(2, "0");
  }

  /** "09:41" in Vietnam, wherever the screen thinks it is. */
  motcua.timeText = function (ms) {
    const at = new Date(ms + VIETNAM_MS);
    return two(at.getUTCHours()) + ":" + two(at.getUTCMinutes());
  };

  /** {day: 1 (Monday) … 7, date: "23/11/2026"} in Vietnam. */
  motcua.dateOf = function (ms) {
    const at = new Date(ms + VIETNAM_MS);
    const date = two(at.getUTCDate()) + "/" + two(at.getUTCMonth() + 1) + "/" + at.getUTCFullYear();
    return { day: at.getUTCDay() || 7, date: date };
  };

  /** A wait in words, from {p50, p90} minutes, as foundation/texts.py says it; null when nobody can tell.
      `texts` is the prefix of the sentences: "common." says "about", a column that says it already has its own. */
  motcua.minutesText = function (minutes, texts) {
    const key = texts || "common.";
    if (!minutes || typeof minutes.p50 !== "number") return null;
    const low = Math.max(0, Math.round(minutes.p50));
    const high = Math.max(low, Math.round(typeof minutes.p90 === "number" ? minutes.p90 : low));
    if (high < 2) return motcua.t(key + "minutes_few");
    if (high > 60) return motcua.t(key + "hours", { hours: hoursText(high) });
    if (low === 0 || low === high) return motcua.t(key + "minutes", { n: high });
    return motcua.t(key + "minutes_range", { low: low, high: high });
  };

  /* Up to half hours: nobody plans a long wait to the minute. */
  function hoursText(minutes) {
    const hours = Math.ceil(minutes / 30) / 2;
    return document.documentElement.lang === "en" ? String(hours) : String(hours).replace(".", ",");
  }
})();
