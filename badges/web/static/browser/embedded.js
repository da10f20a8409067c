/* Proofs inside a credential: `eddsa-rdfc-2022` (W3C vc-di-eddsa 1.0, section 3.2). */

import { hash, instant, joined, multibase, utf8 } from "./encodings.js";
import { isObject, listed } from "./json.js";
import { requireSignature } from "./keys.js";
import { beyond } from "./outcomes.js";
import { canonicalize } from "./rdfc.js";
import { statementsOf } from "./statements.js";

const SUITE = "eddsa-rdfc-2022";
const MOST_PROOFS = 16;
const REWRITTEN = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/** The canonical N-Quads of a document under the contexts of the catalogue. */
export async function canonicalForm(document, catalogue) {
  return canonicalize(await statementsOf(document, catalogue));
}

/** The bytes that a proof signs: its own hash, then that of the document without proofs. */
export async function signedBytes(document, proof, catalogue) {
  const { proof: _all, ...unsecured } = document;
  const { proofValue: _value, ...options } = proof;
  const configuration = { ...options, "@context": document["@context"] };
  const first = await hash(utf8(await canonicalForm(configuration, catalogue)));
  return joined(first, await hash(utf8(await canonicalForm(unsecured, catalogue))));
}

/** The proofs of a document, each an object. */
export function proofsOf(document) {
  const proofs = listed(document.proof);
  if (proofs.length > MOST_PROOFS || !proofs.every(isObject)) throw beyond("proof");
  return proofs;
}

/** Return when one proof holds. `keyOf` finds the key of its verification method. */
export async function requireProof(document, proof, { catalogue, keyOf, now }) {
  if (proof.type !== "DataIntegrityProof" || proof.cryptosuite !== SUITE) {
    throw beyond("suite", String(proof.cryptosuite ?? proof.type));
  }
  if (proof.proofPurpose !== "assertionMethod" || "previousProof" in proof) throw beyond("proof");
  if ("created" in proof) instant(proof.created);
  if ("expires" in proof && instant(proof.expires) < now) throw beyond("proof_expired");
  if (typeof proof.proofValue !== "string" || !proof.proofValue.startsWith("z")) throw beyond("proof");
  const key = await keyOf(proof.verificationMethod);
  if (key.algorithm !== "Ed25519") throw beyond("key", key.algorithm);
  const bytes = await signedBytes(document, proof, catalogue);
  try {
    await requireSignature(key, multibase(proof.proofValue), bytes);
  } catch (stop) {
    if (mayBeOlder(document)) throw beyond("older_context");
    throw stop;
  }
}

/** Whether the badge may have been signed under this context before terms were added to it. */
function mayBeOlder(document) {
  const text = JSON.stringify(document);
  return listed(document["@context"]).includes(REWRITTEN) && ("jti" in document || text.includes('"endorsementJwt"'));
}
