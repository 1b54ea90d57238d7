// How far is it? Brings the page up to date while something goes on, and says so once when it has ended.

const PAUSE = 4_000;

export function start(hub) {
  const look = async () => {
    const shown = document.querySelector("[data-underway]");
    if (!shown) return;
    // Who reads in it with the keyboard is not put out of it.
    if (!document.hidden && !shown.contains(document.activeElement)) await bring(hub, shown);
    setTimeout(look, PAUSE);
  };
  setTimeout(look, PAUSE);
}

async function bring(hub, shown) {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-underway]");
    const open = [...shown.querySelectorAll("details[open]")].map((each) => each.parentElement.id);
    (now ? shown : document.getElementById("main")).replaceWith(now ?? page.getElementById("main"));
    for (const id of open) document.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
    hub.arrived(now ?? document);
    if (!now) hub.tell(document.querySelector("#main h1, #main .lead").textContent.trim());
  } catch {
    // no network: the next time
  }
}
