/* Verify a badge here, in the browser: signature, issuer, status, dates. What these modules do not
   read is "cannot check here": never accepted, never called false. */

import { isCompact, openCompact, requireCompact } from "./compact.js";
import { openCatalogue } from "./contexts.js";
import { keyOf } from "./controllers.js";
import { proofsOf, requireProof } from "./embedded.js";
import { instant, textOf, trimmed } from "./encodings.js";
import { requireForm } from "./forms.js";
import { isObject, listed, parseObject } from "./json.js";
import { Stop, beyond, unreadable } from "./outcomes.js";
import { statesOf } from "./status.js";
import { summaryOf } from "./summary.js";

const BADGES = ["OpenBadgeCredential", "AchievementCredential", "ClrCredential"];
const V2 = "https://www.w3.org/ns/credentials/v2";
const ENVELOPE = "data:application/vc+jwt,";
// Of several reasons the first one is said, as in the reports of the service.
const PRECEDENCE = [
  "altered",
  "not_the_issuer",
  "unreadable",
  "revoked",
  "suspended",
  "expired",
  "not_yet_valid",
  "cannot_check",
];

/** What a verification may use: `read(url)` gives bytes, `contexts` is the address of the catalogue.
    `now` is the instant, in milliseconds. */
export async function tools({ read, contexts, readContext = read, now = Date.now() }) {
  // Browsers keep their cryptography for pages that came over https, or from the machine itself.
  if (globalThis.crypto?.subtle === undefined) throw beyond("browser");
  return { read, now, catalogue: await openCatalogue(contexts, readContext) };
}

/** The result for the text of a badge: its state, each check, and what the badge says. */
export async function verify(text, using) {
  const checks = [];
  let document = null;
  try {
    const opened = open(text);
    document = opened.document;
    requireBadge(document);
    const issuer = issuerOf(document);
    await record(checks, "signature", () => requireSigned(opened, issuer, using));
    await record(checks, "dates", () => requireDates(document, using.now));
    await record(checks, "status", () => requireStanding(document, issuer, using));
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    checks.push({ id: "document", outcome: outcomeOf(stop), state: stop.state, code: stop.code });
  }
  const state = stateOf(checks);
  return { state, checks, summary: document === null ? null : summaryOf(document) };
}

async function record(checks, id, ask) {
  const wrong = checks.find((check) => check.id === "signature" && check.outcome !== "passed");
  if (wrong !== undefined) {
    checks.push({ id, outcome: "skipped", code: "" });
    return;
  }
  try {
    await ask();
    checks.push({ id, outcome: "passed", code: "" });
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    checks.push({ id, outcome: outcomeOf(stop), state: stop.state, code: stop.code });
  }
}

function outcomeOf(stop) {
  return stop.state === "cannot_check" ? "unknown" : "failed";
}

function stateOf(checks) {
  const states = checks.map((check) => check.state).filter((state) => state !== undefined);
  const first = PRECEDENCE.find((state) => states.includes(state));
  const isWhole = ["signature", "dates", "status"].every((id) =>
    checks.some((check) => check.id === id && check.outcome === "passed"));
  return first ?? (isWhole ? "genuine" : "cannot_check");
}

/** The credential of a text: JSON with proofs inside, a compact JWS, or an envelope around one. */
function open(text) {
  const whole = trimmed(text);
  if (isCompact(whole)) return openCompact(whole);
  const document = parseObject(whole);
  const isEnvelope = listed(document.type).includes("EnvelopedVerifiableCredential");
  if (!isEnvelope) return { document };
  const isMute = Object.keys(document).every((name) => ["@context", "id", "type"].includes(name));
  const isTwo = listed(document["@context"])[0] === V2;
  const isFilled = typeof document.id === "string" && document.id.startsWith(ENVELOPE);
  if (!isMute || !isTwo || !isFilled) throw beyond("envelope");
  return openCompact(document.id.slice(ENVELOPE.length));
}

const isBadge = (document) => listed(document.type).some((type) => BADGES.includes(type));

const instantOr = (text, otherwise) => (text === undefined ? otherwise : instant(text));

function requireBadge(document) {
  const types = listed(document.type);
  if (!types.includes("VerifiableCredential")) throw beyond("not_a_badge");
  if (!isBadge(document)) throw beyond("kind");
  requireCredential(document);
  requireForm(document);
}

/** What every credential must have to be read here. */
function requireCredential(document) {
  const types = listed(document.type);
  const isTwo = types.some((type) => String(type).includes("Presentation"));
  if (isTwo || "verifiableCredential" in document || "holder" in document) throw beyond("kind");
  if (listed(document["@context"])[0] !== V2) throw beyond("data_model");
  if (!isObject(document.credentialSubject) && !Array.isArray(document.credentialSubject)) {
    throw unreadable("not_a_badge");
  }
}

function issuerOf(document) {
  const issuer = isObject(document.issuer) ? document.issuer.id : document.issuer;
  if (typeof issuer !== "string" || !issuer.includes(":")) throw unreadable("issuer");
  return issuer;
}

/** Return when the issuer itself signed: every proof that these modules read must hold. */
async function requireSigned(opened, issuer, using) {
  const findKey = (url) => keyOf(url, issuer, using.read);
  const tool = { ...using, keyOf: findKey };
  // Proofs inside a JWS are signed with it; the JWS itself is the proof that counts.
  if (opened.signed !== undefined) return requireCompact(opened, tool);
  const proofs = proofsOf(opened.document);
  if (proofs.length === 0) throw unreadable("unsigned");
  const stops = [];
  for (const proof of proofs) {
    try {
      await requireProof(opened.document, proof, tool);
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
      stops.push(stop);
    }
  }
  const gravest = PRECEDENCE.flatMap((state) => stops.filter((stop) => stop.state === state))[0];
  if (gravest !== undefined) throw gravest;
  return undefined;
}

function requireDates(document, now) {
  if (document.validFrom === undefined && isBadge(document)) throw unreadable("dates");
  if (instantOr(document.validUntil, Infinity) < instantOr(document.validFrom, -Infinity)) {
    throw unreadable("dates");
  }
  if (document.validFrom !== undefined && instant(document.validFrom) > now + 60_000) {
    throw new Stop("not_yet_valid", "not_yet_valid");
  }
  if (document.validUntil !== undefined && instant(document.validUntil) < now) {
    throw new Stop("expired", "expired");
  }
}

async function requireStanding(document, issuer, using) {
  const [first] = (await statesOf(document, issuer, (url) => openList(url, using))).sort();
  if (first !== undefined) throw new Stop(first, first);
}

/** The list at an address, once its own signature, issuer and dates hold. */
async function openList(url, using) {
  const opened = open(textOf(await using.read(url)));
  const { document } = opened;
  if (!listed(document.type).includes("BitstringStatusListCredential")) throw beyond("status_list");
  requireCredential(document);
  await requireSigned(opened, issuerOf(document), using);
  requireDates(document, using.now);
  if ("credentialStatus" in document) throw beyond("status_list");
  return document;
}
