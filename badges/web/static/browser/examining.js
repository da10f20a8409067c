/* What the page « Vérifier sans rien envoyer » does once something was chosen; only then is it loaded. */

import { LARGEST, textOfBadge } from "./containers.js";
import { Stop, beyond } from "./outcomes.js";
import { fetched, onlyFrom } from "./readers.js";
import { SITE, show } from "./showing.js";
import { tools, verify } from "./verify.js";
import { languageOf } from "./words.js";

const CONTEXTS = new URL("../contexts/", import.meta.url).href;

/** The state of a file or text, and the elements that show it in the language of `place`. */
export async function examine(chosen, place) {
  const result = await examined(chosen);
  const options = { language: languageOf(place), keys: SITE, site: location.host };
  return { state: result.state, elements: show(result, options) };
}

async function examined(chosen) {
  try {
    const text = await textOfBadge(await bytesOf(chosen));
    const using = { read: onlyFrom(location.origin), contexts: CONTEXTS, readContext: fetched };
    return await verify(text, await tools(using));
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    const outcome = stop.state === "cannot_check" ? "unknown" : "failed";
    const check = { id: "document", outcome, state: stop.state, code: stop.code };
    return { state: stop.state, checks: [check], summary: null };
  }
}

async function bytesOf(chosen) {
  if (typeof chosen === "string") return new TextEncoder().encode(chosen.trim());
  if (chosen.size > LARGEST) throw beyond("too_large");
  return new Uint8Array(await chosen.arrayBuffer());
}
