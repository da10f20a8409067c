/* Verifies the badges of a folder of files, without any server of ours: each
   <div data-badge="badge.json" data-base="../../"> names the file of a badge and the root of the folder,
   where the keys, the lists and the contexts stand as they stood on the site. */

import { textOfBadge } from "./containers.js";
import { Stop } from "./outcomes.js";
import { fetched, inFolder } from "./readers.js";
import { COPY, show } from "./showing.js";
import { tools, verify } from "./verify.js";
import { languageOf, say } from "./words.js";

async function examined(place) {
  const base = new URL(place.dataset.base, location.href);
  const using = { read: inFolder(base), contexts: new URL("contexts/", base).href, readContext: fetched };
  const bytes = await fetched(new URL(place.dataset.badge, location.href));
  return verify(await textOfBadge(bytes), await tools(using));
}

async function fill(place) {
  const language = languageOf(place);
  place.setAttribute("role", "status");
  place.textContent = say(language, "checking");
  let result;
  try {
    result = await examined(place);
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    const check = { id: "document", outcome: "unknown", state: "cannot_check", code: stop.code };
    result = { state: "cannot_check", checks: [check], summary: null };
  }
  place.dataset.state = result.state;
  place.replaceChildren(...show(result, { language, keys: COPY }));
}

for (const place of document.querySelectorAll("[data-badge]")) fill(place);
