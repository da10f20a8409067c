/* Badges as a compact JWS (Open Badges 3.0, section 8.2): the header chooses nothing, and the claims
   beside the credential must repeat what it says. */

import { base64url, instant, textOf, utf8 } from "./encodings.js";
import { isObject, member, parseObject } from "./json.js";
import { isSame, ofJwk, requireSignature } from "./keys.js";
import { altered, beyond } from "./outcomes.js";

const LIMITS = [16_384, 1_400_000, 2_048];
const KEYS = { EdDSA: "Ed25519", Ed25519: "Ed25519", ES256: "P-256" };
const READ = new Set(["alg", "kid", "jwk", "typ", "cty", "jku", "x5u", "x5c", "x5t", "x5t#S256", "iss", "iat"]);
const JOSE = new Set(["vc+jwt", "vc+ld+jwt"]);

/** Whether a text looks like a compact JWS. */
export function isCompact(text) {
  return /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/.test(text);
}

/** The parts of a compact JWS: header, credential, what is signed, signature. */
export function openCompact(text) {
  const segments = text.split(".");
  if (segments.length !== 3 || segments.some((part, place) => part.length > LIMITS[place])) {
    throw beyond("form");
  }
  const [header, payload] = segments.slice(0, 2).map((part) => parseObject(textOf(base64url(part))));
  if (Object.keys(header).some((name) => !READ.has(name))) throw beyond("jwt_header");
  if ("vc" in payload || "vp" in payload) throw beyond("jwt_wrapped");
  const signed = utf8(`${segments[0]}.${segments[1]}`);
  return { header, document: payload, signed, signature: base64url(segments[2]) };
}

/** Return when the signature and the claims hold. */
export async function requireCompact(jws, { keyOf, now }) {
  const { header, document } = jws;
  const algorithm = member(KEYS, header.alg);
  if (algorithm === undefined) throw beyond("suite", String(header.alg));
  const key = await keyOf(header.kid);
  const isOther = header.jwk !== undefined && !isSame(ofJwk(header.jwk), key);
  if (key.algorithm !== algorithm || isOther) throw altered("jwt_key");
  await requireSignature(key, jws.signature, jws.signed);
  requireClaims(document, kindOf(header), now);
}

function kindOf(header) {
  const kind = header.typ === undefined ? "jwt" : String(header.typ).toLowerCase();
  const short = kind.replace(/^application\//, "");
  if (short !== "jwt" && !JOSE.has(short)) throw beyond("jwt_header", "typ");
  return short;
}

/** The registered claims say what the document says; only `vc+jwt` may leave them out. */
function requireClaims(document, kind, now) {
  const isJose = JOSE.has(kind);
  const isList = [document.type].flat().includes("BitstringStatusListCredential");
  const issuer = isObject(document.issuer) ? document.issuer.id : document.issuer;
  const said = { iss: issuer, jti: document.id, sub: member(document.credentialSubject, "id") };
  for (const [claim, value] of Object.entries(said)) {
    const isMissing = !(claim in document);
    if (isMissing && !isJose && !isList) throw altered("jwt_claim", claim);
    if (!isMissing && document[claim] !== value) throw altered("jwt_claim", claim);
  }
  if (!isJose && !isList && !("nbf" in document)) throw altered("jwt_claim", "nbf");
  requireInstant(document, "nbf", document.validFrom ?? document.issuanceDate, isList);
  requireInstant(document, "exp", document.validUntil ?? document.expirationDate, isJose || isList);
  if ("exp" in document && document.exp * 1000 < now && !("validUntil" in document)) {
    throw beyond("proof_expired");
  }
  if (isList && document.nbf * 1000 > now) throw beyond("proof_expired");
}

function requireInstant(document, claim, text, mayDiffer) {
  if (!(claim in document)) return;
  if (typeof document[claim] !== "number") throw altered("jwt_claim", claim);
  if (mayDiffer || (claim === "exp" && text === undefined)) return;
  const seconds = text === undefined ? NaN : Math.floor(instant(text) / 1000);
  if (Math.floor(document[claim]) !== seconds) throw altered("jwt_claim", claim);
}
