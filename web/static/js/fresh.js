// Did anything come while the page was open? Asks the stream's own feed now and then; a 304 costs next to nothing.

const PAUSE = 2 * 60_000;

export function start(hub) {
  let timer = 0;
  const look = async () => {
    const found = document.hidden || navigator.connection?.saveData ? 0 : await newer();
    if (found) tell(hub, found);
    timer = setTimeout(look, PAUSE);
  };
  timer = setTimeout(look, PAUSE);
  document.addEventListener("hub:look", () => (clearTimeout(timer), look()));
}

async function newer() {
  const stream = document.querySelector("#stream[data-newest]");
  const feed = document.head.querySelector('link[rel=alternate][type="application/feed+json"]');
  // On an older page, or with a question, what is newest is not where one reads.
  if (!stream || !feed || location.search) return 0;
  try {
    const answer = await fetch(feed.href, { cache: "no-cache" });
    const { items } = await answer.json();
    return items.filter((item) => item.date_published > stream.dataset.newest).length;
  } catch {
    return 0; // no network, no news
  }
}

function tell(hub, count) {
  const known = document.getElementById("fresh");
  const note = known ?? document.createElement("p");
  note.id = "fresh";
  note.className = "fresh";
  note.role = "status";
  if (!known) document.getElementById("stream").before(note);
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = hub.words.show;
  note.replaceChildren(hub.say(hub.words.fresh, { count }), " ", link);
}
