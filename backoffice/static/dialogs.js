/* What the desk asks in between. A refusal is said in the dialog where the press was; nothing typed is lost. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});
  const make = motcua.make;
  const say = motcua.say;
  const t = motcua.t;

  function find(dialog, mark) {
    return dialog.querySelector("[" + mark + "]");
  }

  function note(dialog, sentence) {
    const line = find(dialog, "data-note");
    if (!line) return;
    line.hidden = !sentence;
    line.textContent = sentence || "";
  }

  /* Open a dialog; `submit(form)` resolves with a sentence to show, or with nothing to close. */
  function open(id, submit, prepare) {
    const dialog = document.getElementById(id);
    const form = dialog.querySelector("form");
    note(dialog, "");
    if (prepare) prepare(dialog, form);
    form.onsubmit = function (event) {
      event.preventDefault();
      const yes = find(dialog, "data-yes");
      if (yes.getAttribute("aria-disabled") === "true") return;
      yes.setAttribute("aria-disabled", "true");
      Promise.resolve(submit(form))
        .then(function (sentence) {
          note(dialog, sentence);
          if (!sentence) dialog.close();
        })
        .finally(function () {
          yes.setAttribute("aria-disabled", "false");
        });
    };
    const no = find(dialog, "data-no");
    if (no) no.onclick = dialog.close.bind(dialog);
    if (!dialog.open) dialog.showModal();
    return dialog;
  }

  function about(dialog, text) {
    find(dialog, "data-about").textContent = text;
  }

  function choice(name, value, words, more) {
    const input = make("input", "");
    input.type = "radio";
    input.name = name;
    input.value = value;
    const label = make("label", "choice", input, make("span", "", words));
    if (more) label.appendChild(make("small", "", more));
    return label;
  }

  function checked(form, name) {
    const input = form.querySelector("input[name=" + name + "]:checked");
    return input ? input.value : null;
  }

  function check(form, name, value) {
    form.querySelectorAll("input[name=" + name + "]").forEach(function (input) {
      input.checked = input.value === value;
    });
  }

  function serviceChoices(desk, name, without) {
    return desk.view.services
      .filter(function (each) {
        return each.active && each.code !== without;
      })
      .sort(function (one, other) {
        return one.position - other.position;
      })
      .map(function (each) {
        return choice(name, each.code, each.code + " · " + say.service(desk.view, each.code), t("desk.waiting_n", { n: each.waiting }));
      });
  }

  function counterChoices(desk, ticket) {
    return desk.view.counters
      .filter(function (each) {
        return each.code !== ticket.counter && each.state !== "closed";
      })
      .map(function (each) {
        return choice("to", "counter:" + each.code, t("desk.counter_n", { counter: each.code }), say.officer(desk.view, each.officer));
      });
  }

  function heading(desk, ticket) {
    return t("desk.about", { number: ticket.number, service: say.service(desk.view, ticket.service) });
  }

  function pressed(result) {
    if (!result) return t("desk.busy");
    return result.refused || (result.lost ? t("desk.dropped") : "");
  }

  motcua.Asking = class {
    constructor(desk) {
      this.desk = desk;
      this.signingIn = null;
    }

    /** Is it meant? Resolves true after yes. */
    sure(text) {
      return new Promise(function (resolve) {
        let yes = false;
        const dialog = open(
          "ask-sure",
          function () {
            yes = true;
          },
          function (asked) {
            about(asked, text);
          }
        );
        dialog.onclose = function () {
          resolve(yes);
        };
      });
    }

    transfer(ticket) {
      const desk = this.desk;
      open(
        "ask-transfer",
        async function (form) {
          const to = checked(form, "to");
          if (!to) return t("desk.transfer.choose");
          const parts = to.split(":");
          const body = parts[0] === "counter" ? { counter: parts[1] } : { service: parts[1] };
          return pressed(await desk.act("transfer", ticket, body));
        },
        function (dialog) {
          about(dialog, heading(desk, ticket));
          const services = serviceChoices(desk, "to", ticket.service);
          services.forEach(function (label) {
            label.firstChild.value = "service:" + label.firstChild.value;
          });
          motcua.fill(find(dialog, "data-services"), services);
          const counters = counterChoices(desk, ticket);
          motcua.fill(find(dialog, "data-counters"), counters.length ? counters : [make("p", "muted", t("desk.transfer.no_counter"))]);
        }
      );
    }

    cancel(ticket) {
      const desk = this.desk;
      open(
        "ask-cancel",
        async function (form) {
          return pressed(await desk.act("cancel", ticket, { reason: checked(form, "reason") }));
        },
        function (dialog) {
          about(dialog, heading(desk, ticket));
        }
      );
    }

    priority(ticket) {
      const desk = this.desk;
      open(
        "ask-priority",
        async function (form) {
          return pressed(await desk.act("priority", ticket, { priority: checked(form, "priority") }));
        },
        function (dialog, form) {
          about(dialog, heading(desk, ticket));
          check(form, "priority", ticket.priority);
        }
      );
    }

    /** "Lấy số giúp": a number for somebody who stands here. */
    give() {
      const desk = this.desk;
      let given = null;
      const dialog = open(
        "ask-give",
        async function (form) {
          const service = checked(form, "service");
          if (!service) return t("desk.give.choose");
          const code = form.elements.code.value.trim();
          const body = { service: service, priority: checked(form, "priority"), language: checked(form, "language"), codes: code ? [code] : [] };
          const result = await desk.press("give", "/tickets", body);
          if (result && result.answer) given = result.answer;
          return pressed(result);
        },
        function (asked, form) {
          motcua.fill(find(asked, "data-services"), serviceChoices(desk, "service", ""));
          form.reset();
        }
      );
      dialog.onclose = function () {
        if (given) desk.ask.number(given);
      };
    }

    /** A number and its code, for a person who has no paper: to be read out, photographed, or held to the kiosk. */
    number(ticket) {
      const desk = this.desk;
      open(
        "ask-number",
        function () {},
        function (dialog) {
          motcua.fill(find(dialog, "data-number"), [motcua.number(ticket.number)]);
          const wait = ticket.wait_minutes ? motcua.minutesText(ticket.wait_minutes) : null;
          const place = ticket.ahead === undefined ? "" : t("desk.number.ahead", { n: ticket.ahead }) + (wait ? " · " + wait : "");
          about(dialog, [say.service(desk.view, ticket.service), place].filter(Boolean).join(" · "));
          find(dialog, "data-code").src = "/api/v1/desk/tickets/" + encodeURIComponent(ticket.id) + "/code.svg";
        }
      );
    }

    find() {
      const desk = this.desk;
      open(
        "ask-find",
        async function (form) {
          const number = form.elements.number.value.trim();
          try {
            desk.look((await motcua.api("/desk/find?number=" + encodeURIComponent(number))).ticket);
          } catch (error) {
            return error.detail || t("desk.refused");
          }
          return "";
        },
        function (dialog, form) {
          form.reset();
        }
      );
    }

    keys() {
      motcua.fillKeys();
      open("ask-keys", function () {});
    }

    /** The session is gone: sign in over the page, so that nothing on it is lost. */
    signIn() {
      if (this.signingIn) return this.signingIn;
      const desk = this.desk;
      const asking = this;
      this.signingIn = new Promise(function (resolve) {
        const dialog = open("ask-signin", async function (form) {
          const body = { login: form.elements.login.value, password: form.elements.password.value };
          try {
            desk.renewed(await motcua.api("/session", { method: "POST", body: body }));
          } catch (error) {
            return error.detail || t("common.offline");
          }
          form.elements.password.value = "";
          resolve();
          return "";
        });
        dialog.oncancel = function (event) {
          event.preventDefault();
        };
      }).finally(function () {
        asking.signingIn = null;
      });
      return this.signingIn;
    }
  };
})();
