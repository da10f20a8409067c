/* What a badge says, for people: claims worth no more than the verdict beside them. */

import { isObject, listed, member } from "./json.js";

const LONGEST = 200;
const SKILLS = 6;
const SENTENCE = /^.*?[.!?](?=\s|$)/s;
const DISTURBING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Title, skills, person, place and dates of a credential; an absent one is null. */
export function summaryOf(document) {
  const subject = listed(document.credentialSubject)[0];
  const achievement = member(subject, "achievement");
  const issuer = isObject(document.issuer) ? document.issuer : { id: document.issuer };
  return {
    title: plain(member(achievement, "name")) ?? plain(document.name),
    skills: skills(achievement),
    person: person(subject),
    place: plain(issuer.name) ?? plain(issuer.id),
    issuer: plain(issuer.id),
    awarded: plain(document.awardedDate ?? document.validFrom),
    from: plain(document.validFrom),
    until: plain(document.validUntil),
    id: plain(document.id),
  };
}

/** What the person can do: the first sentence of each competency, else its name; a few of them. */
function skills(achievement) {
  const told = listed(member(achievement, "alignment")).slice(0, SKILLS).map((item) => {
    const described = plain(member(item, "targetDescription"));
    return described?.match(SENTENCE)?.[0] ?? described ?? plain(member(item, "targetName"));
  });
  return told.filter((text) => text !== null);
}

function person(subject) {
  const named = listed(member(subject, "identifier")).find(
    (item) => isObject(item) && item.identityType === "name" && item.hashed === false,
  );
  return plain(named?.identityHash) ?? plain(member(subject, "name"));
}

/** A text of a stranger without the characters that could disturb a page; null when there is none. */
function plain(value) {
  if (typeof value !== "string") return null;
  const text = value.replace(DISTURBING, " ").trim().slice(0, LONGEST);
  return text === "" ? null : text;
}
