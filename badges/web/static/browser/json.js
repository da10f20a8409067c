/* JSON read strictly: one name once in an object, bounded depth and size, numbers that all readers
   agree on. `JSON.parse` keeps the last of two members of one name and says nothing. */

import { beyond, unreadable } from "./outcomes.js";

const LONGEST = 2_000_000;
const DEEPEST = 64;
const MOST_VALUES = 12_000;
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/** The value of a JSON text, in which nothing can be read in two ways. */
export function parseStrictly(text) {
  if (text.length > LONGEST) throw beyond("too_large");
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw beyond("form");
  }
  requireDistinctNames(text);
  return value;
}

/** The object of a JSON text. */
export function parseObject(text) {
  const value = parseStrictly(text);
  if (!isObject(value)) throw beyond("form");
  return value;
}

/** Whether a value is a JSON object. */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as a list: JSON-LD lets a list of one be written without brackets. */
export function listed(value) {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The member of an object, never one that it inherits. */
export function member(value, name) {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Walk the tokens of a text that is known to be JSON, with the names of each open object. */
function requireDistinctNames(text) {
  const open = [];
  let values = 0;
  let last = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") open.push(token === "{" ? new Set() : null);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") requireNew(open.at(-1), JSON.parse(last));
    else if (token !== ",") requirePortable(token);
    if (open.length > DEEPEST) throw unreadable("too_deep");
    if (++values > 8 * MOST_VALUES) throw beyond("too_large");
    last = token;
  }
}

function requireNew(names, name) {
  if (names.has(name)) throw unreadable("repeated_name");
  names.add(name);
}

/** Refuse numbers that readers round, and characters that no UTF-8 text can carry. */
function requirePortable(token) {
  if (token.startsWith('"')) {
    if (/[\ud800-\udfff]/.test(token) || token.includes("\\u")) requireWhole(JSON.parse(token));
  } else if (/^[-0-9]/.test(token) && !(Math.abs(Number(token)) <= Number.MAX_SAFE_INTEGER)) {
    throw beyond("number");
  }
}

function requireWhole(text) {
  if (/\p{Surrogate}/u.test(text)) throw beyond("encoding");
}
