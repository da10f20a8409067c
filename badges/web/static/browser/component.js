/* <badge-de-competence src="https://…/credentials/…">: a badge on somebody's page, verified again in
   the browser of whoever reads it. What stands inside the element is shown when that cannot be. */

import { textOfBadge } from "./containers.js";
import { Stop } from "./outcomes.js";
import { fetched, onlyFrom } from "./readers.js";
import { shapeOf, toneOf } from "./shapes.js";
import { SITE, element, wordingOf } from "./showing.js";
import { tools, verify } from "./verify.js";
import { day, languageOf, say } from "./words.js";

const NAME = "badge-de-competence";
const CONTEXTS = new URL("../contexts/", import.meta.url).href;
const HOME = new URL(import.meta.url).origin;
const PATH = /^\/credentials\/[A-Za-z0-9-]{1,80}$/;

const STYLE = `
:host { display: block; max-width: 26rem; font: 1rem/1.45 system-ui, sans-serif; color: #1d1d21; }
.card { display: grid; grid-template-columns: 3.5rem 1fr; gap: 0 1rem; padding: 1rem; color: #1d1d21;
  background: #fffdf8; border: 1px solid #b9b3a5; border-radius: 8px; }
.shape { width: 3.5rem; height: 3.5rem; fill: none; stroke: currentColor; stroke-width: 4;
  stroke-linecap: round; stroke-linejoin: round; grid-row: 1 / span 4; }
.shape .strong { stroke-width: 7; } .shape .gap, .shape .crack { stroke: #fffdf8; stroke-width: 14; }
.shape .full { fill: currentColor; }
.verdict { margin: 0; font-weight: 700; }
.title { margin: .25rem 0 0; font-size: 1.125rem; font-weight: 600; overflow-wrap: anywhere; }
p { margin: .25rem 0 0; overflow-wrap: anywhere; }
.ok { color: #14592f; } .bad { color: #96190f; } .warn { color: #6b4200; } .unknown { color: #493f63; }
a { display: inline-block; padding: .75rem 0; color: #1b4b99; }
a:focus-visible { outline: 3px solid #1b4b99; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  :host, .card { color: #f2efe8; } .card { background: #17171b; border-color: #57534a; }
  .ok { color: #8bdcaa; } .bad { color: #ffaaa3; } .warn { color: #f3c77f; } .unknown { color: #d3c7f3; }
  .shape .gap, .shape .crack { stroke: #17171b; } a { color: #a9c6fb; }
  a:focus-visible { outline-color: #a9c6fb; }
}
@media print { .card { background: none; color: #000; } }`;

/** The address of a badge of the site that serves this file, or null: nobody else is asked. */
function addressOf(text) {
  try {
    const url = new URL(text);
    return url.origin === HOME && PATH.test(url.pathname) && !url.search ? url.origin + url.pathname : null;
  } catch {
    return null;
  }
}

class Badge extends HTMLElement {
  static observedAttributes = ["src"];

  connectedCallback() {
    this.refresh();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.refresh();
  }

  async refresh() {
    const asked = this.getAttribute("src");
    const address = addressOf(asked ?? "");
    const result = address === null ? null : await examined(address);
    if (asked !== this.getAttribute("src")) return;
    this.dataset.state = result?.state ?? "cannot_check";
    // Without a result the link inside the element stays, as on a page without scripts.
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.replaceChildren(result === null ? element("slot") : card(result, address, languageOf(this)));
    root.adoptedStyleSheets = [sheet()];
    this.dispatchEvent(new CustomEvent("badge-verified", { detail: { state: this.dataset.state } }));
  }
}

async function examined(address) {
  try {
    const read = onlyFrom(HOME);
    const text = await textOfBadge(await read(`${address}.json`));
    const result = await verify(text, await tools({ read, contexts: CONTEXTS, readContext: fetched }));
    // Whoever asks for one badge must not be shown another.
    return result.summary?.id === address ? result : null;
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    return null;
  }
}

function card(result, address, language) {
  const { state, summary } = result;
  const wording = wordingOf(result, SITE, new URL(HOME).host);
  const verdict = element("p", { class: `verdict ${toneOf(state)}` }, [say(language, `${wording}.headline`)]);
  const shape = shapeOf(state);
  shape.classList.add(toneOf(state));
  const isBelieved = state === "genuine";
  const said = isBelieved ? claims(summary, language) : [];
  const link = element("a", { href: address }, [say(language, "link")]);
  return element("div", { class: "card" }, [shape, element("div", {}, [verdict, ...said, link])]);
}

/** What a badge that holds says: nothing of the kind is shown of one that does not. */
function claims(summary, language) {
  const lines = [["title", summary.title], ["person", summary.person], ["place", summary.place]];
  const when = summary.awarded && day(language, summary.awarded);
  return [...lines, ["when", when]]
    .filter(([, text]) => text)
    .map(([name, text]) => element("p", { class: name }, [element("bdi", {}, [text])]));
}

let shared = null;

function sheet() {
  if (shared === null) {
    shared = new CSSStyleSheet();
    shared.replaceSync(STYLE);
  }
  return shared;
}

if (!customElements.get(NAME)) customElements.define(NAME, Badge);
