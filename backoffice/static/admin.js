/* The administration page: tabs, tables, questions, and saving said aloud. The parts are in the files beside it. */
(function () {
  "use strict";

  const motcua = window.motcua;
  const admin = (motcua.admin = { parts: {} });
  const make = motcua.make;
  const t = motcua.t;

  function element(id) {
    return document.getElementById(id);
  }

  function saved() {
    const line = element("saved");
    line.textContent = t("admin.saved", { time: motcua.timeText(Date.now()) });
  }

  /** Change something; the answer, or null after the sentence was shown under `where`. A press is sent again with
      its own key when the link was cut. */
  admin.press = async function (path, body, where) {
    const options = { method: "POST", body: body || {}, key: motcua.newKey() };
    note(where, "");
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await motcua.api(path, options);
        saved();
        return answer || {};
      } catch (error) {
        if (error.status === 401) {
          note(where, t("admin.signed_out"));
          return null;
        }
        if (error.status || tries === 5) {
          note(where, error.detail || t("common.offline"));
          return null;
        }
        note(where, t("common.offline"));
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  };

  function note(where, sentence) {
    const line = where.querySelector("[data-note]");
    line.hidden = !sentence;
    line.textContent = sentence || "";
  }

  /** Ask in a dialog; `work(form)` resolves true when it is done. */
  admin.ask = function (id, prepare, work) {
    const dialog = element(id);
    const form = dialog.querySelector("form");
    form.reset();
    if (form.querySelector("[data-note]")) note(form, "");
    prepare(form);
    form.onsubmit = async function (event) {
      event.preventDefault();
      const yes = form.querySelector("[data-yes]");
      if (yes.disabled) return;
      yes.disabled = true;
      if (await work(form)) dialog.close();
      yes.disabled = false;
    };
    const no = form.querySelector("[data-no]");
    if (no) no.onclick = dialog.close.bind(dialog);
    dialog.showModal();
  };

  admin.sure = function (text, work) {
    admin.ask(
      "ask-sure",
      function (form) {
        form.querySelector("[data-about]").textContent = text;
      },
      work
    );
  };

  /** A secret that is shown once and never again. */
  admin.once = function (title, about, secret) {
    admin.ask(
      "ask-once",
      function (form) {
        form.querySelector("[data-title]").textContent = title;
        form.querySelector("[data-about]").textContent = about;
        form.querySelector("[data-secret]").textContent = secret;
        form.querySelector("[data-copy]").onclick = copy.bind(null, form, secret);
      },
      async function (form) {
        form.querySelector("[data-secret]").textContent = "";
        return true;
      }
    );
  };

  async function copy(form, secret) {
    const button = form.querySelector("[data-copy]");
    try {
      await navigator.clipboard.writeText(secret);
      button.textContent = t("admin.copied");
    } catch (error) {
      window.getSelection().selectAllChildren(form.querySelector("[data-secret]"));
    }
  }

  admin.link = function (words, press) {
    const button = make("button", "link", words);
    button.type = "button";
    button.addEventListener("click", press);
    return button;
  };

  /** A state in a word with its sign. */
  admin.chip = function (kind, sign, words) {
    return make("span", "chip" + (kind ? " chip--" + kind : ""), motcua.icon(sign), make("span", "", words));
  };

  /** Rows: {cells: [text or element], off}. */
  admin.table = function (caption, heads, rows) {
    const table = make("table", "plain", make("caption", "heard", caption));
    const line = make("tr", "");
    heads.forEach(function (word) {
      const th = make("th", "", word || make("span", "heard", t("admin.acts")));
      th.scope = "col";
      line.appendChild(th);
    });
    table.appendChild(make("thead", "", line));
    const body = make("tbody", "");
    rows.forEach(function (row) {
      const tr = make("tr", row.off ? "is-off" : "");
      row.cells.forEach(function (cell) {
        tr.appendChild(make("td", "", cell));
      });
      body.appendChild(tr);
    });
    table.appendChild(body);
    return table;
  };

  admin.many = function (children) {
    const span = make("span", "");
    children.forEach(function (child) {
      if (child) span.appendChild(child);
    });
    return span;
  };

  admin.twoLines = function (first, second) {
    return admin.many([make("strong", "", first), second ? make("small", "", second) : null]);
  };

  admin.checked = function (form, name) {
    return Array.from(form.querySelectorAll("input[name=" + name + "]:checked")).map(function (input) {
      return input.value;
    });
  };

  admin.check = function (form, name, values) {
    form.querySelectorAll("input[name=" + name + "]").forEach(function (input) {
      input.checked = values.map(String).includes(input.value);
    });
  };

  /** Ask for a part's facts again and draw them. */
  admin.draw = async function (name) {
    const section = element(name);
    try {
      motcua.fill(section.querySelector("[data-list]"), await admin.parts[name].draw(section));
    } catch (error) {
      if (error.status === 401) location.assign("/signin?to=/admin");
      note(section, error.detail || t("common.offline"));
    }
  };

  function show() {
    const wanted = location.hash.slice(1);
    const name = admin.parts[wanted] ? wanted : Object.keys(admin.parts)[0];
    document.querySelectorAll("[data-part]").forEach(function (section) {
      section.hidden = section.id !== name;
    });
    document.querySelectorAll(".tabs > a").forEach(function (link) {
      if (link.hash === "#" + name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    admin.draw(name);
  }

  window.addEventListener("hashchange", show);
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-add]").forEach(function (button) {
      button.addEventListener("click", function () {
        if (button.dataset.add === "pairing") admin.pair();
        else admin.parts[button.dataset.add].add();
      });
    });
    show();
    /* The code that a waiting screen shows leads here. */
    const code = new URLSearchParams(location.search).get("code");
    if (/^[0-9]{6}$/.test(code || "")) admin.pair(code);
  });
})();
