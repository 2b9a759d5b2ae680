/* The one voice of the hall. The server says what is said next (its rule, its durable mark); this page asks,
   plays, and says that it played. It keeps what it has said itself, so that a cut link never makes it say a call twice. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});

  const ASK_MS = 3000;

  /* A tenth of a second of nothing: whether the browser lets a page make a sound at all. */
  function silence() {
    const samples = 800;
    const bytes = new Uint8Array(44 + samples).fill(128);
    const view = new DataView(bytes.buffer);
    const word = function (at, text) {
      for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i);
    };
    word(0, "RIFF");
    view.setUint32(4, 36 + samples, true);
    word(8, "WAVEfmt ");
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, 1, true);
    view.setUint32(24, 8000, true);
    view.setUint32(28, 8000, true);
    view.setUint16(32, 1, true);
    view.setUint16(34, 8, true);
    word(36, "data");
    view.setUint32(40, samples, true);
    return new Blob([bytes], { type: "audio/wav" });
  }

  function playBlob(audio, blob) {
    return new Promise(function (resolve, reject) {
      const address = URL.createObjectURL(blob);
      const end = function (finish) {
        return function (outcome) {
          audio.onended = audio.onerror = null;
          setTimeout(URL.revokeObjectURL, 1000, address);
          finish(outcome);
        };
      };
      audio.onended = end(resolve);
      audio.onerror = end(reject);
      audio.src = address;
      const started = audio.play();
      if (started) started.catch(end(reject));
    });
  }

  motcua.Voice = class {
    /** Options: onBlocked(boolean): the browser wants a touch first; onSpeaking(next | null);
        api, ask, play and storage are for tests. */
    constructor(options) {
      this.onBlocked = options.onBlocked || function () {};
      this.onSpeaking = options.onSpeaking || function () {};
      this.api = options.api || motcua.api;
      this.ask = options.ask || motcua.ask;
      this.play = options.play || playBlob.bind(null, new Audio());
      this.storage = options.storage || window.sessionStorage;
      this.holder = this._kept("motcua.voice.holder") || motcua.newKey();
      this.storage.setItem("motcua.voice.holder", this.holder);
      this.said = Number(this._kept("motcua.voice.said") || 0);
      this.blocked = true;
      this.busy = false;
      this.again = false;
      this.speaking = false;
    }

    start() {
      this.unlock();
      this.timer = setInterval(this.nudge.bind(this), ASK_MS);
      window.addEventListener("pagehide", this._release.bind(this));
      return this;
    }

    /** Try to make a sound: at the start, and from a touch when the browser wants one. */
    async unlock() {
      try {
        await this.play(silence());
      } catch (error) {
        this._block(true);
        return;
      }
      this._block(false);
      this.nudge();
    }

    /** Ask what is said next; called every few seconds, and when a call comes. One round at a time. */
    async nudge() {
      this.again = true;
      if (this.blocked) return;
      if (this.busy) {
        this._renew();
        return;
      }
      this.busy = true;
      try {
        while (this.again && !this.blocked) {
          this.again = false;
          await this._round();
        }
      } catch (error) {
        if (error.name === "NotAllowedError") this._block(true);
      } finally {
        this.busy = false;
      }
    }

    /** The office was put back from a copy: its numbers begin lower. */
    reset() {
      this._say(0);
    }

    /* A long announcement must not outlive the lease: two voices would speak at once. */
    _renew() {
      if (this.speaking) this._post("/voice/lease", {}).catch(function () {});
    }

    _kept(name) {
      return this.storage.getItem(name);
    }

    _say(id) {
      this.said = id;
      this.storage.setItem("motcua.voice.said", String(id));
    }

    _block(blocked) {
      if (blocked && !this.blocked) this._release();
      this.blocked = blocked;
      this.onBlocked(blocked);
    }

    /* Play for as long as there is something to say and the voice is ours. */
    async _round() {
      let turn = await this._post("/voice/lease", {});
      while (turn.mine && turn.next && !this.blocked) {
        if (turn.next.event > this.said) await this._speak(turn.next);
        turn = await this._post("/voice/played", { event: Math.max(this.said, turn.next.event) });
      }
    }

    _post(path, more) {
      const body = Object.assign({ holder: this.holder }, more);
      return this.api(path, { method: "POST", body: body, key: motcua.newKey() });
    }

    async _speak(next) {
      const sound = await this._sound(next);
      if (sound === null) return;
      this.speaking = true;
      this.onSpeaking(next);
      try {
        await this.play(sound);
        this._say(next.event);
      } finally {
        this.speaking = false;
        this.onSpeaking(null);
      }
    }

    /* A call that has no sound must not hold up those behind it; a server in trouble is asked again. */
    async _sound(next) {
      try {
        const answer = await this.ask(next.url.replace("/api/v1", ""));
        return await answer.blob();
      } catch (error) {
        if (!(error.status >= 400 && error.status < 500)) throw error;
        return null;
      }
    }

    /* The next player may begin at once. The page may be going away: the request must outlive it. */
    _release() {
      fetch("/api/v1/voice/release", {
        method: "POST",
        keepalive: true,
        headers: { Authorization: "Bearer " + motcua.token(), "Content-Type": "application/json" },
        body: JSON.stringify({ holder: this.holder }),
      }).catch(function () {});
    }
  };
})();
