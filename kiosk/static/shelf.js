// The shelf of virtual devices: pictures held to the camera, hands on the printer, the paper that came out.
"use strict";

(() => {
  const shelf = document.getElementById("shelf");
  const stage = document.getElementById("stage");
  const secret = document.querySelector('meta[name="secret"]').content;
  const said = shelf.querySelector("[data-said]");
  const say = (name) => (said.textContent = said.dataset[name] || "");

  const send = (path, body, type) =>
    fetch(path, { method: "POST", headers: { "Content-Type": type, "X-Kiosk-Secret": secret }, body });
  const sendJson = (path, value) => send(path, JSON.stringify(value), "application/json");

  // --- the camera -----------------------------------------------------------------------------------------

  const hold = async (picture) => {
    const answer = await send("/shelf/picture", picture, "application/octet-stream");
    say(answer.ok ? "pushed" : "notPicture");
    if (answer.ok) shelf.querySelector("#spec").value = "page";
  };
  const holdAt = async (address) => hold(await (await fetch(address)).blob());

  shelf.querySelector("[data-file]").addEventListener("change", (event) => {
    if (event.target.files[0]) hold(event.target.files[0]);
    event.target.value = "";
  });

  for (const sample of shelf.querySelectorAll("[data-sample]")) {
    const address = `/shelf/samples/${encodeURIComponent(sample.dataset.sample)}`;
    sample.addEventListener("click", () => holdAt(address));
    sample.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/uri-list", new URL(address, location)));
  }

  // A sample dragged here from the office's front page: the shelf has the same papers.
  const holdOwn = (address) => {
    const name = address.pathname.split("/").pop();
    const mine = [...shelf.querySelectorAll("[data-sample]")].find((each) => each.dataset.sample === name);
    if (mine) holdAt(`/shelf/samples/${encodeURIComponent(name)}`);
    else say("notPicture");
  };

  // A picture may be dropped anywhere: on the shelf, on the stage, in the frame.
  addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => event.relatedTarget || document.body.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    const { files } = event.dataTransfer;
    const address = event.dataTransfer.getData("text/uri-list");
    if (files.length) hold(files[0]);
    else if (address) holdOwn(new URL(address, location));
    else say("notPicture");
  });

  shelf.querySelector("[data-source]").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await sendJson("/shelf/source", { spec: shelf.querySelector("#spec").value });
    say(answer.ok ? "opened" : "badSource");
  });

  // --- the printer -----------------------------------------------------------------------------------------

  for (const hand of shelf.querySelectorAll("[data-hand]"))
    hand.addEventListener("click", () => {
      const undo = hand.getAttribute("aria-pressed") === "true";
      hand.setAttribute("aria-pressed", String(!undo));
      sendJson("/shelf/printer", { do: undo ? hand.dataset.undo : hand.dataset.hand });
    });

  const paper = shelf.querySelector("[data-paper]");
  let made = 0;
  const lay = (printer) => {
    if (printer.made === made) return;
    made = printer.made;
    paper.replaceChildren(
      ...Array.from({ length: printer.slips }, (_, back) => {
        const slip = new Image();
        slip.alt = paper.dataset.alt;
        slip.src = `/shelf/paper/${back}.png?${made}`;
        return slip;
      }),
    );
  };
  const press = (hand, is) => {
    const button = shelf.querySelector(`[data-hand="${hand}"]`);
    if (is) button.setAttribute("aria-pressed", "true");
  };
  const look = async () => {
    try {
      const { printer } = await (await fetch("/shelf/state")).json();
      if (printer) {
        lay(printer);
        press("paper_out", printer.paper === "out");
        press("open_cover", printer.cover === "open");
        press("cut_midway", printer.off);
      }
    } catch {
      // The kiosk is starting again; the page itself says so.
    }
    setTimeout(look, 1000);
  };
  if (paper) look();

  // --- the glass ---------------------------------------------------------------------------------------------

  for (const turn of shelf.querySelectorAll("[data-turn]"))
    turn.addEventListener("click", () => {
      document.body.classList.toggle("landscape", turn.dataset.turn === "landscape");
      for (const each of shelf.querySelectorAll("[data-turn]")) each.setAttribute("aria-pressed", String(each === turn));
      stage.scrollTo(0, 0);
    });
})();
