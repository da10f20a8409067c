/* Strict text encodings: one text for one value, as everywhere else in this project. */

import { beyond } from "./outcomes.js";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LONGEST_BASE58 = 2048;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;

/** The bytes of a text in UTF-8. */
export function utf8(text) {
  return new TextEncoder().encode(text);
}

/** The text of UTF-8 bytes; a mark at their start is left out, anything else malformed refused. */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw beyond("encoding");
  }
}

/** A text without the white space of ASCII around it, which mailers add; any other is part of it. */
export function trimmed(text) {
  const isBlank = (place) => " \t\n\v\f\r".includes(text[place] ?? "none");
  let [start, end] = [0, text.length];
  while (isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return text.slice(start, end);
}

/** The bytes of a base58btc text. */
export function base58(text) {
  if (text.length > LONGEST_BASE58) throw beyond("encoding");
  let number = 0n;
  for (const character of text) {
    const value = BASE58.indexOf(character);
    if (value < 0) throw beyond("encoding");
    number = number * 58n + BigInt(value);
  }
  const bytes = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
  const zeros = text.length - text.replace(/^1+/, "").length;
  return new Uint8Array([...new Array(zeros).fill(0), ...bytes]);
}

/** The bytes of a base64url text without padding; stray bits at the end are refused. */
export function base64url(text) {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let length = 0;
  for (const character of text) {
    const value = BASE64URL.indexOf(character);
    if (value < 0) throw beyond("encoding");
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (held >> bits) & 255;
    }
  }
  if (bits >= 6 || (held & ((1 << bits) - 1)) !== 0) throw beyond("encoding");
  return bytes;
}

/** The bytes as base64url without padding. */
export function toBase64url(bytes) {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += BASE64URL[(held >> bits) & 63];
    }
  }
  return bits > 0 ? text + BASE64URL[(held << (6 - bits)) & 63] : text;
}

/** The bytes of a multibase text: `z` (base58btc) or `u` (base64url). */
export function multibase(text) {
  if (typeof text === "string" && text.startsWith("z")) return base58(text.slice(1));
  if (typeof text === "string" && text.startsWith("u")) return base64url(text.slice(1));
  throw beyond("encoding");
}

/** Milliseconds since 1970 of an XSD dateTime with a zone. */
export function instant(text) {
  const parsed = typeof text === "string" && INSTANT.test(text) ? Date.parse(text) : NaN;
  const day = Number(String(text).slice(8, 10));
  const days = new Date(Date.UTC(Number(String(text).slice(0, 4)), Number(String(text).slice(5, 7)), 0));
  if (Number.isNaN(parsed) || day > days.getUTCDate()) throw beyond("date");
  return parsed;
}

/** The hash of some bytes. */
export async function hash(bytes, algorithm = "SHA-256") {
  return new Uint8Array(await crypto.subtle.digest(algorithm, bytes));
}

/** Bytes written in hexadecimal. */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Some bytes after some others. */
export function joined(first, second) {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** Order of two texts by code points, which is that of their UTF-8 bytes. */
export function byCodePoint(left, right) {
  const length = Math.min(left.length, right.length);
  for (let place = 0; place < length; place++) {
    const one = left.charCodeAt(place);
    const other = right.charCodeAt(place);
    if (one !== other) return rank(one) - rank(other);
  }
  return left.length - right.length;
}

/** Where a UTF-16 unit stands among code points: halves of pairs come after all the others. */
function rank(unit) {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
