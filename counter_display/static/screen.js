/* What hall and counter screens have in common: belong to the office, draw what is known, follow, and say when the link is cut. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});

  const AGAIN_MS = 2000;
  const KEPT_EVENTS = 200;

  function element(id) {
    return document.getElementById(id);
  }

  function wait(ms) {
    return new Promise(function (resolve) {
      setTimeout(resolve, ms);
    });
  }

  function showPairing(asked) {
    motcua.fill(element("pairing-code"), [motcua.number(asked.code)]);
    element("pairing-qr").hidden = !asked.qr;
    if (asked.qr) element("pairing-qr").src = asked.qr;
    element("pairing").hidden = false;
  }

  motcua.Screen = class {
    /** Options: room; name (of this device, for the office's register); draw(screen); take(event, screen); reset(). */
    constructor(options) {
      this.room = options.room;
      this.name = options.name;
      this.draw = options.draw;
      this.taken = options.take || function () {};
      this.wasReset = options.reset || function () {};
      this.clock = new motcua.OfficeClock();
      this.office = {};
      this.key = "motcua.board." + this.room;
      const kept = JSON.parse(sessionStorage.getItem(this.key) || "null");
      this.board = new motcua.Board(kept);
      this.known = kept !== null;
    }

    async start() {
      if (this.known) this.draw(this);
      const token = await motcua.pair(motcua.kind(), this.name, showPairing);
      element("pairing").hidden = true;
      if (this.known) this.load();
      else await this.load();
      this.live = new motcua.Live({
        room: this.room,
        token: token,
        after: this.known ? undefined : this.board.base.as_of,
        onEvent: this._take.bind(this),
        onBoard: this._replace.bind(this),
        onStale: this._cut.bind(this),
        onBeat: this._beat.bind(this),
        onReset: this._reset.bind(this),
        onRefused: this._refused.bind(this),
      }).start();
      this.known = true;
    }

    /** Ask for everything that is not an event; again and again until the office answers. */
    async load() {
      for (;;) {
        try {
          const answers = await Promise.all([motcua.api("/office"), motcua.api("/board")]);
          this._office(answers[0]);
          this._replace({ data: Object.assign({}, answers[1], { as_of: answers[1].seq }) });
          return;
        } catch (error) {
          if (error.status === 401 || error.status === 403) this._refused(error.code);
          await wait(AGAIN_MS);
        }
      }
    }

    _office(office) {
      this.office = office;
      this.clock.set(office.now, office.clock_rate || 1);
      if (element("office") && office.name) element("office").textContent = office.name;
    }

    _beat(time) {
      this.clock.set(time);
    }

    _take(event) {
      this.board.take(event);
      this.board.after = this.board.after.slice(-KEPT_EVENTS);
      if (event.type === "notice.set.v1") this.office = Object.assign({}, this.office, { notices: event.data.lines });
      this.taken(event, this);
      this._changed();
    }

    _replace(message) {
      if (message.data.as_of === undefined) return;
      this.board.replace(message.data);
      this._changed();
    }

    _changed() {
      sessionStorage.setItem(this.key, JSON.stringify(this.board.kept()));
      this.draw(this);
    }

    _cut(since) {
      element("cut").hidden = since === null;
      document.body.classList.toggle("is-cut", since !== null);
      if (since === null) this.load();
      else element("cut-text").textContent = motcua.t("screen.cut", { time: motcua.timeText(since || this.board.now.time) });
    }

    _reset() {
      this.board = new motcua.Board(null);
      this.wasReset();
      this.load();
    }

    /* The token is no longer good: ask to belong again. */
    _refused(code) {
      if (code !== "token.bad" && code !== "token.missing") return;
      motcua.forgetToken();
      location.reload();
    }
  };
})();
