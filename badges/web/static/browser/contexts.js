/* JSON-LD contexts, for the pinned documents that credentials use and no others.

   This is the context processing of JSON-LD 1.1 (https://www.w3.org/TR/json-ld11-api/) without what
   those documents never use: anything else is refused, so that no member of a badge can be left
   unsigned. Contexts come from our own catalogue, each checked against its SHA-256. */

import { hash, hex, textOf } from "./encodings.js";
import { isObject, listed } from "./json.js";
import { beyond } from "./outcomes.js";

const MOST_CONTEXTS = 32;
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:[^\u0000-\u0020<>"{}|^`\\]*$/;
const DEFINITION = new Set(["@id", "@type", "@container", "@context", "@protected"]);
const CONTAINERS = new Set(["", "@set", "@list", "@graph"]);

/** Whether a text is an absolute IRI that N-Quads can carry. */
export function isAbsolute(iri) {
  return typeof iri === "string" && ABSOLUTE.test(iri);
}

/** The catalogue at an address: `index.json` says in which file each context is.
    With `anyWord` a context may give all words a meaning, which only the examples of the W3C need. */
export async function openCatalogue(base, read, { anyWord = false } = {}) {
  const index = JSON.parse(textOf(await read(new URL("index.json", base).href)));
  const known = new Map();
  return {
    anyWord,
    async load(url) {
      if (!Object.hasOwn(index, url)) throw beyond("context", url);
      if (!known.has(url)) known.set(url, fetchPinned(base, index[url], read));
      return known.get(url);
    },
  };
}

async function fetchPinned(base, file, read) {
  const name = file.split("/").pop();
  const bytes = await read(new URL(name, base).href);
  if (`${hex(await hash(bytes))}.json` !== name) throw beyond("context", name);
  return JSON.parse(textOf(bytes))["@context"];
}

/** The vocabulary of one document: its contexts, loaded, and what they define. */
export async function openVocabulary(document, catalogue) {
  const urls = listed(document["@context"]);
  if (urls.length === 0 || urls.length > MOST_CONTEXTS) throw beyond("context");
  if (!urls.every((url) => typeof url === "string")) throw beyond("context", "inline");
  const contexts = await Promise.all(urls.map((url) => catalogue.load(url)));
  const names = new Set();
  contexts.forEach((context) => collectNames(context, names));
  let active = { terms: new Map(), vocab: null, previous: null };
  for (const context of contexts) active = processed(active, context);
  if (active.vocab !== null && !catalogue.anyWord) throw beyond("context", "vocabulary");
  return { root: active, names };
}

/** Every member name of the contexts: whatever could be a prefix is among them. */
function collectNames(value, names) {
  if (Array.isArray(value)) value.forEach((item) => collectNames(item, names));
  else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      names.add(name);
      collectNames(inner, names);
    }
  }
}

/** The active context after one more local context. */
export function processed(active, local, { propagate = true, override = false } = {}) {
  let result = { terms: new Map(active.terms), vocab: active.vocab, previous: active.previous };
  if (!propagate && result.previous === null) result.previous = active;
  for (const context of Array.isArray(local) ? local : [local]) {
    if (context === null) result = cleared(result, active, propagate, override);
    else if (isObject(context)) define(result, context, override);
    else throw beyond("context", "nested");
  }
  return result;
}

function cleared(result, active, propagate, override) {
  const isProtected = [...result.terms.values()].some((term) => term.isProtected);
  if (isProtected && !override) throw beyond("context", "protected");
  return { terms: new Map(), vocab: null, previous: propagate ? null : active };
}

function define(result, context, override) {
  const work = { result, context, override, defined: new Map() };
  for (const [name, value] of Object.entries(context)) {
    if (name === "@vocab" && isAbsolute(value)) result.vocab = value;
    else if (name === "@version" && value === 1.1) continue;
    else if (name === "@protected" && typeof value === "boolean") continue;
    else if (name.startsWith("@")) throw beyond("context", name);
  }
  for (const name of Object.keys(context)) if (!name.startsWith("@")) defineTerm(work, name);
}

function defineTerm(work, name) {
  const state = work.defined.get(name);
  if (state === true) return;
  if (state === false || name === "") throw beyond("context", name);
  work.defined.set(name, false);
  const written = work.context[name];
  const value = typeof written === "string" ? { "@id": written } : written;
  if (!isObject(value) || Object.keys(value).some((key) => !DEFINITION.has(key))) {
    throw beyond("context", name);
  }
  const iri = termIri(work, name, value["@id"] ?? name);
  const term = {
    iri,
    type: value["@type"] === undefined ? "" : typeIri(work, value["@type"]),
    container: containerOf(value["@container"]),
    scoped: value["@context"],
    isPrefix: typeof written === "string" && /[:/?#[\]@]$/.test(iri),
    isProtected: value["@protected"] ?? work.context["@protected"] ?? false,
  };
  work.result.terms.set(name, admitted(work, name, term));
  work.defined.set(name, true);
}

/** The new definition, or the protected one that it repeats. */
function admitted(work, name, term) {
  const former = work.result.terms.get(name);
  if (work.override || !former?.isProtected) return term;
  const same = (definition) => JSON.stringify([{ ...definition, isProtected: true }]);
  if (same(former) !== same(term)) throw beyond("context", "protected");
  return former;
}

function containerOf(value) {
  const container = listed(value).join(" ");
  if (!CONTAINERS.has(container)) throw beyond("context", container);
  return container;
}

function termIri(work, name, written) {
  if (written === "@id" || written === "@type") return written;
  if (written !== name) return absolute(expanded(work, written));
  if (name.includes(":")) return absolute(compactIri(work, name));
  return absolute(work.result.vocab === null ? "" : work.result.vocab + name);
}

function typeIri(work, written) {
  if (["@id", "@vocab", "@json"].includes(written)) return written;
  return absolute(expanded(work, written));
}

function absolute(iri) {
  if (!isAbsolute(iri)) throw beyond("context", String(iri));
  return iri;
}

/** A word of a context as an IRI; terms of the same context are defined first. */
function expanded(work, word) {
  if (typeof word !== "string") return "";
  if (Object.hasOwn(work.context, word)) defineTerm(work, word);
  if (work.result.terms.has(word)) return work.result.terms.get(word).iri;
  if (word.includes(":")) return compactIri(work, word);
  return work.result.vocab === null ? "" : work.result.vocab + word;
}

function compactIri(work, word) {
  const place = word.indexOf(":");
  const prefix = word.slice(0, place);
  const rest = word.slice(place + 1);
  if (prefix === "_" || rest.startsWith("//")) return word;
  if (Object.hasOwn(work.context, prefix)) defineTerm(work, prefix);
  const term = work.result.terms.get(prefix);
  return term?.isPrefix ? term.iri + rest : word;
}
