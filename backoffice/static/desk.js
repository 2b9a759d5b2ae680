/* The desk put together: one picture of the queue, asked for anew whenever the stream says that something happened. */
(function () {
  "use strict";

  const motcua = window.motcua;
  const say = motcua.say;
  const t = motcua.t;

  const AGAIN_MS = 2000;
  const GATHER_MS = 60;
  /* long enough to read a sentence twice */
  const NOTE_MS = 12000;

  const IN_HAND = ["called", "serving"];
  /* acts on the ticket in hand, and the states in which they are possible */
  const ON_HAND = { start: ["called"], finish: ["serving"], recall: ["called"], "no-show": ["called"], hold: IN_HAND, transfer: IN_HAND, return: IN_HAND };
  /* acts on a ticket that is looked at */
  const ON_OTHER = { call: ["waiting", "absent"], resume: ["held"], "come-back": ["absent"], cancel: ["waiting", "called", "serving", "held", "absent"] };
  const RIGHT = { "come-back": "ticket.come_back", priority: "ticket.priority" };
  const TAKEN_BACK = ["next", "call", "no-show", "hold", "resume", "transfer", "return", "start", "finish", "cancel"];

  function element(id) {
    return document.getElementById(id);
  }

  function wait(ms) {
    return new Promise(function (resolve) {
      setTimeout(resolve, ms);
    });
  }

  class Desk {
    constructor() {
      this.me = motcua.dataOf("me");
      this.view = null;
      this.clock = new motcua.OfficeClock();
      this.selected = null;
      this.looked = null;
      this.history = { key: "", events: null };
      this.ask = new motcua.Asking(this);
      this.presses = new motcua.Press({ show: this._saving.bind(this), signIn: this.ask.signIn.bind(this.ask), renewed: this.renewed.bind(this) });
      this.loading = false;
      this.again = false;
    }

    async start() {
      await this._clock();
      await this.load();
      this._follow();
      this._wire();
      setInterval(this._tick.bind(this), 1000);
    }

    /* --- what is known ------------------------------------------------------------------------------------- */

    now() {
      return this.clock.now();
    }

    may(right) {
      return this.me.may.includes(right);
    }

    counter() {
      if (!this.may("counter.act")) return null;
      return this.view.counters.find((each) => each.officer === this.me.id) || null;
    }

    ticket(id) {
      return (id && this.view.tickets.find((each) => each.id === id)) || null;
    }

    inState(state) {
      return this.view.tickets.filter((each) => each.state === state);
    }

    inHand() {
      const counter = this.counter();
      return counter ? this.ticket(counter.in_hand) : null;
    }

    /** The ticket in the middle: the one that was chosen, else the one in hand. */
    shown() {
      if (!this.selected) return this.inHand();
      const recent = [].concat.apply([], this.view.counters.map((each) => each.recent));
      return this.ticket(this.selected) || recent.find((each) => each.id === this.selected) || this.looked;
    }

    can(act, ticket) {
      const counter = this.counter();
      if (act === "next") return Boolean(counter) && counter.state === "open";
      const on = ticket || this.inHand();
      if (!on) return false;
      if (RIGHT[act]) return this.may(RIGHT[act]) && (act === "priority" || ON_OTHER[act].includes(on.state));
      if (ON_HAND[act]) return on === this.inHand() && ON_HAND[act].includes(on.state);
      if (!ON_OTHER[act].includes(on.state) || !this.may("ticket.act")) return false;
      if (act === "cancel") return !IN_HAND.includes(on.state) || on === this.inHand();
      if (act === "resume" && on.counter !== (counter && counter.code)) return false;
      return Boolean(counter) && counter.state === "open";
    }

    /* --- the picture --------------------------------------------------------------------------------------- */

    async _clock() {
      for (;;) {
        try {
          const office = await motcua.api("/office");
          this.clock.set(office.now, office.clock_rate || 1);
          return;
        } catch (error) {
          await wait(AGAIN_MS);
        }
      }
    }

    /** Ask for the whole picture; while one question is under way the next is kept, never two. */
    async load() {
      this.again = true;
      if (this.loading) return this.loading;
      this.loading = this._loadAll().finally(() => {
        this.loading = false;
      });
      return this.loading;
    }

    async _loadAll() {
      while (this.again) {
        this.again = false;
        try {
          this.view = await motcua.api("/desk");
          this.clock.set(this.view.now);
          this.draw();
        } catch (error) {
          if (error.status === 401) await this.ask.signIn();
          else await wait(AGAIN_MS);
          this.again = true;
        }
      }
    }

    _happened() {
      clearTimeout(this.gather);
      this.gather = setTimeout(this.load.bind(this), GATHER_MS);
    }

    _follow() {
      this.live = new motcua.Live({
        room: "desk",
        after: this.view.as_of,
        onEvent: this._happened.bind(this),
        onBeat: (time) => this.clock.set(time),
        onReset: this.load.bind(this),
        onStale: this._cut.bind(this),
        onRefused: () => this.ask.signIn(),
      }).start();
    }

    _cut(since) {
      element("cut").hidden = since === null;
      document.body.classList.toggle("is-cut", since !== null);
      if (since === null) this.load();
      else element("cut-text").textContent = t("desk.cut", { time: motcua.timeText(since || this.view.now) });
    }

    renewed(me) {
      document.querySelector("meta[name=csrf]").content = me.csrf;
      if (me.id !== this.me.id || me.must_change) {
        location.assign("/signin?to=/desk");
        return;
      }
      if (!this.live) return;
      this.live.stop();
      this._follow();
    }

    /* --- drawing ------------------------------------------------------------------------------------------- */

    draw() {
      if (this.selected && !this.shown()) this.selected = null;
      motcua.drawRail(this);
      motcua.drawUnprinted(this);
      this._drawPage();
      motcua.drawSide(this);
      motcua.drawWho(this);
      say.tick(this.now());
    }

    _drawPage() {
      const ticket = this.shown();
      const counter = this.counter();
      if (ticket) return this._drawTicket(ticket);
      const choosing = this.may("counter.act") && !counter;
      const made = choosing ? motcua.choosePage : counter ? (desk) => motcua.readyPage(desk, counter) : motcua.hallPage;
      const facts = choosing ? this.view.counters.map((each) => [each.code, each.state, each.officer, each.serves]) : [counter, this.view.services, this.inState("waiting")];
      this._page(choosing ? "choose" : "ready", JSON.stringify(facts), () => made(this));
    }

    _drawTicket(ticket) {
      const key = JSON.stringify([ticket, this.view.names]);
      if (this.history.key !== key) this._askHistory(ticket, key);
      const events = this.history.id === ticket.id ? this.history.events : null;
      const counter = this.counter();
      const facts = JSON.stringify([ticket, this.selected, events && events.length, counter && counter.state]);
      this._page("ticket-" + ticket.id, facts, () => motcua.ticketPage(this, ticket, events));
    }

    async _askHistory(ticket, key) {
      this.history = { id: ticket.id, key: key, events: this.history.id === ticket.id ? this.history.events : null };
      try {
        const answer = await motcua.api("/events?after=0&room=" + encodeURIComponent("ticket:" + ticket.id));
        if (this.history.key !== key) return;
        this.history.events = answer.events;
        this.draw();
      } catch (error) {
        await wait(AGAIN_MS);
        if (this.history.key === key) this.history.key = "";
      }
    }

    _page(key, signature, made) {
      const note = element("ticket-note");
      const kept = note && !note.hidden ? note.textContent : "";
      say.keyed(element("page"), [{ key: key, signature: signature, make: made }]);
      if (kept && this.noteOf === key) this._note("ticket-note", kept);
      this.noteOf = key;
    }

    _note(id, sentence) {
      const note = element(id);
      if (!note) return;
      note.hidden = !sentence;
      note.textContent = sentence || "";
    }

    _saving(news) {
      motcua.drawSaved(news, this);
    }

    _tick() {
      if (this.view) say.tick(this.now());
      const minute = Math.floor(this.now() / 60000);
      if (this.view && minute !== this.minute) this.draw();
      this.minute = minute;
    }

    /* --- pressing ------------------------------------------------------------------------------------------ */

    /** One press; the picture follows. The result is the press's own (press.js). */
    async press(name, path, body) {
      const result = await this.presses.send(name, path, body);
      if (result) await Promise.race([this.load(), wait(AGAIN_MS)]);
      return result;
    }

    /** An act on a ticket. Its refusal is said where the ticket is. */
    async act(act, ticket, body) {
      const counter = this.counter();
      const more = act === "call" || act === "resume" ? { counter: counter.code } : body;
      const note = ticket === this.inHand() && !this.selected ? "note" : "ticket-note";
      this._note(note, "");
      const result = await this.press(act, "/tickets/" + ticket.id + "/" + act, more);
      if (!result) return result;
      this._note(note, result.refused || "");
      if (result.answer) this._done(act, ticket);
      return result;
    }

    /** Next, open, pause, close, take, undo of a counter. */
    async atCounter(act, code) {
      const note = this.counter() ? "note" : "ticket-note";
      this._note(note, "");
      const result = await this.press(act, "/counters/" + code + "/" + act);
      if (!result) return result;
      this._note(note, result.refused || (act === "next" && result.answer === null ? t("desk.next.nobody") : ""));
      if ("answer" in result && act === "next") this._done("next", result.answer && result.answer.ticket);
      return result;
    }

    _done(act, ticket) {
      if (act === "call" || act === "resume" || act === "next") this.select(null);
      if (TAKEN_BACK.includes(act) && this.counter() && ticket) motcua.offerUndo(this, act, ticket);
    }

    async chooseCounter(counter) {
      const taken = counter.officer && counter.officer !== this.me.id;
      if (taken) {
        const text = t("desk.place.sure", { counter: counter.code, name: say.officer(this.view, counter.officer) });
        if (!(await this.ask.sure(text))) return;
      }
      const took = taken ? await this.atCounter("take", counter.code) : null;
      if (taken && !(took && took.answer)) return;
      const state = this.view.counters.find((each) => each.code === counter.code).state;
      if (!taken || state === "closed") await this.atCounter("open", counter.code);
    }

    async closeCounter() {
      const counter = this.counter();
      const hand = this.inHand();
      const text = hand ? t("desk.close.sure_" + hand.state, { counter: counter.code, number: hand.number }) : t("desk.close.sure", { counter: counter.code });
      if (await this.ask.sure(text)) await this.atCounter("close", counter.code);
    }

    pause() {
      const counter = this.counter();
      if (counter) this.atCounter(counter.state === "open" ? "pause" : "open", counter.code);
    }

    select(id) {
      this.selected = id;
      this.looked = null;
      this.draw();
    }

    /** Look at a ticket that was found by its number. */
    look(ticket) {
      this.selected = ticket.id;
      this.looked = ticket;
      this.draw();
    }

    _wire() {
      motcua.listenToKeys(this);
      element("acts").addEventListener("click", (event) => {
        const button = event.target.closest("[data-act]");
        if (button) this.key(button.dataset.act);
      });
      element("give").addEventListener("click", () => this.ask.give());
      element("help").addEventListener("click", () => this.ask.keys());
      motcua.wireWho(this);
      motcua.wireUndo(this);
    }

    /** A key, or the button that shows it. */
    key(act, index) {
      const hand = this.inHand();
      if (motcua.isKeyOfPage(this, act, index)) return;
      if (act === "next") this._next();
      else if (act === "cancel") this._cancel();
      else if (act === "chosen") this._chosen();
      else if (act === "transfer" && this.can("transfer")) this.ask.transfer(hand);
      else if (ON_HAND[act]) this._onHand(act === "start" && hand && hand.state === "serving" ? "finish" : act);
    }

    _next() {
      const counter = this.counter();
      if (!counter) this._note("ticket-note", t("desk.hand.no_counter_more"));
      else if (counter.state !== "open") this._note("note", t("desk.hand." + counter.state + "_more"));
      else this.atCounter("next", counter.code);
    }

    _onHand(act) {
      if (this.can(act)) this.act(act, this.inHand());
      else if (this.counter()) this._note("note", t("desk.not_now." + act));
    }

    _cancel() {
      const ticket = this.shown();
      if (ticket && this.can("cancel", ticket)) this.ask.cancel(ticket);
    }

    _chosen() {
      const ticket = this.shown();
      if (!ticket) return;
      if (this.can("call", ticket)) this.act("call", ticket);
      else if (this.can("resume", ticket)) this.act("resume", ticket);
    }
  }

  const desk = new Desk();
  motcua.desk = desk;
  desk.start();
})();
