// The stream by keyboard: single keys for who wants them, to be switched off by who does not.

const OFF = "keys";
const ROOMS = { h: "home", s: "stream", m: "meetups", t: "tags", q: "sources", f: "search" };
const PATIENCE = 1_500; // milliseconds between g and the letter of a room

export function start(hub) {
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (hub.memory.recall(OFF) === "off" || isTyping(event)) return;
    const isGoing = Date.now() - going < PATIENCE;
    going = event.key === "g" && !isGoing ? Date.now() : 0;
    const done = isGoing ? go(ROOMS[event.key]) : act(hub, event.key);
    if (done) event.preventDefault();
  });
  hub.each((root) => root.querySelectorAll("[data-keys]").forEach((button) => offerSwitch(hub, button)));
}

/** Say whether a key belongs to a field, to the browser, or to an open dialog. */
function isTyping(event) {
  const { target } = event;
  const field = target.isContentEditable || target.matches?.("input, textarea, select, dialog, dialog *");
  return field || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented;
}

/** Do what *key* asks for; false when it asks for nothing. */
function act(hub, key) {
  const deeds = {
    j: () => step(1),
    k: () => step(-1),
    o: () => title()?.click(),
    v: () => title() && open(title().href, "_blank", "noopener"),
    // The title of a meetup leads to its details, that of a post to its publisher.
    d: () => current()?.querySelector("a.details, .title a.u-url")?.click(),
    n: () => follow("a[rel~=next]"),
    p: () => follow("a[rel~=prev], main a[rel~=first]"),
    x: () => choose(),
    "/": () => search(),
    "?": () => help(hub),
  };
  const deed = own(key) ?? (Object.hasOwn(deeds, key) ? deeds[key] : press(key));
  if (deed) deed();
  return Boolean(deed);
}

const CARD = ":is(article.card, article.meetup)";
const cards = () => [...document.querySelectorAll(`main ${CARD}`)].filter((card) => card.checkVisibility());
const current = () => document.activeElement.closest(CARD);
const title = () => current()?.querySelector(".title a");
/** Return the card whose keys are meant: the one one is at, else the one the page begins with, if it says so. */
const meant = () => current() ?? document.querySelector("main article.card[aria-current]");

function step(by) {
  const listed = cards();
  const at = listed.indexOf(current());
  const next = at < 0 ? nearest(listed, by) : listed[at + by];
  const link = next?.querySelector(".title[tabindex], .title a");
  if (!link) return;
  link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  const chosen = document.querySelector("main article.card[aria-current]");
  if (!chosen) return;
  chosen.removeAttribute("aria-current");
  next.setAttribute("aria-current", "true");
}

/** Start with what is before one's eyes: the first card in the window, or the last above it. */
function nearest(listed, by) {
  const below = listed.findIndex((card) => card.getBoundingClientRect().top >= 0);
  return by > 0 ? listed[Math.max(below, 0)] : listed[below - 1];
}

/** Choose the card one is at, where it can be chosen, or leave it out again. */
function choose() {
  current()?.querySelector("input[type=checkbox]")?.click();
}

/** Return what presses the button of the card one is at that says this letter; null when none does. */
const own = (letter) => pressing(meant()?.querySelectorAll("[data-key]") ?? [], letter);

/** Return what presses the button of the page that says this letter; null when none does. */
const press = (letter) => pressing(document.querySelectorAll("main [data-key]:not(article.card *)"), letter);

function pressing(buttons, letter) {
  const button = [...buttons].find((each) => each.dataset.key === letter);
  if (!button) return null;
  return () => {
    button.click();
    // What opens is there to be written in.
    button.closest("details")?.querySelector("input:not([type=hidden])")?.focus();
  };
}

function follow(selector) {
  document.querySelector(`main ${selector}`)?.click();
}

function search() {
  const field = document.querySelector("main input[type=search], input[type=search]");
  if (field) {
    field.focus();
    field.select();
  } else {
    go("search");
  }
}

function go(room) {
  if (!room) return false;
  const link = document.querySelector(`[data-go="${room}"]`);
  link?.click();
  return Boolean(link);
}

let isHelping = false; // while the page is on its way

/** Show the page of keys as a dialog; where it cannot be had, go there. */
async function help(hub) {
  const address = hub.words.keyboard;
  if (isHelping) return;
  isHelping = true;
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const dialog = dialogOf(page.getElementById("keyboard"));
    document.body.append(dialog);
    hub.arrived(dialog);
    dialog.showModal();
  } catch {
    location.href = address;
  } finally {
    isHelping = false; // from now on the open dialog has the keys
  }
}

function dialogOf(list) {
  const dialog = document.createElement("dialog");
  dialog.className = "keyboard";
  dialog.setAttribute("aria-labelledby", "keyboard-title");
  dialog.append(...list.childNodes);
  // The page below has its own first heading.
  const title = document.createElement("h2");
  const old = dialog.querySelector("h1");
  title.id = old.id;
  title.textContent = old.textContent;
  old.replaceWith(title);
  const button = document.createElement("button");
  button.textContent = list.dataset.close;
  button.autofocus = true;
  button.addEventListener("click", () => dialog.close());
  dialog.querySelector(".buttons").append(button);
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

function offerSwitch(hub, button) {
  const name = () => {
    const off = hub.memory.recall(OFF) === "off";
    button.textContent = off ? button.dataset.on : button.dataset.off;
  };
  name();
  button.hidden = false;
  button.addEventListener("click", () => {
    hub.memory.remember(OFF, hub.memory.recall(OFF) === "off" ? null : "off");
    name();
  });
}
