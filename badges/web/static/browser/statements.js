/* From a credential to the statements (quads) that it makes: a strict walk over its JSON.

   Whatever this walk does not know stops it with "cannot check here": each member of a document that
   comes through is a statement. What is signed is also what a reader of the JSON sees: members and
   types stand under the names of the contexts, never under a full IRI or a keyword. */

import { isAbsolute, openVocabulary, processed } from "./contexts.js";
import { isObject } from "./json.js";
import { beyond } from "./outcomes.js";

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const MOST_TYPES = 64;
const SHORT = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };

/** The statements of a document, each as subject, predicate and object. */
export async function statementsOf(document, catalogue) {
  const walk = new Walk(await openVocabulary(document, catalogue));
  walk.element(document, walk.root, true);
  return [...walk.quads.values()].map(({ quad }) => quad);
}

/** The canonical text of a literal. */
export function literal(text, datatype = "") {
  const escaped = text.replace(/[\u0000-\u001f\u007f"\\]/g, (sign) =>
    SHORT[sign] ?? `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  const isText = datatype === "" || datatype === `${XSD}string`;
  return isText ? `"${escaped}"` : `"${escaped}"^^<${datatype}>`;
}

class Walk {
  constructor({ root, names }) {
    this.root = root;
    this.names = names;
    this.quads = new Map();
    this.blanks = 0;
  }

  /** Add what an object states; the term that names it. */
  element(element, base, isRoot = false) {
    const [active, scope] = this.contextsOf(element, base);
    const subject = "id" in element ? this.iri(element.id) : `_:b${this.blanks++}`;
    for (const type of typesOf(element)) this.add(subject, `<${RDF}type>`, this.type(scope, type));
    for (const [name, value] of Object.entries(element)) {
      if (name === "@context" && isRoot) continue;
      const term = active.terms.get(name) ?? free(active, name);
      if ((name === "id" || name === "type") && term.iri === `@${name}`) continue;
      if (!isAbsolute(term.iri) || /^[A-Z@]/.test(name)) throw beyond("term", name);
      this.values(subject, active, name, term, value);
    }
    return subject;
  }

  /** The context inside a node, and the one in which its types are read. */
  contextsOf(element, base) {
    let active = base;
    for (const type of [...typesOf(element)].sort()) {
      const scoped = base.terms.get(type)?.scoped;
      if (scoped !== undefined) active = processed(active, scoped, { propagate: false });
    }
    return [active, base];
  }

  type(scope, name) {
    const term = scope.terms.get(name) ?? free(scope, name);
    if (!isAbsolute(term.iri)) throw beyond("term", name);
    return `<${term.iri}>`;
  }

  values(subject, active, name, term, value) {
    const { scope, coercion } = this.reading(active, name, term);
    const child = this.childBase(active, term);
    const put = (where, predicate, item) => {
      const isNative = typeof item !== "string" && !isObject(item);
      const object = isObject(item) ? this.element(item, child) : this.scalar(scope, coercion, item);
      this.add(where, predicate, object, isNative);
    };
    const predicate = `<${term.iri}>`;
    const items = Array.isArray(value) ? value : [value];
    if (items.some((item) => item === null || Array.isArray(item))) throw beyond("value", name);
    if (term.container === "@list") this.list(subject, predicate, items, put);
    else for (const item of items) put(subject, predicate, item);
  }

  /** How the values of a term are read: in its own scoped context, when it has one. */
  reading(active, name, term) {
    const scope =
      term.scoped === undefined ? active : processed(active, term.scoped, { override: true });
    const inside = scope.terms.get(name) ?? term;
    if (term.container === "@graph" || inside.container !== term.container) {
      throw beyond("term", name);
    }
    if (inside.type === "@json" || inside.type === `${XSD}double`) throw beyond("term", name);
    return { scope, coercion: inside.type };
  }

  /** Where nodes under a term start: types of their parent do not reach them. */
  childBase(active, term) {
    const base = active.previous ?? active;
    return term.scoped === undefined ? base : processed(base, term.scoped, { override: true });
  }

  scalar(scope, coercion, item) {
    if (typeof item === "string") {
      requireWritable(item);
      if (coercion === "@id") return this.iri(item);
      if (coercion === "@vocab") return this.word(scope, item);
      return literal(item, coercion);
    }
    if (coercion.startsWith("@")) throw beyond("value");
    if (typeof item === "boolean") return literal(String(item), coercion || `${XSD}boolean`);
    return number(item, coercion);
  }

  list(subject, predicate, items, put) {
    if (items.some(isObject)) throw beyond("value");
    let [where, link] = [subject, predicate];
    for (const item of items) {
      const cell = `_:b${this.blanks++}`;
      this.add(where, link, cell);
      put(cell, `<${RDF}first>`, item);
      [where, link] = [cell, `<${RDF}rest>`];
    }
    this.add(where, link, `<${RDF}nil>`);
  }

  /** An identifier, written in full: nothing that could be read as prefix and suffix. */
  iri(text) {
    if (!isAbsolute(text)) throw beyond("identifier");
    requireWritable(text);
    const place = text.indexOf(":");
    if (this.names.has(text.slice(0, place)) && !text.startsWith("//", place + 1)) {
      throw beyond("identifier");
    }
    return `<${text}>`;
  }

  word(scope, text) {
    const term = scope.terms.get(text);
    return term !== undefined && isAbsolute(term.iri) ? `<${term.iri}>` : this.iri(text);
  }

  /** Add a statement; processors disagree on one said both as a text and as a number. */
  add(subject, predicate, object, isNative = false) {
    const key = `${subject} ${predicate} ${object}`;
    const known = this.quads.get(key);
    if (known !== undefined && (known.isNative || isNative)) throw beyond("value");
    this.quads.set(key, { quad: [subject, predicate, object, ""], isNative });
  }
}

/** What a name means that only a vocabulary for all words defines. */
function free(active, name) {
  const isWord = active.vocab !== null && !/[:@]/.test(name);
  if (!isWord) throw beyond("term", name);
  return { iri: active.vocab + name, type: "", container: "" };
}

function typesOf(element) {
  if (!("type" in element)) return [];
  const types = Array.isArray(element.type) ? element.type : [element.type];
  const isPlain = types.length > 0 && types.length <= MOST_TYPES;
  if (!isPlain || !types.every((type) => typeof type === "string")) throw beyond("value", "type");
  return types;
}

function number(value, coercion) {
  const isWhole = Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (isWhole) return literal(String(value), coercion || `${XSD}integer`);
  if (!Number.isFinite(value) || Number.isInteger(value)) throw beyond("value");
  const [mantissa, exponent] = value.toExponential(15).split("e");
  const short = mantissa.replace(/0+$/, "").replace(/\.$/, ".0");
  return literal(`${short}E${Number(exponent)}`, coercion || `${XSD}double`);
}

function requireWritable(text) {
  if (/[\ufffe\uffff]|\p{Surrogate}/u.test(text)) throw beyond("value");
}
