/* A badge out of the file that holds it: a text, a PNG or an SVG picture
   (https://www.imsglobal.org/spec/ob/v3p0/#baked-badge). */

import { textOf, trimmed } from "./encodings.js";
import { beyond, unreadable } from "./outcomes.js";

export const LARGEST = 5_000_000;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = "openbadgecredential";
const NAMESPACE = "https://purl.imsglobal.org/ob/v3p0";
const MOST_CHUNKS = 4_096;

/** The text of the one badge in some bytes. `parts` finds those of an SVG picture. */
export async function textOfBadge(bytes, parts = partsOfSvg) {
  if (bytes.length === 0) throw unreadable("empty");
  if (bytes.length > LARGEST) throw beyond("too_large");
  if (PNG.every((byte, place) => bytes[place] === byte)) return one(partsOfPng(bytes));
  if (bytes[0] === 0x25 && bytes[1] === 0x50) throw beyond("pdf");
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw beyond("archive");
  const text = readable(bytes);
  return text.trimStart().startsWith("<") ? one(parts(text)) : text;
}

function readable(bytes) {
  try {
    return textOf(bytes);
  } catch {
    throw beyond("form");
  }
}

/** The only badge of a picture: with two of them, nobody knows which one is meant. */
function one(found) {
  if (found.length === 0) throw beyond("picture_without_badge");
  if (found.length > 1) throw beyond("two_badges");
  return trimmed(found[0]);
}

/** The texts of the chunks of a PNG picture that hold a badge. */
function partsOfPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  let place = PNG.length;
  for (let count = 0; place + 12 <= bytes.length; count++) {
    const length = view.getUint32(place);
    const end = place + 8 + length;
    if (end + 4 > bytes.length || count > MOST_CHUNKS) throw beyond("picture_without_badge");
    const kind = String.fromCharCode(...bytes.subarray(place + 4, place + 8));
    const body = bytes.subarray(place + 8, end);
    if (kind === "iTXt" && starts(body, `${KEYWORD}\0`)) found.push(textOfChunk(body));
    if ((kind === "tEXt" || kind === "zTXt") && starts(body, "openbadge")) throw beyond("older_picture");
    place = end + 4;
  }
  return found;
}

function starts(body, text) {
  return [...text].every((sign, place) => body[place] === sign.charCodeAt(0));
}

/** The text after keyword, compression flag and method, language and translated keyword. */
function textOfChunk(body) {
  const start = KEYWORD.length + 1;
  if (body[start] !== 0) throw beyond("compressed");
  const language = body.indexOf(0, start + 2);
  const keyword = language < 0 ? -1 : body.indexOf(0, language + 1);
  if (keyword < 0) throw beyond("picture_without_badge");
  return textOf(body.subarray(keyword + 1));
}

/** The texts of the elements of an SVG picture that hold a badge; nothing in it is run or drawn. */
function partsOfSvg(text) {
  const drawing = new DOMParser().parseFromString(text, "image/svg+xml");
  if (drawing.querySelector("parsererror") !== null) throw beyond("picture_without_badge");
  return [...drawing.getElementsByTagNameNS(NAMESPACE, "credential")].map(
    (element) => element.getAttribute("verify") ?? element.textContent,
  );
}
