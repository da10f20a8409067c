/* A result on a page: the verdict before everything, then four facts, then how it was checked. Texts
   from a badge are only ever set as text. */

import { markOf, shapeOf, toneOf } from "./shapes.js";
import { day, isTold, say } from "./words.js";

/** Where the keys came from decides what a good signature means; see `wordingOf`. */
export const SITE = "site";
export const COPY = "copy";

const COLOURS = { passed: "ok", failed: "bad", unknown: "unknown" };

/** The elements that show a result. */
export function show(result, { language, keys = SITE, site = "" }) {
  const wording = wordingOf(result, keys, site);
  const words = wordsOf(result, language);
  const verdict = element("section", { class: `verdict ${toneOf(result.state)}` }, [
    shapeOf(result.state),
    element("h2", {}, [say(language, `${wording}.headline`)]),
    element("p", {}, [say(language, `${wording}.sentence`, words)]),
  ]);
  const how = element("details", {}, [
    element("summary", {}, [say(language, "how")]),
    element("ul", { class: "checks" }, result.checks.map((check) => line(check, language))),
  ]);
  // What a rejected badge claims never stands where the claims of a genuine one would.
  return result.state === "genuine" ? [verdict, facts(result.summary, language), how] : [verdict, how];
}

/** Which headline and sentence: a name is only repeated as ours when this very site keeps its key. */
export function wordingOf(result, keys, site) {
  if (result.state !== "genuine") return result.state;
  if (keys === COPY) return "genuine_copy";
  const did = `did:web:${site.replace(":", "%3A")}`;
  const issuer = result.summary.issuer ?? "";
  return issuer === did || issuer.startsWith(`${did}:`) ? "genuine" : "genuine_unlisted";
}

function wordsOf(result, language) {
  const said = result.summary ?? {};
  const isEnd = result.state === "expired";
  return {
    place: said.place ?? say(language, "word.place"),
    person: said.person ?? say(language, "word.person"),
    date: day(language, isEnd ? said.until : said.from),
    reason: say(language, `reason.${reasonOf(result)}`),
  };
}

function reasonOf(result) {
  const deciding = result.checks.find((check) => check.state === result.state);
  const code = deciding?.code ?? "form";
  if (isTold(code)) return code;
  return result.state === "unreadable" ? "document" : "form";
}

function facts(summary, language) {
  const awarded = day(language, summary.awarded);
  const until = summary.until && day(language, summary.until);
  const rows = [
    ["person", summary.person],
    ["title", summary.title, summary.skills],
    ["place", summary.place],
    ["when", until ? say(language, "when.until", { awarded, until }) : awarded],
  ];
  const told = rows.filter(([, text]) => text);
  return element("dl", { class: "facts" }, told.map(([name, text, quotes = []]) =>
    element("div", {}, [
      element("dt", {}, [say(language, `fact.${name}`)]),
      element("dd", {}, [
        element("p", {}, [element("bdi", {}, [text])]),
        ...quotes.map((quote) => element("p", { class: "quote" }, [element("bdi", {}, [quote])])),
      ]),
    ]),
  ));
}

function line(check, language) {
  const code = check.outcome === "skipped" ? "check.skipped" : `check.${check.id}.${check.outcome}`;
  return element("li", { class: COLOURS[check.outcome] ?? "" }, [
    markOf(check.outcome),
    element("p", {}, [say(language, code)]),
  ]);
}

/** An element with attributes and children; a text stays a text. */
export function element(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
