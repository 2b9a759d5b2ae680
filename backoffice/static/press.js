/* One press of a person: sent with a key of its own, repeated with the same key while the link is cut, done once.
   Saving is never in doubt: sending → saved at …, or trying again, or refused with the office's sentence. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});

  const ANSWER_MS = 8000;
  const AGAIN_MS = [400, 1000, 2000];

  function wait(ms) {
    return new Promise(function (resolve) {
      setTimeout(resolve, ms);
    });
  }

  function late() {
    return wait(ANSWER_MS).then(function () {
      const error = new Error("timeout");
      error.code = "offline";
      error.status = 0;
      throw error;
    });
  }

  function isAway(error) {
    return error.code === "offline" || error.status === 0 || error.status >= 500;
  }

  motcua.Press = class {
    /** Options: show({state: sending|again|saved|refused|dropped, tries, sentence}); signIn() → Promise, when the
        session is gone; renewed(me) when another session took its place. `guardMs`: the same press again within
        this time is a finger that slipped. */
    constructor(options) {
      this.show = options.show;
      this.signIn = options.signIn;
      this.renewed = options.renewed;
      this.guardMs = options.guardMs === undefined ? 700 : options.guardMs;
      this.busy = false;
      this.given = false;
      this.last = { name: "", at: -Infinity };
    }

    /** {answer}, {refused: sentence, code}, {lost: true} when given up, or null for a press that was one too many. */
    async send(name, path, body) {
      if (this._tooMany(name)) return null;
      this.busy = true;
      this.given = false;
      try {
        return await this._until(path, { method: "POST", body: body || {}, key: motcua.newKey() });
      } finally {
        this.busy = false;
        this.last.at = performance.now();
      }
    }

    /** Stop repeating; whether the office did it is seen when the link is back. */
    giveUp() {
      this.given = true;
    }

    _tooMany(name) {
      const now = performance.now();
      if (this.busy) return true;
      if (this.last.name === name && now - this.last.at < this.guardMs) return true;
      this.last = { name: name, at: now };
      return false;
    }

    async _until(path, options) {
      this.show({ state: "sending" });
      for (let tries = 1; !this.given; tries += 1) {
        try {
          const answer = await Promise.race([motcua.api(path, options), late()]);
          this.show({ state: "saved" });
          return { answer: answer };
        } catch (error) {
          if (isAway(error)) await this._again(tries);
          else if (!(await this._let(error))) return this._refused(error);
        }
      }
      this.show({ state: "dropped" });
      return { lost: true };
    }

    async _again(tries) {
      this.show({ state: "again", tries: tries });
      const until = performance.now() + AGAIN_MS[Math.min(tries, AGAIN_MS.length) - 1];
      while (!this.given && performance.now() < until) await wait(50);
    }

    /* Whether the same press may be tried once more after signing in, or under the session of now. */
    async _let(error) {
      if (error.status === 401) {
        await this.signIn();
        return true;
      }
      return error.code === "csrf.bad" && motcua.renewSession(this.renewed);
    }

    _refused(error) {
      const sentence = error.detail || motcua.t("desk.refused");
      this.show({ state: "refused", sentence: sentence });
      return { refused: sentence, code: error.code };
    }
  };

  /** Take over the session this browser has now (signed in anew in another window). */
  motcua.renewSession = async function (renewed) {
    const meta = document.querySelector("meta[name=csrf]");
    const me = await motcua.api("/session");
    if (!me.csrf || me.csrf === meta.content) return false;
    meta.content = me.csrf;
    if (renewed) renewed(me);
    return true;
  };
})();
