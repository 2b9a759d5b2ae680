/* Services, counters and the notices of the hall: what the office declares. */
(function () {
  "use strict";

  const motcua = window.motcua;
  const admin = motcua.admin;
  const make = motcua.make;
  const t = motcua.t;

  function nameOf(service) {
    return document.documentElement.lang === "en" ? service.name_en : service.name_vi;
  }

  /* --- services ------------------------------------------------------------------------------------------------ */

  function clock(minutes) {
    return String(Math.floor(minutes / 60)).padStart(2, "0") + ":" + String(minutes % 60).padStart(2, "0");
  }

  function hoursText(hours) {
    return hours
      .map(function (pair) {
        return clock(pair[0]) + "–" + clock(pair[1]);
      })
      .join(", ");
  }

  /** [[450, 660], …] of "07:30–11:00, 13:30–16:30"; null when it cannot be read. */
  function hoursOf(text) {
    const parts = text.split(/[,;]/).filter(function (part) {
      return part.trim();
    });
    const read = parts.map(function (part) {
      const found = /^\s*(\d{1,2})[:h](\d{2})\s*[-–]\s*(\d{1,2})[:h](\d{2})\s*$/.exec(part);
      return found ? [Number(found[1]) * 60 + Number(found[2]), Number(found[3]) * 60 + Number(found[4])] : null;
    });
    return read.includes(null) ? null : read;
  }

  const NEW_SERVICE = { name_vi: "", name_en: "", sign: "submit", fields: [], hours: [[450, 660], [810, 990]], weekdays: [1, 2, 3, 4, 5], minutes: 8, promised: 30, first: 1, last: 999, position: 0, active: true };
  const FIGURES = ["minutes", "promised", "first", "last"];

  function fillService(service, form) {
    const fields = form.elements;
    form.querySelector("[data-title]").textContent = service.service ? t("admin.service.change", { letter: service.service }) : t("admin.add.services");
    form.querySelector("[data-new]").hidden = Boolean(service.service);
    fields.service.value = service.service || "";
    ["name_vi", "name_en", "sign"].concat(FIGURES).forEach(function (name) {
      fields[name].value = service[name];
    });
    fields.hours.value = hoursText(service.hours);
    fields.fields.value = service.fields.join("; ");
    fields.active.checked = service.active;
    admin.check(form, "weekday", service.weekdays);
  }

  function readService(service, form) {
    const fields = form.elements;
    const body = { service: fields.service.value.toUpperCase(), position: service.position, active: fields.active.checked, hours: hoursOf(fields.hours.value) };
    ["name_vi", "name_en", "sign"].forEach(function (name) {
      body[name] = fields[name].value.trim();
    });
    FIGURES.forEach(function (name) {
      body[name] = Number(fields[name].value);
    });
    body.weekdays = admin.checked(form, "weekday").map(Number);
    body.fields = fields.fields.value.split(";").map((each) => each.trim()).filter(Boolean);
    return body;
  }

  function changeService(service) {
    admin.ask("ask-services", fillService.bind(null, service), async function (form) {
      const body = readService(service, form);
      if (body.hours === null) {
        const note = form.querySelector("[data-note]");
        note.hidden = false;
        note.textContent = t("admin.service.hours_bad");
        return false;
      }
      const done = await admin.press("/services", body, form);
      if (done) admin.draw("services");
      return done;
    });
  }

  function days(service) {
    return service.weekdays
      .map(function (day) {
        return t("admin.day." + day);
      })
      .join(" ");
  }

  function serviceRow(service) {
    const state = service.active ? admin.chip("done", "check", t("admin.on")) : admin.chip("", "cross", t("admin.off"));
    const hours = admin.twoLines(hoursText(service.hours) || t("admin.service.always"), days(service));
    const minutes = t("admin.service.figures", { minutes: service.minutes, promised: service.promised });
    const act = admin.link(t("admin.change"), changeService.bind(null, service));
    return { off: !service.active, cells: [make("strong", "", service.service), nameOf(service), hours, minutes, service.first + "–" + service.last, state, act] };
  }

  async function services() {
    const known = await motcua.api("/services");
    return known.services.sort(function (one, other) {
      return one.position - other.position || (one.service < other.service ? -1 : 1);
    });
  }

  admin.parts.services = {
    async draw() {
      const heads = [t("admin.service.letter"), t("admin.service.name"), t("admin.service.hours"), t("admin.service.times"), t("admin.service.numbers"), t("admin.state"), ""];
      return [make("section", "card", admin.table(t("admin.tab.services"), heads, (await services()).map(serviceRow)))];
    },
    async add() {
      const known = await services();
      changeService(Object.assign({}, NEW_SERVICE, { position: known.length + 1 }));
    },
  };

  /* --- counters ------------------------------------------------------------------------------------------------ */

  const MOST = 5;

  function serveLine(service, weight) {
    const select = document.createElement("select");
    select.name = "weight";
    select.dataset.service = service.service;
    select.setAttribute("aria-label", nameOf(service));
    for (let each = 0; each <= Math.max(MOST, weight); each += 1) {
      const option = make("option", "", each ? t("admin.counter.weight", { n: each }) : t("admin.counter.not"));
      option.value = String(each);
      option.selected = each === weight;
      select.appendChild(option);
    }
    return make("div", "serve", make("span", "", service.service + " · " + nameOf(service)), select);
  }

  /* In the order the counter prefers them, then those it does not serve. */
  function inOrder(counter, all) {
    const weights = new Map(counter.serves);
    const order = counter.serves.map((pair) => pair[0]);
    const place = (service) => (weights.has(service.service) ? order.indexOf(service.service) : order.length);
    return all.slice().sort((one, other) => place(one) - place(other)).map((service) => serveLine(service, weights.get(service.service) || 0));
  }

  function changeCounter(counter, all) {
    admin.ask(
      "ask-counters",
      function (form) {
        form.querySelector("[data-title]").textContent = counter.counter ? t("admin.counter.change", { counter: counter.counter }) : t("admin.add.counters");
        form.querySelector("[data-new]").hidden = Boolean(counter.counter);
        form.elements.counter.value = counter.counter;
        form.elements.active.checked = counter.active;
        motcua.fill(form.querySelector("[data-serves]"), inOrder(counter, all));
      },
      async function (form) {
        const chosen = Array.from(form.querySelectorAll("select[name=weight]")).map((select) => [select.dataset.service, Number(select.value)]);
        const serves = chosen.filter((pair) => pair[1] > 0).sort((one, other) => other[1] - one[1]);
        const body = { counter: form.elements.counter.value, serves: serves, active: form.elements.active.checked };
        const done = await admin.press("/counters", body, form);
        if (done) admin.draw("counters");
        return done;
      }
    );
  }

  function counterRow(all, counter) {
    const serves = counter.serves.map(function (pair) {
      const service = all.find((each) => each.service === pair[0]);
      return t("admin.counter.serves_n", { service: service ? nameOf(service) : pair[0], n: pair[1] });
    });
    const state = counter.active ? admin.chip("done", "check", t("admin.on")) : admin.chip("", "cross", t("admin.off"));
    return { off: !counter.active, cells: [make("span", "plate", counter.counter), serves.join(" · "), state, admin.link(t("admin.change"), changeCounter.bind(null, counter, all))] };
  }

  admin.parts.counters = {
    async draw() {
      const all = await services();
      const known = (await motcua.api("/counters")).counters;
      const heads = [t("admin.counter.code"), t("admin.counter.serves"), t("admin.state"), ""];
      return [make("section", "card", admin.table(t("admin.tab.counters"), heads, known.map(counterRow.bind(null, all))))];
    },
    async add() {
      changeCounter({ counter: "", serves: [], active: true }, await services());
    },
  };

  /* --- notices -------------------------------------------------------------------------------------------------- */

  const LINES = 6;

  function noticeForm(lines) {
    const form = make("form", "lines");
    for (let index = 0; index < LINES; index += 1) {
      const input = make("input", "");
      input.type = "text";
      input.name = "line";
      input.maxLength = 160;
      input.value = lines[index] || "";
      form.appendChild(make("label", "field", make("span", "", t("admin.notice.line", { n: index + 1 })), input));
    }
    const save = make("button", "button button--main", t("common.save"));
    save.type = "submit";
    form.appendChild(make("div", "ask-buttons", save));
    return form;
  }

  admin.parts.notices = {
    async draw(section) {
      const form = noticeForm((await motcua.api("/office")).notices);
      form.addEventListener("submit", async function (event) {
        event.preventDefault();
        const lines = Array.from(form.querySelectorAll("input")).map((input) => input.value.trim()).filter(Boolean);
        await admin.press("/notices", { lines: lines }, section);
      });
      return [form];
    },
    add() {},
  };
})();
