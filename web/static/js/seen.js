// What is new since somebody's last visit? Remembered by this browser alone, for each place.

const REST = 30 * 60_000; // who comes back after half an hour comes for a new visit

const WEEK = 6 * 24 * 60 * 60_000; // within it a weekday says enough
const OF_THE_WEEK = { weekday: "long", hour: "2-digit", minute: "2-digit" };

/**
 * Say where somebody left off at the last visit.
 * *state* is what was remembered of a place: `newest` seen, `mark` the newest seen at the visit before, `at` when
 * anything was last seen and `since` the same of the visit before; null on the first visit.
 */
export function visit(state, now) {
  if (!state || now - state.at <= REST) return state;
  return { ...state, mark: state.newest, since: state.at };
}

/** Note at *now* that everything up to *newest* was seen. */
export function looked(state, newest, now) {
  const best = state && state.newest > newest ? state.newest : newest;
  return { mark: null, since: null, ...state, newest: best, at: now };
}

export function start(hub) {
  hub.each((root) => {
    for (const button of root.querySelectorAll("[data-forget]")) offerToForget(hub, button);
    const stream = root.querySelector("#stream[data-newest]");
    if (stream) show(hub, stream);
  });
  // The mark moves when the page is left or hidden, after somebody had it before him.
  let shown = !document.hidden;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && shown) note(hub);
    shown = !document.hidden;
  });
  addEventListener("pagehide", () => shown && note(hub));
}

function note(hub) {
  const stream = document.querySelector("#stream[data-newest]");
  // Part of a stream, or an older page of it, does not tell that the rest was seen.
  if (!stream || location.search || document.body.dataset.section !== "stream") return;
  const name = `seen:${stream.dataset.place}`;
  const state = visit(hub.memory.recall(name), Date.now());
  hub.memory.remember(name, looked(state, stream.dataset.newest, Date.now()));
}

function show(hub, stream) {
  const state = visit(hub.memory.recall(`seen:${stream.dataset.place}`), Date.now());
  if (!state?.mark) return;
  const cards = [...stream.querySelectorAll("[data-at]")];
  const fresh = cards.filter((card) => card.dataset.at > state.mark);
  for (const card of fresh) sign(hub, card);
  if (!fresh.length) return;
  const rest = cards.length > fresh.length;
  if (rest) divide(hub, stream, fresh.at(-1));
  say(hub, stream, fresh.length, state.since, rest);
  if (location.hash === "#left-off") document.getElementById("left-off")?.scrollIntoView();
}

function sign(hub, card) {
  const before = card.querySelector(".by");
  if (!before || before.querySelector(".new-sign")) return;
  const words = document.createElement("span");
  words.className = "new-sign";
  words.textContent = hub.words.new;
  before.prepend(words, " ");
}

function divide(hub, stream, last) {
  if (document.getElementById("left-off")) return;
  // Where one source's items are folded away, or several tell one story, the line goes below all of them.
  const folded = last.closest("details") ?? last.closest(".story");
  const line = document.createElement("p");
  line.id = "left-off";
  line.className = "left-off";
  line.tabIndex = -1;
  line.textContent = hub.words.leftOff;
  (folded && stream.contains(folded) ? folded : last).after(line);
}

function say(hub, stream, count, since, rest) {
  const note = document.getElementById("since");
  const older = document.querySelector("a[rel~=next]");
  if (!note) return;
  const isLately = Date.now() - since < WEEK;
  const when = hub.date(since, isLately ? OF_THE_WEEK : { dateStyle: "long", timeStyle: "short" });
  note.textContent = hub.say(rest || !older ? hub.words.since : hub.words.sinceMore, { when, count }) + " ";
  if (rest || older) {
    const jump = document.createElement("a");
    jump.textContent = hub.words.jump;
    jump.href = rest ? "#left-off" : `${older.href}#left-off`;
    note.append(jump);
  }
  note.hidden = false;
}

function offerToForget(hub, button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await hub.memory.forget();
    document.getElementById("forgotten").textContent = button.dataset.forget;
  });
}
