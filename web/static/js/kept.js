// Is this page from now, or the one kept from the last time? Says so, and has a worker keep the next ones.

export function start(hub) {
  const { kept } = document.body.dataset;
  if (kept) say(hub, new Date(kept));
  if (navigator.serviceWorker) register(hub.words.worker);
}

function say(hub, moment) {
  const when = hub.date(moment, { dateStyle: "full", timeStyle: "short" });
  const page = document.querySelector("h1")?.textContent.trim() ?? document.title;
  const note = document.createElement("p");
  note.className = "offline";
  note.role = "status";
  note.textContent = hub.say(hub.words.offline, { page, when });
  document.getElementById("main").prepend(note);
  addEventListener("online", () => location.reload(), { once: true });
}

async function register(address) {
  // The first page somebody opens was on its way before there was anyone to keep it.
  const isFirst = !navigator.serviceWorker.controller;
  try {
    await navigator.serviceWorker.register(address);
    const { active } = await navigator.serviceWorker.ready;
    if (isFirst) active.postMessage({ keep: location.href });
  } catch {
    // A private window, or a browser told not to: then nothing is kept.
  }
}
