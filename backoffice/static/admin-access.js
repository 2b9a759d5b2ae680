/* Devices and people: who may speak with the office. */
(function () {
  "use strict";

  const motcua = window.motcua;
  const admin = motcua.admin;
  const make = motcua.make;
  const t = motcua.t;

  /* --- devices ------------------------------------------------------------------------------------------------ */

  const HEALTH = { ok: ["done", "check"], warn: ["wait", "warning"], fault: ["fault", "cross"], unknown: ["", "clock"] };

  function health(device) {
    if (device.revoked) return admin.chip("", "lock", t("admin.device.revoked"));
    const shape = HEALTH[device.health];
    return admin.chip(shape[0], shape[1], t("admin.health." + device.health));
  }

  function seen(device) {
    return device.seen ? motcua.timeText(device.seen) + " " + motcua.dateOf(device.seen).date : t("admin.device.never");
  }

  function revoke(device) {
    admin.sure(t("admin.device.revoke_sure", { name: device.name }), async function (form) {
      const done = await admin.press("/devices/" + device.id + "/revoke", {}, form);
      if (done) admin.draw("devices");
      return done;
    });
  }

  function deviceRow(device) {
    const act = device.revoked ? "" : admin.link(t("admin.device.revoke"), revoke.bind(null, device));
    const name = admin.twoLines(device.name, t("admin.kind." + device.kind));
    return { off: Boolean(device.revoked), cells: [name, health(device), seen(device), device.version || "–", act] };
  }

  function waitingCard(waiting) {
    const card = make("section", "card waiting-card", make("h2", "", t("admin.pair.waiting", { n: waiting.length })));
    const rows = waiting.map(function (screen) {
      const act = admin.link(t("admin.pair.accept"), () => admin.pair());
      return { cells: [admin.twoLines(screen.name, t("admin.kind." + screen.kind)), act] };
    });
    card.appendChild(admin.table(t("admin.pair"), [t("admin.device.name"), ""], rows));
    return card;
  }

  /* The digits are read from the screen itself: who accepts stands before it, or was told them. */
  admin.pair = function (code) {
    admin.ask("ask-pair", function (form) {
      form.elements.code.value = code || "";
    }, async function (form) {
      const done = await admin.press("/pairing/" + form.elements.code.value + "/approve", {}, form);
      if (done) admin.draw("devices");
      return done;
    });
  };

  admin.parts.devices = {
    async draw() {
      const known = await motcua.api("/devices");
      const heads = [t("admin.device.name"), t("admin.device.health"), t("admin.device.seen"), t("admin.device.version"), ""];
      const devices = known.devices.slice().sort(function (one, other) {
        return Boolean(one.revoked) - Boolean(other.revoked) || one.name.localeCompare(other.name);
      });
      const card = make("section", "card", known.devices.length ? admin.table(t("admin.tab.devices"), heads, devices.map(deviceRow)) : make("p", "muted", t("admin.device.none")));
      return [known.waiting.length ? waitingCard(known.waiting) : null, card];
    },
    add() {
      admin.ask("ask-devices", function () {}, async function (form) {
        const body = { kind: form.elements.kind.value, name: form.elements.name.value };
        const done = await admin.press("/devices", body, form);
        if (!done) return false;
        admin.draw("devices");
        setTimeout(admin.once, 0, t("admin.device.token", { name: done.name }), t("admin.device.token_how"), done.token);
        return true;
      });
    },
  };

  /* --- people ------------------------------------------------------------------------------------------------- */

  function roles(person) {
    return person.roles
      .map(function (role) {
        return t("admin.role." + role);
      })
      .join(", ");
  }

  function personState(person) {
    if (!person.active) return admin.chip("", "lock", t("admin.person.closed"));
    if (person.must_change) return admin.chip("wait", "clock", t("admin.person.first"));
    return admin.chip("done", "check", t("admin.person.open"));
  }

  function reset(person) {
    admin.sure(t("admin.person.reset_sure", { name: person.name }), async function (form) {
      const done = await admin.press("/people/" + person.id + "/password", {}, form);
      if (!done) return false;
      admin.draw("people");
      setTimeout(firstPassword, 0, person.name, done.password);
      return true;
    });
  }

  function firstPassword(name, password) {
    admin.once(t("admin.person.password", { name: name }), t("admin.person.password_how"), password);
  }

  function change(person) {
    admin.ask(
      "ask-roles",
      function (form) {
        form.querySelector("[data-title]").textContent = t("admin.person.roles_of", { name: person.name });
        admin.check(form, "role", person.roles);
      },
      async function (form) {
        const done = await admin.press("/people/" + person.id + "/roles", { roles: admin.checked(form, "role") }, form);
        if (done) admin.draw("people");
        return done;
      }
    );
  }

  function openOrClose(person) {
    const act = person.active ? "close" : "open";
    admin.sure(t("admin.person.sure_" + act, { name: person.name }), async function (form) {
      const done = await admin.press("/people/" + person.id + "/" + act, {}, form);
      if (done) admin.draw("people");
      return done;
    });
  }

  function personRow(me, person) {
    const acts = [admin.link(t("admin.person.change"), change.bind(null, person)), admin.link(t("admin.person.reset"), reset.bind(null, person))];
    if (person.id !== me.id) acts.push(admin.link(t(person.active ? "admin.person.close" : "admin.person.reopen"), openOrClose.bind(null, person)));
    return { off: !person.active, cells: [admin.twoLines(person.name, person.login), roles(person), personState(person), admin.many(acts)] };
  }

  admin.parts.people = {
    async draw() {
      const me = motcua.dataOf("me");
      const known = await motcua.api("/people");
      const heads = [t("admin.person.name"), t("admin.person.roles"), t("admin.person.state"), ""];
      return [make("section", "card", admin.table(t("admin.tab.people"), heads, known.people.map(personRow.bind(null, me))))];
    },
    add() {
      admin.ask("ask-people", function () {}, async function (form) {
        const body = { name: form.elements.name.value, login: form.elements.login.value, roles: admin.checked(form, "role") };
        const done = await admin.press("/people", body, form);
        if (!done) return false;
        admin.draw("people");
        setTimeout(firstPassword, 0, done.name, done.password);
        return true;
      });
    },
  };
})();
