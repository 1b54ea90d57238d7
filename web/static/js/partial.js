// Which links change only part of a page? Filters, so that who combines several keeps his place; and suggestions.

const OURS = "[data-narrow], [data-suggest]"; // filters, and fields with suggestions
const SHORTEST = 2; // characters worth a suggestion

export function start(hub) {
  if (!hub.words.htmx) return; // set-up brought none: filters are plain links
  let ready = null;
  const bring = () => (ready ??= library(hub));
  // Who only reads never loads it; who came here by one of its addresses needs it to go back.
  if (history.state?.htmx) bring();
  for (const sign of ["pointerover", "focusin"]) {
    document.addEventListener(sign, ({ target }) => target.closest?.(OURS) && bring());
  }
}

async function library(hub) {
  const settings = document.createElement("meta");
  settings.name = "htmx-config";
  settings.content = '{"includeIndicatorCSS": false, "defaultSettleDelay": 0}'; // neither style of its own, as our policy asks
  document.head.append(settings);
  const { default: htmx } = await import(hub.words.htmx);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && isPlain(event) && narrows(link)) narrow(htmx, event, link.href, link);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get" || !form.closest("[data-narrow]") || event.defaultPrevented) return;
    const asked = [...new FormData(form, event.submitter)].filter(([, value]) => value);
    narrow(htmx, event, `${form.action.split("?")[0]}?${new URLSearchParams(asked)}`, event.submitter ?? form);
  });
  document.addEventListener("htmx:error", ({ detail }) => fallBack(detail.ctx));
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    const isWell = ctx.response.status < 400 && (!ctx.narrowing || ctx.text.includes('id="main"'));
    if (isWell) return;
    event.preventDefault(); // an error is a page of its own, with an address of its own
    fallBack(ctx);
  });
  document.addEventListener("htmx:after:swap", ({ detail }) => settle(hub, detail.ctx));
  hub.each((root) => root.querySelectorAll("input[data-suggest]").forEach((field) => suggest(htmx, hub, field)));
}

const isPlain = (event) => !(event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey);

/** Say whether *link* asks the same page another question, from among its filters. */
function narrows(link) {
  const isHere = link.origin === location.origin && link.pathname === location.pathname;
  return isHere && !link.hash && !link.target && link.closest("[data-narrow]");
}

function narrow(htmx, event, address, source) {
  event.preventDefault();
  const main = document.getElementById("main");
  main.ariaBusy = "true";
  htmx.ajax("GET", address, {
    target: "#main",
    select: "#main",
    selectOOB: ".languages:outerHTML:.languages", // they lead to the same page, filters and all
    swap: "outerHTML",
    push: "true",
    source: main,
    narrowing: { name: nameOf(source), open: parts(main).map((part) => part.open) },
  });
}

/** Return the parts of the filters that open and close. */
const parts = (main) => [...main.querySelectorAll("[data-narrow] details, details[data-narrow]")];

/** Name a filter as an eye knows it again: "Bins", or "not" beside "Bins", whether it is on or off. */
function nameOf(filter) {
  const seen = (element) => [...element.childNodes].map((node) => (node.className === "unseen" ? "" : node.textContent)).join("");
  return [filter.closest("li")?.querySelector("a") ?? filter, filter].map((each) => seen(each).trim()).join("/");
}

function settle(hub, ctx) {
  hub.arrived(document);
  const { narrowing } = ctx;
  if (!narrowing) return;
  const main = document.getElementById("main");
  const now = parts(main);
  if (now.length === narrowing.open.length) now.forEach((part, at) => (part.open = narrowing.open[at]));
  const page = new DOMParser().parseFromString(ctx.text, "text/html");
  document.head.querySelectorAll("link[rel=alternate]").forEach((old) => old.remove());
  document.head.append(...page.head.querySelectorAll("link[rel=alternate]"));
  // One stays where one was; a filter that went away leaves one at the top of what it left behind.
  const again = [...main.querySelectorAll("[data-narrow] a, [data-narrow] button")];
  const same = again.find((each) => nameOf(each) === narrowing.name && each.checkVisibility());
  const summary = main.querySelector(".filters") ?? main.querySelector("h1");
  summary.tabIndex = -1;
  (same ?? summary).focus();
  if (same) hub.tell(summary.textContent.trim());
}

function fallBack(ctx) {
  if (!ctx) return;
  const address = new URL(ctx.request.action, location.href).href;
  if (address === location.href) location.reload();
  else if (ctx.narrowing) location.href = address;
}

function suggest(htmx, hub, field) {
  if (field.hasAttribute("hx-get")) return;
  const box = document.createElement("div");
  box.className = "suggestions";
  box.id = `${field.id}-suggestions`;
  (field.closest(".field") ?? field).after(box);
  field.setAttribute("hx-get", field.dataset.suggest);
  field.setAttribute("hx-trigger", "input changed delay:200ms");
  field.setAttribute("hx-target", `#${box.id}`);
  field.setAttribute("hx-sync", "this:replace");
  field.autocomplete = "off";
  htmx.process(field);
  field.addEventListener("htmx:config:request", (event) => {
    if (field.value.trim().length >= SHORTEST) return;
    event.preventDefault();
    box.replaceChildren();
  });
  box.addEventListener("htmx:after:swap", () => counted(hub, box));
  field.addEventListener("htmx:after:swap", () => counted(hub, box));
  for (const part of [field, box]) part.addEventListener("keydown", (event) => walk(event, field, box));
  const isElsewhere = (target) => target && target !== field && !box.contains(target);
  for (const part of [field, box]) {
    part.addEventListener("focusout", ({ relatedTarget }) => isElsewhere(relatedTarget) && box.replaceChildren());
  }
  document.addEventListener("pointerdown", ({ target }) => isElsewhere(target) && box.replaceChildren());
}

function counted(hub, box) {
  const count = box.querySelectorAll("a").length;
  if (count) hub.tell(hub.say(hub.words.suggestions, { count }));
}

/** Go through the suggestions with the arrows; Escape leaves them. */
function walk(event, field, box) {
  const stops = [field, ...box.querySelectorAll("a")];
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isLeaving = event.key === "Escape" && stops.length > 1;
  if (!isLeaving && !(by && stops.length > 1)) return;
  event.preventDefault();
  if (isLeaving) {
    box.replaceChildren();
    field.focus();
  } else {
    stops[(stops.indexOf(document.activeElement) + by + stops.length) % stops.length].focus();
  }
}
