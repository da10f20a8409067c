/* The page « Vérifier sans rien envoyer »: the badge never leaves the browser. */

import { LARGEST, textOfBadge } from "./containers.js";
import { Stop, unreadable } from "./outcomes.js";
import { fetched, onlyFrom } from "./readers.js";
import { SITE, show } from "./showing.js";
import { tools, verify } from "./verify.js";
import { languageOf } from "./words.js";

const CONTEXTS = new URL("../contexts/", import.meta.url).href;
const encode = (text) => new TextEncoder().encode(text);

const form = document.querySelector("[data-here]");
const result = document.querySelector("[data-result]");
const file = form.querySelector("input[type=file]");
const pasted = form.querySelector("textarea");

async function chosen() {
  const [picked] = file.files;
  if (picked === undefined) return encode(pasted.value.trim());
  if (picked.size > LARGEST) throw unreadable("too_large");
  return new Uint8Array(await picked.arrayBuffer());
}

async function examined() {
  try {
    const text = await textOfBadge(await chosen());
    const using = { read: onlyFrom(location.origin), contexts: CONTEXTS, readContext: fetched };
    return await verify(text, await tools(using));
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    const outcome = stop.state === "cannot_check" ? "unknown" : "failed";
    const check = { id: "document", outcome, state: stop.state, code: stop.code };
    return { state: stop.state, checks: [check], summary: null };
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const shown = result.querySelector("[data-shown]");
  shown.replaceChildren();
  const found = await examined();
  shown.append(...show(found, { language: languageOf(form), keys: SITE, site: location.host }));
  result.dataset.state = found.state;
  result.querySelector("[data-elsewhere]").hidden = found.state !== "cannot_check";
  result.hidden = false;
  result.focus();
});

// A file and a text never compete: the one that was given last counts.
file.addEventListener("change", () => {
  pasted.value = "";
});
pasted.addEventListener("input", () => {
  file.value = "";
});

document.querySelector("[data-without]").hidden = true;
form.hidden = false;
