/* Has the badge been cancelled? One bit of a list that its issuer publishes and signs
   (W3C vc-bitstring-status-list 1.0). A list that cannot be had or believed leaves the answer open. */

import { base64url } from "./encodings.js";
import { isObject, listed } from "./json.js";
import { Stop, beyond } from "./outcomes.js";

const MOST_ENTRIES = 8;
const LEAST_BITS = 131_072;
const LARGEST = 16 * 1024 * 1024;
const LONGEST = 8 * 1024 * 1024;
const STATES = { revocation: "revoked", suspension: "suspended" };

/** The states that the issuer has set for a badge: none, `revoked`, `suspended`.
    `openList` gives the believed list credential at an address. */
export async function statesOf(document, issuer, openList) {
  const entries = listed(document.credentialStatus);
  if (entries.length > MOST_ENTRIES) throw beyond("status_entry");
  const states = [];
  let open = null;
  for (const entry of entries) {
    try {
      const state = await stateOf(entry, issuer, openList);
      if (state !== null) states.push(state);
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
      open = stop; // another entry may still say that the badge is cancelled
    }
  }
  if (open !== null && states.length === 0) throw beyond("status", open.code);
  return states;
}

async function stateOf(entry, issuer, openList) {
  const { purpose, index, url } = read(entry);
  const state = Object.hasOwn(STATES, purpose) ? STATES[purpose] : null;
  if (state === null) {
    if (purpose === "message" || purpose === "refresh") return null;
    throw beyond("status_purpose", purpose);
  }
  const list = await openList(url);
  const keeper = isObject(list.issuer) ? list.issuer.id : list.issuer;
  if (keeper !== issuer || (list.id !== undefined && list.id !== url)) throw beyond("status_keeper");
  const subject = Array.isArray(list.credentialSubject) ? list.credentialSubject[0] : list.credentialSubject;
  const isList = isObject(subject) && listed(subject.type).includes("BitstringStatusList");
  if (!isList || !listed(subject.statusPurpose).includes(purpose)) throw beyond("status_list");
  const bits = await unfold(subject.encodedList);
  if (index >= bits.length * 8) throw beyond("status_range");
  return (bits[index >> 3] & (0x80 >> (index & 7))) !== 0 ? state : null;
}

/** One entry, in the only form that is read here: a single bit at an index written as a text. */
function read(entry) {
  const isEntry = isObject(entry) && listed(entry.type).join(" ") === "BitstringStatusListEntry";
  if (!isEntry || (entry.statusSize ?? 1) !== 1) throw beyond("status_entry");
  const { statusPurpose: purpose, statusListIndex: index, statusListCredential: url } = entry;
  const isRead =
    typeof purpose === "string" &&
    typeof index === "string" &&
    /^(0|[1-9]\d{0,8})$/.test(index) &&
    typeof url === "string" &&
    /^https?:\/\//.test(url) &&
    url.length <= 2048;
  if (!isRead) throw beyond("status_entry");
  return { purpose, index: Number(index), url };
}

/** The bits of an `encodedList`, unfolded within a limit. */
export async function unfold(encoded) {
  if (typeof encoded !== "string" || !encoded.startsWith("u") || encoded.length > LONGEST) {
    throw beyond("status_list");
  }
  const packed = base64url(encoded.slice(1));
  const parts = [];
  let size = 0;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > LARGEST) {
        await reader.cancel();
        break;
      }
      parts.push(value);
    }
  } catch {
    throw beyond("status_list");
  }
  if (size > LARGEST || size * 8 < LEAST_BITS) throw beyond("status_list");
  const bits = new Uint8Array(size);
  let place = 0;
  for (const part of parts) {
    bits.set(part, place);
    place += part.length;
  }
  return bits;
}
