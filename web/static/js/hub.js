// Makes pages that work without script a little better: brings each help where a page has use for it.

const script = document.getElementById("hub-script");
const mark = new URL(import.meta.url).search; // of the whole folder, so that no old module meets a new one
const module = (name) => import(`./${name}.js${mark}`);
const helps = [];

const hub = {
  words: script.dataset, // sentences in the reader's language, and addresses; see parts/installable.html
  language: script.dataset.locale, // whose way of writing dates and numbers
  memory: null,

  /** Do something with what is on the page now, and with every part of it that comes later. */
  each(help) {
    helps.push(help);
    help(document);
  },

  /** Tell every help that *root* has just come. */
  arrived(root) {
    for (const help of helps) help(root);
  },

  /** Say *words* to who cannot see what changed. */
  tell(words) {
    let region = document.getElementById("told");
    if (!region) {
      region = document.createElement("p");
      region.id = "told";
      region.className = "unseen";
      region.role = "status";
      document.body.append(region);
    }
    region.textContent = words;
  },

  /** Write *moment* with *style*, or in digits where the browser lacks the language. */
  date(moment, style) {
    const { language } = hub;
    const isKnown = Intl.DateTimeFormat.supportedLocalesOf(language).length;
    const digits = { dateStyle: "short", timeStyle: "short" };
    return new Intl.DateTimeFormat(isKnown ? language : "en-GB", isKnown ? style : digits).format(moment);
  },

  /** Fill the holes of a sentence: "New since {when}". */
  say(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
  },
};

const wanted = [
  ["ago", "time[data-ago]"],
  ["seen", "#stream[data-newest], [data-forget]"],
  ["fresh", "#stream[data-newest]"],
  ["partial", "[data-narrow], [data-suggest]"],
  ["underway", "[data-underway]"],
  ["talk", "ol[data-thread]"],
  ["read", "form[data-read]"],
  ["map", "[data-map]"],
  ["keys", "body"],
  ["kept", "body"],
];

async function start() {
  hub.memory = await module("memory");
  const started = await Promise.allSettled(
    wanted
      .filter(([, selector]) => document.querySelector(selector))
      .map(async ([name]) => (await module(name)).start(hub)),
  );
  // One that fails takes no other with it.
  for (const { reason } of started) if (reason) reportError(reason);
  document.documentElement.dataset.helped = "yes"; // the page is as good as it gets
}

start();
