/* Follows a group that is being signed: a few bytes every second, and the page itself at the end.

   Without this script the page asks again by itself; nothing else on it needs the script. */

"use strict";

(() => {
  const EVERY = 1000;
  const box = document.querySelector("[data-progress]");
  if (!box) {
    return;
  }
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-words]");

  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const told = await answer.json();
        bar.max = told.total;
        bar.value = told.done;
        words.textContent = told.words;
        if (told.over || told.stalled !== (box.dataset.stalled === "yes")) {
          window.location.reload();
          return;
        }
      }
    } catch {
      /* The network is away for a moment: the next try may find it. */
    }
    window.setTimeout(ask, EVERY);
  };

  window.setTimeout(ask, EVERY / 2);
})();
