/* Signing in; at the first time an own password, then straight on to where one wanted to go. */
(function () {
  "use strict";

  const motcua = window.motcua;
  const t = motcua.t;
  const signIn = document.getElementById("signin");
  const first = document.getElementById("first");
  const to = document.body.dataset.to;
  let login = "";

  function note(form, sentence) {
    const line = form.querySelector("[data-note]");
    line.hidden = !sentence;
    line.textContent = sentence || "";
  }

  function csrf(value) {
    let meta = document.querySelector("meta[name=csrf]");
    if (!meta) {
      meta = document.createElement("meta");
      meta.name = "csrf";
      document.head.appendChild(meta);
    }
    meta.content = value;
  }

  function askForOwn(me) {
    csrf(me.csrf);
    first.elements.old.value = signIn.elements.password.value;
    document.getElementById("old").hidden = true; // it was typed a moment ago
    signIn.hidden = true;
    first.hidden = false;
    document.getElementById("door-title").textContent = t("signin.first.title", { name: me.name });
    document.getElementById("door-about").textContent = t("signin.first.about");
    first.elements.new.focus();
  }

  async function enter(name, password) {
    login = name;
    const me = await motcua.api("/session", { method: "POST", body: { login: name, password: password } });
    if (me.must_change) askForOwn(me);
    else location.assign(to);
  }

  async function change() {
    const fields = first.elements;
    if (fields.new.value !== fields.again.value) {
      note(first, t("signin.differ"));
      fields.again.focus();
      return;
    }
    await motcua.api("/session/password", { method: "POST", body: { old: fields.old.value, new: fields.new.value }, key: motcua.newKey() });
    // Every session of this person has ended; under the new password a new one begins.
    if (login) await enter(login, fields.new.value);
    else location.assign("/signin?to=" + encodeURIComponent(to));
  }

  function wire(form, work) {
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      const button = form.querySelector("button");
      if (button.disabled) return;
      button.disabled = true;
      note(form, "");
      try {
        await work();
      } catch (error) {
        note(form, error.detail || t("common.offline"));
      }
      button.disabled = false;
    });
    form.querySelector("[data-show]").addEventListener("change", function (event) {
      form.querySelectorAll("input[autocomplete*=password]").forEach(function (input) {
        input.type = event.target.checked ? "text" : "password";
      });
    });
  }

  wire(signIn, function () {
    return enter(signIn.elements.login.value, signIn.elements.password.value);
  });
  wire(first, change);
})();
