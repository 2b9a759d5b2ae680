// The page in the citizen's hands: shows what the kiosk's program says, sends presses, and has no way out.
"use strict";

(() => {
  const stage = document.getElementById("stage");
  const lost = document.getElementById("lost");
  const secret = document.querySelector('meta[name="secret"]').content;

  const post = (path, body) =>
    fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Kiosk-Secret": secret },
      body: JSON.stringify(body),
    }).then((answer) => {
      // The program started anew: this page's secret is of the one before.
      if (answer.status === 403) location.reload();
      return answer;
    }).catch(() => {});

  // --- presses: what counts is where the finger was and where it left, for the screen may change between ---

  let pressed = null;
  const nameOf = (element) => {
    const found = element && element.closest && element.closest("[data-do], [data-key], [data-field], [data-send]");
    if (!found || found.closest("[inert]")) return null;
    return { found, name: JSON.stringify(found.dataset) };
  };

  const act = (element) => {
    const { do: what, value, key, field } = element.dataset;
    if (what) post("/touch", { do: what, value: value || "" });
    else if (key) type(key);
    else if (field) choose(field);
    else if ("send" in element.dataset) send();
  };

  document.addEventListener("pointerdown", (event) => {
    pressed = nameOf(event.target);
    if (pressed) pressed.found.classList.add("pressed");
    if (stage.contains(event.target)) stay();
  });

  document.addEventListener("pointerup", (event) => {
    const under = nameOf(document.elementFromPoint(event.clientX, event.clientY));
    const begun = pressed;
    release();
    if (begun && under && under.name === begun.name) act(under.found);
  });

  const release = () => {
    if (pressed) pressed.found.classList.remove("pressed");
    pressed = null;
  };
  document.addEventListener("pointercancel", release);

  // A press by key or by an aid has no finger.
  document.addEventListener("click", (event) => {
    const under = event.detail === 0 && nameOf(event.target);
    if (under) act(under.found);
  });

  let stayed = 0;
  const stay = () => {
    if (Date.now() - stayed < 2000 || stage.querySelector(".still")) return;
    stayed = Date.now();
    post("/touch", { do: "stay" });
  };

  // --- the typed code never leaves this page before "Xem", and goes with the screen -----------------------

  const typed = { code: "", last4: "" };
  const LONGEST = { code: 40, last4: 4 };
  let field = "code";

  const choose = (name) => {
    field = name;
    for (const box of stage.querySelectorAll("[data-field]"))
      box.setAttribute("aria-pressed", String(box.dataset.field === field));
  };

  const type = (key) => {
    if (key === "erase") typed[field] = typed[field].slice(0, -1);
    else if (typed[field].length < LONGEST[field] && (field === "code" || /\d/.test(key))) typed[field] += key;
    showTyped();
  };

  const showTyped = () => {
    for (const place of stage.querySelectorAll("[data-typed]")) place.textContent = typed[place.dataset.typed];
  };

  const send = () => {
    if (typed.code.length >= 6 && typed.last4.length === 4) {
      post("/touch", { do: "typed", value: typed.code, extra: typed.last4 });
      return;
    }
    const say = stage.querySelector("[data-say]");
    say.textContent = stage.querySelector(".typed").dataset.short;
    say.classList.add("wrong");
    if (typed.code.length >= 6) choose("last4");
  };

  // --- the camera's own view: one picture that is carried from screen to screen -----------------------------

  const view = new Image();
  view.draggable = false;
  view.addEventListener("load", () => {
    const frame = stage.querySelector("[data-camera]");
    if (frame && view.parentNode !== frame) frame.append(view);
    setTimeout(look, 160);
  });
  view.addEventListener("error", () => {
    view.remove();
    setTimeout(look, 1000);
  });
  const look = () => {
    const frame = stage.querySelector("[data-camera]");
    if (!frame || document.hidden) {
      setTimeout(look, 500);
      return;
    }
    view.alt = frame.dataset.camera;
    view.src = `/camera.jpg?${Date.now()}`;
  };

  // --- what the program shows ---------------------------------------------------------------------------

  let speech = null;
  const speak = (hint) => {
    if (speech) speech.pause();
    speech = hint ? new Audio(`/hints/${hint}.wav`) : null;
    if (speech) speech.play().catch(() => {});
  };

  let shown = stage.firstElementChild ? stage.firstElementChild.dataset.screen : "";
  let said = "";
  const show = ({ html, language }) => {
    stage.innerHTML = html;
    document.documentElement.lang = language;
    const screen = stage.firstElementChild;
    const { screen: name, hint } = screen.dataset;
    if (name !== "type_code") typed.code = typed.last4 = "";
    choose(name === "type_code" ? field : "code");
    showTyped();
    const frame = stage.querySelector("[data-camera]");
    if (frame && view.complete && view.naturalWidth) frame.append(view);
    const warning = stage.querySelector("#still-title");
    if (warning) warning.focus({ preventScroll: true });
    else if (name !== shown) stage.querySelector("h1").focus({ preventScroll: true });
    shown = name;
    if (said !== (hint || "")) speak(hint);
    said = hint || "";
  };

  const wait = (waits) => {
    for (const place of stage.querySelectorAll("[data-wait]")) {
      const [service, line] = place.dataset.wait.split(".");
      const lines = waits[service];
      if (lines && lines[line] !== undefined) place.textContent = lines[line];
    }
  };

  let loss = null;
  const follow = () => {
    const stream = new EventSource("/stream");
    stream.addEventListener("screen", (event) => show(JSON.parse(event.data)));
    stream.addEventListener("waits", (event) => wait(JSON.parse(event.data)));
    stream.addEventListener("open", () => {
      clearTimeout(loss);
      if (!lost.hidden) location.reload();
    });
    stream.addEventListener("error", () => {
      clearTimeout(loss);
      loss = setTimeout(() => (lost.hidden = false), 3000);
      if (stream.readyState === EventSource.CLOSED) setTimeout(follow, 1000);
    });
  };

  // --- no way out -----------------------------------------------------------------------------------------

  const PLAIN_KEYS = new Set(["Tab", "Enter", " ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);
  const isShelf = (target) => Boolean(target && target.closest && target.closest("#shelf"));
  for (const kind of ["contextmenu", "dragstart", "selectstart", "gesturestart", "dragover", "drop"])
    document.addEventListener(kind, (event) => isShelf(event.target) || event.preventDefault());
  document.addEventListener("auxclick", (event) => event.preventDefault());
  addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), { passive: false });
  addEventListener("keydown", (event) => {
    if (isShelf(event.target)) return;
    const combined = event.ctrlKey || event.altKey || event.metaKey;
    if (combined || !PLAIN_KEYS.has(event.key)) event.preventDefault();
    else stay();
  }, { capture: true });
  history.replaceState({ kiosk: 0 }, "");
  history.pushState({ kiosk: 1 }, "");
  addEventListener("popstate", () => history.pushState({ kiosk: 1 }, ""));

  follow();
  look();
})();
