/* Public keys: Ed25519 and P-256, as Multikey or JWK, and signatures by them through WebCrypto. */

import { base58, base64url, toBase64url } from "./encodings.js";
import { isObject } from "./json.js";
import { altered, beyond } from "./outcomes.js";

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const ALGORITHMS = {
  Ed25519: { jwk: { kty: "OKP", crv: "Ed25519" }, parts: ["x"], name: "Ed25519", size: 64 },
  "P-256": {
    jwk: { kty: "EC", crv: "P-256" },
    parts: ["x", "y"],
    name: { name: "ECDSA", namedCurve: "P-256" },
    with: { name: "ECDSA", hash: "SHA-256" },
    size: 64,
  },
};

/** The key of a Multikey text: which algorithm, and its coordinates. */
export function ofMultikey(text) {
  if (typeof text !== "string" || !text.startsWith("z")) throw beyond("key");
  const bytes = base58(text.slice(1));
  const body = bytes.slice(2);
  if (bytes[0] === 0xed && bytes[1] === 0x01 && body.length === 32) {
    return { algorithm: "Ed25519", x: toBase64url(body) };
  }
  if (bytes[0] === 0x80 && bytes[1] === 0x24 && body.length === 33) return point(body);
  throw beyond("key");
}

/** The key of a JWK; members that do not tell the key are left aside. */
export function ofJwk(jwk) {
  const found = Object.entries(ALGORITHMS).find(
    ([, { jwk: form }]) => isObject(jwk) && jwk.kty === form.kty && jwk.crv === form.crv,
  );
  if (found === undefined || "d" in jwk) throw beyond("key");
  const [algorithm, { parts }] = found;
  const key = { algorithm };
  for (const part of parts) {
    if (typeof jwk[part] !== "string" || base64url(jwk[part]).length !== 32) throw beyond("key");
    key[part] = jwk[part];
  }
  return key;
}

/** Whether two keys are the same. */
export function isSame(one, other) {
  return one.algorithm === other.algorithm && one.x === other.x && one.y === other.y;
}

/** Return when a signature by this key holds over some bytes. */
export async function requireSignature(key, signature, bytes) {
  const { jwk, name, with: parameters, size } = ALGORITHMS[key.algorithm];
  if (signature.length !== size) throw altered("signature");
  let imported;
  try {
    const coordinates = { x: key.x, ...(key.y === undefined ? {} : { y: key.y }) };
    imported = await crypto.subtle.importKey("jwk", { ...jwk, ...coordinates }, name, false, ["verify"]);
  } catch {
    throw beyond("browser", key.algorithm); // this browser does not know the algorithm, or the key
  }
  if (!(await crypto.subtle.verify(parameters ?? name, imported, signature, bytes))) {
    throw altered("signature");
  }
}

/** A point of P-256 from its compressed form, which browsers do not all import (SEC 1, 2.3.4). */
function point(bytes) {
  const x = bytes.slice(1).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const square = (x * x * x - 3n * x + B) % P;
  const root = power(square, (P + 1n) / 4n);
  const isOn = x < P && (root * root - square) % P === 0n;
  if (!isOn || (bytes[0] !== 2 && bytes[0] !== 3)) throw beyond("key");
  const y = root % 2n === BigInt(bytes[0] & 1) ? root : P - root;
  return { algorithm: "P-256", x: coordinate(x), y: coordinate(y) };
}

function power(base, exponent) {
  let result = 1n;
  let factor = ((base % P) + P) % P;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * factor) % P;
    factor = (factor * factor) % P;
  }
  return result;
}

function coordinate(number) {
  const digits = number.toString(16).padStart(64, "0");
  return toBase64url(Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16)));
}
