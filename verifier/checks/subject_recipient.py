"""Was the badge awarded to the person that the reader has in mind? (VER-19, RCP-01 to RCP-03).

The known value comes from outside the document; it is compared and forgotten: no finding, log or
report ever repeats it.
"""

import unicodedata

from badges.documents import JsonObject
from badges.model.identity import is_identity
from verifier.case import SPEC_OB, Answer, Case, Check, Kind, objects, passed
from verifier.report import Outcome, Severity

_EMAIL = ("emailAddress", "email")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_IDENTIFIERS = ("did:", "urn:", "http://", "https://")

_NOT_ASKED = Answer(Outcome.SKIPPED, "recipient.not_asked", is_common=True)


def _ask(case: Case) -> Answer:
    if not case.expected.recipient:
        return _NOT_ASKED
    known = case.expected.recipient.strip()
    identities = objects(case.subject.get("identifier"))
    if known.startswith(_IDENTIFIERS):
        if case.subject.get("id") == known:
            return passed("recipient.match")
    elif any(_is_theirs(identity, known) for identity in identities):
        return passed("recipient.match")
    if not identities and not known.startswith(_IDENTIFIERS):
        return Answer(Outcome.UNKNOWN, "recipient.nothing_to_compare")
    return Answer(Outcome.FAILED, "recipient.no_match")


def _is_theirs(identity: JsonObject, known: str) -> bool:
    """Whether one identity of the badge is the known one; identities of another kind are passed."""
    is_email = identity.get("identityType") in _EMAIL
    if ("@" in known) is not is_email:
        return False
    if identity.get("hashed") is False and identity.get("identityType") == "name":
        return _plain(identity.get("identityHash")) == _plain(known)
    return is_identity(identity, known)


def _plain(name: object) -> tuple[str, ...]:
    """The words of a name, without what people type differently: capitals, accents, order.

    Whoever reads "OEUVRARD Camille" on a paper in hand means the Camille Œuvrard of the badge.
    """
    apart = unicodedata.normalize("NFKD", str(name).casefold().translate(_LIGATURES))
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() else " " for sign in letters).split()
    return tuple(sorted(words))


SUBJECT_RECIPIENT = Check(
    id="subject.recipient",
    severity=Severity.WARNING,
    spec=f"{SPEC_OB}verify-recipient",
    ask=_ask,
    needs=("proof.signature",),
    kinds=frozenset({Kind.BADGE}),
)
