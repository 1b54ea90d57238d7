// The worker behind /sw.js: keeps the last pages somebody looked at, for when there is no network, and says when from.
// The hub puts `VERSION` and `SHELL` in front of this file: what every page needs, by addresses that name its content.

const SHELF = `hub:shelf:${VERSION}`; // our own files, thrown away with the next version
const PAGES = "hub:pages"; // what was read; it outlives versions
const MOST_PAGES = 24;
const PATIENCE = 6_000; // milliseconds after which a kept page is better than none
const PRIVATE = /^(?:\/[a-z]{2})?\/(?:api|desk|healthz|metrics|oembed|readyz|register|share|sign-in|sign-out)(?:\/|$)/;

addEventListener("install", (event) => event.waitUntil(stock().then(skipWaiting)));

addEventListener("activate", (event) => {
  // Pages are asked for while the worker still wakes up.
  event.waitUntil(Promise.all([tidy(), registration.navigationPreload?.enable(), clients.claim()]));
});

addEventListener("message", (event) => {
  // Only pages of ours can send any: the address of the one that was open before there was a worker.
  const url = new URL(event.data.keep, location.origin);
  if (isPublic(url)) event.waitUntil(fetch(url).then((answer) => keep(url, answer)).catch(() => {}));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromShelf(request, url));
  else if (request.mode === "navigate" && isPublic(url)) event.respondWith(fromNetwork(event, url));
});

const isPublic = (url) => url.origin === location.origin && !PRIVATE.test(url.pathname);

async function stock() {
  const shelf = await caches.open(SHELF);
  await shelf.addAll(SHELL);
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith("hub:") && name !== SHELF && name !== PAGES);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Our own files: an address with a content mark never changes, so what is on the shelf is right. */
async function fromShelf(request, url) {
  const shelf = await caches.open(SHELF);
  const known = await shelf.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && url.searchParams.has("v")) await shelf.put(request, answer.clone());
  return answer;
}

/** Pages: what the network says now; what it said last where it does not answer; else that there is none. */
async function fromNetwork(event, url) {
  const pages = await caches.open(PAGES);
  const known = await pages.match(nameOf(url));
  try {
    const answer = await (known ? withPatience(ask(event)) : ask(event));
    event.waitUntil(keep(url, answer.clone()));
    return answer;
  } catch {
    return known ? fromLastTime(known) : nothingKept(url);
  }
}

async function ask(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

function withPatience(answer) {
  return Promise.race([answer, new Promise((_, giveUp) => setTimeout(giveUp, PATIENCE))]);
}

async function keep(url, answer) {
  const isPage = answer.ok && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("text/html");
  if (!isPage || /no-store|private/.test(answer.headers.get("Cache-Control") ?? "")) return;
  const pages = await caches.open(PAGES);
  const headers = new Headers(answer.headers); // its policy holds for what is kept, too
  headers.delete("Content-Encoding");
  headers.set("Hub-Kept", new Date().toISOString());
  await pages.delete(nameOf(url)); // put last again: the first is the one nobody looked at for longest
  await pages.put(nameOf(url), new Response(await answer.blob(), { headers }));
  const names = await pages.keys();
  await Promise.all(names.slice(0, -MOST_PAGES).map((name) => pages.delete(name)));
}

/** Return a kept page, saying in its body from when it is. */
async function fromLastTime(kept) {
  const text = await kept.text();
  const marked = text.replace("<body", `<body data-kept="${kept.headers.get("Hub-Kept")}"`);
  return new Response(marked, { headers: kept.headers });
}

async function nothingKept(url) {
  const language = /^\/([a-z]{2})(?:\/|$)/.exec(url.pathname)?.[1];
  const shelf = await caches.open(SHELF);
  const page = (language && (await shelf.match(`/${language}/offline`))) ?? (await shelf.match("/offline"));
  return page ?? Response.error();
}

/** Return what a page is kept under: its address without the part that never reaches the server. */
function nameOf(url) {
  return url.pathname + url.search;
}
