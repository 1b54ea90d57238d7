// What this browser remembers for its reader: nothing leaves it, and where it may not remember, nothing breaks.

const PREFIX = "hub:";

/** Return what was remembered under *name*; null when nothing was, or when remembering is off. */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name));
  } catch {
    return null;
  }
}

/** Remember *value* under *name*; null forgets it. */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Full, or a private window: then it is forgotten.
  }
}

/** Forget everything: what was seen, what was switched off, and the pages kept for when there is no network. */
export async function forget() {
  for (const step of [forgetNotes, forgetWorkers, forgetPages]) {
    try {
      await step();
    } catch {
      // There is nothing to forget where nothing may be kept; the other steps are taken all the same.
    }
  }
}

function forgetNotes() {
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
}

async function forgetWorkers() {
  const workers = await navigator.serviceWorker.getRegistrations();
  await Promise.all(workers.map((worker) => worker.unregister()));
}

async function forgetPages() {
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(ours.map((name) => caches.delete(name)));
}
