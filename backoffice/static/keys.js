/* Every press has a key, and the same key always means the same press. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});
  const make = motcua.make;
  const t = motcua.t;

  /* what, the key as it is shown, the key as the browser names it */
  const KEYS = [
    ["next", "F2", "F2"],
    ["recall", "F3", "F3"],
    ["no-show", "F4", "F4"],
    ["hold", "F6", "F6"],
    ["transfer", "F7", "F7"],
    ["start", "F8", "F8"],
    ["return", "⇧ F6", "Shift+F6"],
    ["pause", "⇧ F2", "Shift+F2"],
    ["chosen", "Ctrl ↵", "Ctrl+Enter"],
    ["cancel", "Del", "Delete"],
    ["undo", "Ctrl Z", "Ctrl+z"],
    ["give", "F10", "F10"],
    ["find", "Ctrl K", "Ctrl+k"],
    ["back", "Esc", "Escape"],
    ["list", "↑ ↓", ""],
    ["keys", "?", "?"],
  ];

  function named(event) {
    const shift = event.shiftKey && event.key.length > 1 ? "Shift+" : "";
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    return (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + shift + letter;
  }

  function isTyping(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function actOf(name) {
    if (name === "F1") return "keys";
    const found = KEYS.find(function (each) {
      return each[2] === name;
    });
    return found ? found[0] : null;
  }

  /* Up and down go through every row of the rail, whichever list it stands in. */
  function walk(step) {
    const rows = Array.from(document.querySelectorAll(".lists .row"));
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement);
    const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
    rows[to].focus();
    rows[to].scrollIntoView({ block: "nearest" });
  }

  function onKey(desk, event) {
    if (document.querySelector("dialog[open]") || isTyping(event.target)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      walk(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      return;
    }
    const name = named(event);
    const counter = /^Alt\+([1-9])$/.exec(name);
    const act = counter ? "counter" : actOf(name);
    if (!act) return;
    event.preventDefault();
    if (event.repeat) return;
    desk.key(act, counter ? Number(counter[1]) : 0);
  }

  motcua.listenToKeys = function (desk) {
    document.addEventListener("keydown", onKey.bind(null, desk));
  };

  /** All keys, for the page that "?" opens. */
  motcua.fillKeys = function () {
    const list = document.getElementById("keys");
    const lines = [];
    KEYS.forEach(function (each) {
      const pair = make("div", "keys-line", make("dt", "", make("kbd", "key", each[1])));
      pair.appendChild(make("dd", "", t("desk.key." + each[0])));
      lines.push(pair);
    });
    motcua.fill(list, lines);
  };
})();
