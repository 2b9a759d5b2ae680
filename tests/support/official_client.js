"use strict";
/* The official Socket.IO client as a partner would use it, and nothing of ours:
   `node official_client.js URL TOKEN`; says one JSON line for each event of the hall. */
const { io } = require("socket.io-client");

const [url, token] = process.argv.slice(2);
const socket = io(url + "/live", { auth: { token }, reconnectionDelay: 200, reconnectionDelayMax: 500 });
let last = null;

function say(what, value) {
  process.stdout.write(JSON.stringify({ what, value, at: Date.now() }) + "\n");
}

socket.on("connect", () => {
  socket.emit("subscribe", { room: "hall", after: last }, (answer) => {
    last = Math.max(last ?? 0, answer.last);
    say("subscribed", answer);
  });
});
socket.on("event", (event) => {
  if (event.id === null || (last !== null && event.id <= last)) return;
  last = event.id;
  say("event", event);
});
socket.on("disconnect", (reason) => say("disconnect", reason));
process.stdin.on("end", () => process.exit(0)).resume();
