"""What was gathered of one award: the documents that make it up, or why they could not be had.

Only a value: what it is worth is for the checks of a verifier to say.
"""

from dataclasses import dataclass
from functools import cached_property

from badges.documents import JsonObject, Secured
from badges.errors import BadgeError
from badges.ob2.mapping import as_credential
from badges.ob2.members import identifier
from badges.ob2.model import Assertion, Profile, Way

_COMPARED = ("recipient", "issuedOn", "expires", "badge", "evidence", "narrative")
_COMPARED_INSIDE = ("name", "description", "issuer", "url", "email")


@dataclass(frozen=True)
class Linked:
    """A document that another one names: what it says, or why it could not be had.

    `url` is where it was fetched; None when it lay inside the document that names it.
    """

    document: JsonObject | None = None
    url: str | None = None
    sha256: str | None = None
    error: BadgeError | None = None


@dataclass(frozen=True)
class Award:
    """One badge of Open Badges 2.0 with its badge class and its issuer.

    `given` is what arrived. `assertion` is the one to judge: for a hosted badge the one that its
    site publishes, never the one given (OB2-06, BAKE-22). `signature` is the JWS around it.
    """

    given: JsonObject
    assertion: Linked
    badge: Linked
    issuer: Linked
    signature: Secured | None = None

    @cached_property
    def way(self) -> Way:
        """How it is verified; what does not say so lies on a site, or nowhere."""
        told = Assertion(self.assertion.document or self.given).way
        return Way.SIGNED if self.signature is not None or told is Way.SIGNED else Way.HOSTED

    @property
    def view(self) -> JsonObject:
        """The badge in the shape of Open Badges 3.0, for the questions that both standards share.

        What was given stands in where nothing better was had: as its own claims, no more.
        """
        assertion = self.told
        badge = self.badge.document or _inside(assertion.get("badge"))
        issuer = self.issuer.document or _inside(badge.get("issuer"))
        return as_credential(assertion, badge, issuer)

    @property
    def told(self) -> JsonObject:
        """The assertion to show: the one to judge, else the one given."""
        return self.given if self.assertion.document is None else self.assertion.document

    @property
    def whole(self) -> JsonObject:
        """The assertion with the badge class and the issuer in their places, as they were had."""
        if self.badge.document is None:
            return self.told
        badge = self.badge.document
        if self.issuer.document is not None:
            badge = badge | {"issuer": self.issuer.document}
        return self.told | {"badge": badge}

    @property
    def profile(self) -> Profile:
        """The issuer; an empty one when it could not be had."""
        return Profile(self.issuer.document or {})

    @property
    def differs(self) -> bool:
        """Whether the assertion that its site publishes says something else than the one given."""
        judged = self.assertion.document
        if judged is None or judged is self.given:
            return False
        badge, issuer = self.given.get("badge"), _member(self.given.get("badge"), "issuer")
        return (
            _differ(self.given, judged, _COMPARED)
            or _differ(badge, self.badge.document, _COMPARED_INSIDE)
            or _differ(issuer, self.issuer.document, _COMPARED_INSIDE)
        )


def _differ(given: object, judged: JsonObject | None, members: tuple[str, ...]) -> bool:
    """Whether a document that was given says something else than the one that was fetched."""
    if not isinstance(given, dict) or judged is None:
        return False
    return any(
        member in given and _same(given[member]) != _same(judged.get(member)) for member in members
    )


def _member(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _same(value: object) -> object:
    """A badge class is the same whether it is named or written out."""
    return (identifier(value) or value) if isinstance(value, dict | str) else value


def _inside(value: object) -> JsonObject:
    """What a document says of one that it names, when that is all there is."""
    if isinstance(value, dict):
        return value
    name = identifier(value)
    return {} if name is None else {"id": name}
