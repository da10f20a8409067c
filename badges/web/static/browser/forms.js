/* What a signature does not see: JSON-LD lets each value be written as a list of one, and the statements
   stay the same. The data model of Open Badges 3.0 does not, and programs that follow it read something
   else there, or nothing: such a badge is left to the service. */

import { isObject, listed } from "./json.js";
import { beyond } from "./outcomes.js";

/** Members that have one value wherever the data model of Open Badges 3.0 knows them. */
const SINGLE = new Set(
  `achievedLevel achievementType activityEndDate activityStartDate address awardedDate caption
   creditsAvailable creditsEarned criteria description email endorsementComment fieldOfStudy genre
   hashed humanCode id identifierType identityHash identityType image inLanguage issuer level licenseNumber name
   narrative parentOrg phone requiredLevel requiredValue resultType role salt source specialization
   status targetCode targetDescription targetFramework targetName targetType targetUrl term url
   validFrom validUntil value valueMax valueMin version`.split(/\s+/),
);

/** Members whose objects have one type, written as a text. */
const OF_ONE_TYPE = new Set(
  `association credentialSchema credentialStatus geo identifier image otherIdentifier refreshService
   termsOfUse`.split(/\s+/),
);

const SHORT = ["type", "identifier"];

/** Return when a badge is written as the data model says, as far as a page reads it. */
export function requireForm(document) {
  const { credentialSubject: subject, credentialStatus: status } = document;
  if (Array.isArray(subject) || Array.isArray(status)) throw beyond("form", "list");
  const isOne = listed(document.type).includes("ClrCredential") || !Array.isArray(subject.achievement);
  if (!isOne) throw beyond("form", "achievement");
  requireSingles(document, "");
}

/** Stop at a list where one value belongs, however deep: JSON that is read here has a bounded depth.
    `within` is the member that holds the value. */
function requireSingles(value, within) {
  if (Array.isArray(value)) value.forEach((item) => requireSingles(item, within));
  if (!isObject(value)) return;
  const single = within === "result" ? ["resultDescription"] : OF_ONE_TYPE.has(within) ? SHORT : [];
  for (const [name, inner] of Object.entries(value)) {
    const isSingle = SINGLE.has(name) || single.includes(name);
    if (isSingle && Array.isArray(inner)) throw beyond("form", name);
    requireSingles(inner, name);
  }
}
