/* What is said of a badge, in French and English. The headlines are those of the service's reports:
   a test compares them. */

const FR = {
  "genuine.headline": "Badge authentique",
  "genuine.sentence": "Ce badge a bien été décerné par {place} à {person}. Rien n’a été modifié.",
  "genuine_unlisted.headline": "Badge authentique, lieu à découvrir",
  "genuine_unlisted.sentence":
    "La signature est bonne. Nous ne connaissons pas encore {place} : voici ce que le badge en dit.",
  "genuine_copy.headline": "Badge authentique",
  "genuine_copy.sentence": "La signature est bonne, d’après les clés gardées dans cette archive.",
  "revoked.headline": "Badge annulé",
  "revoked.sentence": "{place} a annulé ce badge. Il ne doit plus être présenté.",
  "suspended.headline": "Badge suspendu",
  "suspended.sentence": "{place} a suspendu ce badge. Il peut redevenir valable.",
  "expired.headline": "Badge arrivé à sa fin",
  "expired.sentence": "Ce badge était authentique. Il n’est plus valable depuis le {date}.",
  "not_yet_valid.headline": "Badge pas encore valable",
  "not_yet_valid.sentence": "Il commencera à valoir le {date}.",
  "altered.headline": "Badge modifié",
  "altered.sentence": "Le contenu a été changé après la signature. Ne vous y fiez pas.",
  "not_the_issuer.headline": "Faux émetteur",
  "not_the_issuer.sentence": "Ce badge se dit décerné par {place}, mais sa signature n’est pas la sienne.",
  "cannot_check.headline": "Vérification impossible pour l’instant",
  "cannot_check.sentence": "{reason}. Le badge n’est ni vrai ni faux.",
  "unreadable.headline": "Ce n’est pas un badge lisible",
  "unreadable.sentence": "{reason}. Demandez au lieu un badge corrigé.",
  "reason.elsewhere": "Ce badge vient d’un autre site, que nous n’interrogeons pas d’ici",
  "reason.unreachable": "La clé ou la liste du lieu ne répond pas",
  "reason.status": "Nous n’avons pas pu savoir si ce badge est annulé",
  "reason.browser": "Votre navigateur ne connaît pas ce genre de signature",
  "reason.form": "Nous ne savons pas lire cette forme de badge ici",
  "reason.picture_without_badge": "Cette image ne contient pas de badge",
  "reason.empty": "Ce fichier est vide",
  "reason.unsigned": "Ce badge n’est pas signé",
  "reason.document": "Ce badge est mal formé",
  "check.signature.passed": "La signature est celle du lieu, et rien n’a changé depuis.",
  "check.signature.failed": "La signature ne convient pas.",
  "check.signature.unknown": "La signature n’a pas pu être vérifiée ici.",
  "check.dates.passed": "Ses dates conviennent.",
  "check.dates.failed": "Ses dates ne conviennent pas.",
  "check.dates.unknown": "Les dates du badge ne se lisent pas.",
  "check.status.passed": "Le lieu ne l’a pas annulé.",
  "check.status.failed": "Le lieu l’a annulé ou suspendu.",
  "check.status.unknown": "Nous n’avons pas pu lire la liste des badges annulés.",
  "check.document.failed": "Le document ne se lit pas comme un badge.",
  "check.document.unknown": "Cette forme de document ne se vérifie pas ici.",
  "check.skipped": "Pas regardé, puisque la signature ne tient pas.",
  "fact.person": "La personne",
  "fact.title": "Ce qu’elle sait faire",
  "fact.place": "Qui le dit",
  "fact.when": "Quand",
  "when.until": "{awarded}, valable jusqu’au {until}",
  "how": "Comment nous avons vérifié",
  "link": "Voir le badge",
  "checking": "Vérification…",
  "word.place": "Le lieu",
  "word.person": "cette personne",
  "word.date": "jour indiqué",
};

const EN = {
  "genuine.headline": "Genuine badge",
  "genuine.sentence": "This badge was awarded by {place} to {person}. Nothing has been changed.",
  "genuine_unlisted.headline": "Genuine, place not known to us",
  "genuine_unlisted.sentence":
    "The signature is good. We do not know {place} yet: here is what the badge says about it.",
  "genuine_copy.headline": "Genuine badge",
  "genuine_copy.sentence": "The signature is good, going by the keys kept in this archive.",
  "revoked.headline": "Cancelled badge",
  "revoked.sentence": "{place} cancelled this badge. It must not be shown any more.",
  "suspended.headline": "Suspended badge",
  "suspended.sentence": "{place} suspended this badge. It may become valid again.",
  "expired.headline": "Expired badge",
  "expired.sentence": "This badge was genuine. It has not been valid since {date}.",
  "not_yet_valid.headline": "Not valid yet",
  "not_yet_valid.sentence": "It will be valid from {date}.",
  "altered.headline": "Altered badge",
  "altered.sentence": "The content was changed after it was signed. Do not rely on it.",
  "not_the_issuer.headline": "Not from this issuer",
  "not_the_issuer.sentence": "This badge claims to be awarded by {place}, but the signature is not theirs.",
  "cannot_check.headline": "Cannot check right now",
  "cannot_check.sentence": "{reason}. The badge is neither true nor false.",
  "unreadable.headline": "Not a readable badge",
  "unreadable.sentence": "{reason}. Ask the place for a corrected badge.",
  "reason.elsewhere": "This badge comes from another site, which we do not ask from here",
  "reason.unreachable": "The key or the list of the place does not answer",
  "reason.status": "We could not find out whether this badge was cancelled",
  "reason.browser": "Your browser does not know this kind of signature",
  "reason.form": "We cannot read this form of badge here",
  "reason.picture_without_badge": "This picture holds no badge",
  "reason.empty": "This file is empty",
  "reason.unsigned": "This badge is not signed",
  "reason.document": "This badge is badly formed",
  "check.signature.passed": "The signature is that of the place, and nothing has changed since.",
  "check.signature.failed": "The signature does not fit.",
  "check.signature.unknown": "The signature could not be checked here.",
  "check.dates.passed": "Its dates are right.",
  "check.dates.failed": "Its dates are not right.",
  "check.dates.unknown": "The dates of the badge cannot be read.",
  "check.status.passed": "The place has not cancelled it.",
  "check.status.failed": "The place cancelled or suspended it.",
  "check.status.unknown": "We could not read the list of cancelled badges.",
  "check.document.failed": "The document does not read as a badge.",
  "check.document.unknown": "This form of document cannot be checked here.",
  "check.skipped": "Not looked at, since the signature does not hold.",
  "fact.person": "The person",
  "fact.title": "What they can do",
  "fact.place": "Who says so",
  "fact.when": "When",
  "when.until": "{awarded}, valid until {until}",
  "how": "How we checked",
  "link": "See the badge",
  "checking": "Checking…",
  "word.place": "The place",
  "word.person": "this person",
  "word.date": "the day it says",
};

const TABLES = { fr: FR, en: EN };

/** The language of a page or element: French unless it says English. */
export function languageOf(element) {
  const written = element?.closest?.("[lang]")?.getAttribute("lang") ?? "";
  return written.toLowerCase().startsWith("en") ? "en" : "fr";
}

/** The sentence of a code, with its words filled in. */
export function say(language, code, words = {}) {
  const sentence = TABLES[language][code] ?? TABLES[language]["reason.form"];
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
}

/** A date written out, in Paris time. */
export function day(language, text) {
  const moment = new Date(text ?? "");
  if (Number.isNaN(moment.getTime())) return say(language, "word.date");
  const style = { dateStyle: "long", timeZone: "Europe/Paris" };
  return new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", style).format(moment);
}

/** Whether a reason is one that people are told in words of its own. */
export function isTold(code) {
  return Object.hasOwn(FR, `reason.${code}`);
}
