/* Whose key is it? From the address of a verification method to the key, in the document of whoever
   controls it (W3C Controlled Identifiers 1.0, section 3.3). Nobody but the issuer itself counts. */

import { instant } from "./encodings.js";
import { isObject, listed, parseObject } from "./json.js";
import { textOf } from "./encodings.js";
import { ofJwk, ofMultikey } from "./keys.js";
import { beyond, stranger } from "./outcomes.js";

const HOST = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const SEGMENT = /^[A-Za-z0-9._-]+$/;
const LONGEST = 2048;
const MOST_METHODS = 200;
const SECRETS = ["secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk"];
const RELATIONSHIPS = [
  "verificationMethod",
  "assertionMethod",
  "authentication",
  "capabilityDelegation",
  "capabilityInvocation",
  "keyAgreement",
];

/** The key at the address of a method, once it is known to be the issuer's own, to assert with. */
export async function keyOf(url, issuer, read) {
  if (typeof url !== "string" || url.length === 0 || url.length > LONGEST) throw beyond("key");
  const [controller, fragment] = url.split("#", 2);
  if (fragment === undefined) throw beyond("key", "page of a key");
  if (controller !== issuer) throw stranger("controller", controller);
  if (controller.startsWith("did:key:")) return ofDidKey(controller, fragment);
  const document = parseObject(textOf(await read(addressOf(controller))));
  return found(document, controller, url);
}

function ofDidKey(did, fragment) {
  const multikey = did.slice("did:key:".length);
  if (fragment !== multikey) throw stranger("method", fragment);
  return ofMultikey(multikey);
}

/** Where the document of a controller is published. */
export function addressOf(controller) {
  if (/^https?:\/\//.test(controller)) return controller;
  if (!controller.startsWith("did:web:")) throw beyond("did", controller.slice(0, 40));
  const [authority, ...path] = controller.slice("did:web:".length).split(":");
  const [host, port, ...more] = authority.replace(/%3a/i, ":").toLowerCase().split(":");
  const isName = HOST.test(host) && !/(^|\.)(\d+|0x[0-9a-f]*)$/.test(host);
  const isPort = port === undefined || (/^[1-9]\d{0,4}$/.test(port) && Number(port) < 65_536);
  const isPath = path.every((part) => SEGMENT.test(part) && part !== "." && part !== "..");
  if (!isName || !isPort || !isPath || more.length > 0) throw beyond("did", "web");
  const origin = `https://${host}${port === undefined ? "" : `:${port}`}`;
  return `${origin}/${path.length === 0 ? ".well-known" : path.join("/")}/did.json`;
}

/** The key of the method of that address in the document of its controller. */
function found(document, controller, url) {
  if (document.id !== controller) throw beyond("controller_document");
  const { entries, asserted } = read(document, controller);
  const entry = entries.get(url);
  if (entry === undefined || !asserted.has(url)) throw stranger("method", url);
  if (entry.controller !== controller) throw stranger("controller", String(entry.controller));
  if (SECRETS.some((name) => name in entry)) throw beyond("key", "secret published");
  for (const name of ["revoked", "expires"]) if (name in entry) instant(entry[name]);
  return ofEntry(entry);
}

/** The methods that a document describes, and those that it lists to assert. */
function read(document, controller) {
  const entries = new Map();
  const asserted = new Set();
  let count = 0;
  for (const relationship of RELATIONSHIPS) {
    for (const item of listed(document[relationship])) {
      if (++count > MOST_METHODS) throw beyond("controller_document");
      const url = absolute(isObject(item) ? item.id : item, controller);
      if (relationship === "assertionMethod") asserted.add(url);
      if (!isObject(item)) continue;
      const isOther = entries.has(url) && JSON.stringify(entries.get(url)) !== JSON.stringify(item);
      if (isOther) throw beyond("controller_document", "two methods of one name");
      entries.set(url, item);
    }
  }
  return { entries, asserted };
}

function absolute(id, controller) {
  if (typeof id !== "string") throw beyond("controller_document");
  return id.startsWith("#") && controller.startsWith("did:") ? controller + id : id;
}

function ofEntry(entry) {
  const isMultikey = entry.type === "Multikey" || entry.type === "Ed25519VerificationKey2020";
  if (isMultikey && !("publicKeyJwk" in entry)) {
    const key = ofMultikey(entry.publicKeyMultibase);
    if (entry.type === "Multikey" || key.algorithm === "Ed25519") return key;
  }
  const isJwk = entry.type === "JsonWebKey" || entry.type === "JsonWebKey2020";
  if (isJwk && !("publicKeyMultibase" in entry)) return ofJwk(entry.publicKeyJwk);
  throw beyond("key", String(entry.type));
}
