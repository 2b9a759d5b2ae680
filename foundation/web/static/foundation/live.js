/* Follows one channel of the office's events over Socket.IO and misses none.
   It keeps the highest number it knows, drops what is not above it, and when an event's `prev` is above it,
   asks again with its own number. The server beats every 2 s; after 5 s without a word the link counts as cut. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});

  const STALE_MS = 5000;
  const LOOK_MS = 500;
  const AGAIN_MS = 300;

  function nothing() {}

  motcua.Live = class {
    /** Options: room; token or ticket; after (number to start from); storage (sessionStorage);
        onEvent(event), onBoard(message), onStale(office time of the last word, 0 when there was none | null when it is back), onBeat(time), onReset(), onRefused(code);
        io and now are for tests. */
    constructor(options) {
      this.room = options.room;
      this.auth = options.ticket ? { ticket: options.ticket } : { token: options.token };
      this.onEvent = options.onEvent || nothing;
      this.onBoard = options.onBoard || nothing;
      this.onStale = options.onStale || nothing;
      this.onBeat = options.onBeat || nothing;
      this.onReset = options.onReset || nothing;
      this.onRefused = options.onRefused || nothing;
      this.storage = options.storage || window.sessionStorage;
      this.now = options.now || performance.now.bind(performance);
      this.io = options.io || window.io;
      this.key = "motcua.last." + this.room;
      this.last = options.after === undefined || options.after === null ? this._kept() : options.after;
      this.heard = this.now();
      this.heardTime = 0;
      this.stale = false;
      this.asking = false;
      this.behind = 0;
    }

    start() {
      this.socket = this.io("/live", {
        auth: this.auth,
        transports: ["websocket", "polling"],
        tryAllTransports: true,
        reconnectionDelay: 250,
        reconnectionDelayMax: 1000,
        timeout: 4000,
      });
      this.socket.on("connect", this._subscribe.bind(this));
      this.socket.on("connect_error", this._failed.bind(this));
      this.socket.on("disconnect", this._left.bind(this));
      this.socket.on("event", this._take.bind(this));
      this.socket.on("beat", this._beat.bind(this));
      this.timer = setInterval(this._look.bind(this), LOOK_MS);
      return this;
    }

    stop() {
      clearInterval(this.timer);
      this.timer = null;
      this.socket.disconnect();
    }

    _kept() {
      const text = this.storage.getItem(this.key);
      return text === null ? null : Number(text);
    }

    _raise(number) {
      if (this.last !== null && number <= this.last) return;
      this.last = number;
      this.storage.setItem(this.key, String(number));
    }

    _word(time) {
      this.heard = this.now();
      if (time) this.heardTime = time;
      if (!this.stale) return;
      this.stale = false;
      this.onStale(null);
    }

    _subscribe() {
      this.asking = true;
      this.socket.emit("subscribe", { room: this.room, after: this.last }, this._acknowledged.bind(this));
    }

    _acknowledged(answer) {
      this.asking = false;
      this._word();
      if (answer.code) this.onRefused(answer.code);
      else this._raise(answer.last);
    }

    /* A server that sends its clients away is not tried again by the library itself. */
    _left(reason) {
      if (reason === "io server disconnect") setTimeout(this._again.bind(this), AGAIN_MS);
    }

    _again() {
      if (this.timer && !this.socket.connected) this.socket.connect();
    }

    _failed(error) {
      const code = error && error.message;
      if (code === "token.missing" || code === "token.bad") this.onRefused(code);
      else if (!this.socket.active) setTimeout(this._again.bind(this), AGAIN_MS);
    }

    _take(event) {
      this._word(event.time);
      if (event.id === null || event.id === undefined) {
        this.onBoard(event);
        return;
      }
      if (this.last !== null && event.id <= this.last) return;
      if (this.last !== null && event.prev > this.last) {
        if (!this.asking) this._subscribe();
        return;
      }
      this._raise(event.id);
      this.onEvent(event);
    }

    _beat(beat) {
      this._word(beat.time);
      this.onBeat(beat.time);
      this._checkStream(beat.last);
    }

    /* An office put back from a copy counts lower than we do: two beats in a row, then begin anew. */
    _checkStream(last) {
      this.behind = this.last !== null && last < this.last ? this.behind + 1 : 0;
      if (this.behind < 2) return;
      this.behind = 0;
      this.last = last;
      this.storage.setItem(this.key, String(last));
      this.onReset();
    }

    _look() {
      if (this.now() - this.heard < STALE_MS) return;
      this.heard = this.now();
      if (!this.stale) {
        this.stale = true;
        this.onStale(this.heardTime);
      }
      this.asking = false;
      this.socket.disconnect();
      this.socket.connect();
    }
  };
})();
