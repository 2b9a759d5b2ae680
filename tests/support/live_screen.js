"use strict";
/* The page's own script (foundation/web/static/foundation/live.js) with the official Socket.IO client, without a
   browser: `node live_screen.js URL TOKEN ROOM`; says one JSON line for each thing a page would show. */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { io } = require("socket.io-client");

const [url, token, room] = process.argv.slice(2);
const kept = new Map();
globalThis.window = {};
const script = join(__dirname, "../../foundation/web/static/foundation/live.js");
new Function("window", readFileSync(script, "utf8"))(globalThis.window);

function say(what, value) {
  process.stdout.write(JSON.stringify({ what, value, at: Date.now() }) + "\n");
}

const live = new globalThis.window.motcua.Live({
  room,
  token,
  storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) },
  now: () => performance.now(),
  io: (namespace, options) => io(url + namespace, options),
  onEvent: (event) => say("event", event),
  onStale: (time) => say(time === null ? "back" : "stale", time),
  onRefused: (code) => say("refused", code),
});
live.start();
live.socket.on("connect", () => say("connect", null));
process.stdin.on("end", () => process.exit(0)).resume();
