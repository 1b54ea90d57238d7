// How long ago was it? "3 hours ago" for the eye; the day and time stay for a pointer and for a screen reader.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR; // what is older has a day of its own to be found by

/** Say how long before *now* something was; empty when it is not of the last day. */
export function inWords(format, then, now) {
  const past = now - then;
  if (!(past >= 0 && past < DAY)) return "";
  if (past < MINUTE) return format.format(0, "second");
  if (past < HOUR) return format.format(-Math.floor(past / MINUTE), "minute");
  return format.format(-Math.floor(past / HOUR), "hour");
}

export function start(hub) {
  // Better no help than help in another language.
  if (!Intl.RelativeTimeFormat.supportedLocalesOf(hub.language).length) return;
  const format = new Intl.RelativeTimeFormat(hub.language, { numeric: "auto" });
  const refresh = (root) => root.querySelectorAll("time[data-ago]").forEach((time) => write(time, format));
  hub.each(refresh);
  setInterval(() => document.hidden || refresh(document), MINUTE);
  for (const moment of ["pageshow", "visibilitychange"]) addEventListener(moment, () => refresh(document));
}

function write(time, format) {
  const words = inWords(format, Date.parse(time.dateTime), Date.now());
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
