// Has somebody read to the end? Then what the button there says is done without pressing it.

export function start() {
  const form = document.querySelector("form[data-read]");
  const watch = new IntersectionObserver(([seen]) => {
    if (!seen.isIntersecting || document.hidden) return;
    watch.disconnect();
    const body = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {}); // the button is still there
  });
  watch.observe(form);
}
