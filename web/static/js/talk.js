// Did anybody speak while the conversation was open? Asks its own feed now and then; a 304 costs next to nothing.

const PAUSE = 60_000;
const LONGEST = 16 * PAUSE; // after errors: who cannot answer is asked less and less

export function start(hub) {
  const list = document.querySelector("ol[data-thread]");
  const feed = list.dataset.feed ?? document.head.querySelector('link[rel=alternate][type="application/feed+json"]')?.href;
  if (!feed) return;
  let timer = 0;
  let pause = PAUSE;
  const look = async () => {
    clearTimeout(timer);
    if (document.hidden) return; // it goes on when somebody looks again
    const found = navigator.connection?.saveData ? 0 : await newer(list, feed);
    pause = found === null ? Math.min(2 * pause, LONGEST) : PAUSE;
    if (found) tell(hub, list, found);
    timer = setTimeout(look, pause);
  };
  timer = setTimeout(look, pause);
  document.addEventListener("visibilitychange", () => document.hidden || (timer = setTimeout(look, PAUSE / 10)));
  document.addEventListener("hub:look", look);
}

// How many came after the last word on the page; null where nobody could say.
async function newer(list, feed) {
  const moments = [...list.querySelectorAll("time[datetime]")].map((time) => Date.parse(time.dateTime));
  const last = Math.max(...moments.filter((moment) => moment <= Date.now()), 0);
  try {
    const answer = await fetch(feed, { cache: "no-cache" });
    if (!answer.ok) return null;
    const { items } = await answer.json();
    return items.filter((item) => Date.parse(item.date_published) > last).length;
  } catch {
    return null;
  }
}

// Below what one reads, so that nothing moves; where one has scrolled it stays in sight.
function tell(hub, list, count) {
  const known = document.getElementById("fresh");
  const note = known ?? document.createElement("p");
  note.id = "fresh";
  note.className = "fresh of-talk";
  note.role = "status"; // said politely, once one has finished reading
  if (!known) list.after(note);
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = hub.words.show;
  note.replaceChildren(hub.say(hub.words.fresh, { count }), " ", link);
}
