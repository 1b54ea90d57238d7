// How long ago was it? "3 hours ago" for the eye; the day and time stay for a pointer and for a screen reader.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR; // what is older has a day of its own to be found by

/** Say how long before *now* something was; empty when it is not of the last day. *words* names a number of a unit. */
export function inWords(words, then, now) {
  const past = now - then;
  if (!(past >= 0 && past < DAY)) return "";
  if (past < HOUR) return words(Math.floor(past / MINUTE), "minute");
  return words(Math.floor(past / HOUR), "hour");
}

export async function start(hub) {
  const words = await spoken(hub).catch(() => null);
  if (!words) return; // better no help than help in another language
  const refresh = (root) => root.querySelectorAll("time[data-ago]").forEach((time) => write(time, words));
  hub.each(refresh);
  setInterval(() => document.hidden || refresh(document), MINUTE);
  for (const moment of ["pageshow", "visibilitychange"]) addEventListener(moment, () => refresh(document));
}

/** Return how the language of the page names numbers of minutes and hours that are over. */
async function spoken({ language, words }) {
  if (Intl.RelativeTimeFormat.supportedLocalesOf(language).length) {
    const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    return (number, unit) => (number ? format.format(-number, unit) : format.format(0, "second"));
  }
  // A browser that lacks the language, as many lack Welsh: the hub has it.
  const named = await (await fetch(words.passed)).json();
  return (number, unit) => named[unit][Math.max(number, 1) - 1];
}

function write(time, namer) {
  const words = inWords(namer, Date.parse(time.dateTime), Date.now());
  const shown = time.querySelector(".ago");
  if (shown) {
    if (words) shown.textContent = words;
    else time.replaceChildren(...time.querySelector(".exactly").childNodes);
  } else if (words) {
    const exactly = made("span", "exactly unseen", "");
    time.title = time.textContent.trim();
    exactly.append(...time.childNodes);
    time.append(exactly, made("span", "ago", words));
    time.lastChild.ariaHidden = "true";
  }
}

function made(name, className, words) {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = words;
  return element;
}
