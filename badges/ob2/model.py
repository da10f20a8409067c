"""Typed views of the documents of Open Badges 2.0 (section 8.1: OB2-01, OB2-02, OB2-09, OB2-10).

A view reads one document and keeps it: nothing is filled in, and both names that the standard and
its readers use for one thing are read (`verification` and `verify`, `HostedBadge` and `hosted`).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from badges.documents import JsonObject
from badges.ob2.members import a_text, an_object, identifier, listed, objects


class Way(StrEnum):
    """How a badge of Open Badges 2.0 is verified."""

    HOSTED = "hosted"
    SIGNED = "signed"


_WAYS = {
    "hosted": Way.HOSTED,
    "hostedbadge": Way.HOSTED,
    "signed": Way.SIGNED,
    "signedbadge": Way.SIGNED,
}
_YES = (True, "true", "True", 1)


@dataclass(frozen=True)
class Assertion:
    """The award of one badge to one recipient."""

    document: JsonObject

    @property
    def id(self) -> str | None:
        """What names it: the address of a hosted one."""
        return identifier(self.document)

    @property
    def verification(self) -> Any:
        """`verification`, or its older name `verify`."""
        return self.document.get("verification", self.document.get("verify"))

    @property
    def way(self) -> Way | None:
        """How it says that it is verified; None when it does not say, or in a way unknown to us."""
        said = an_object(self.verification)
        names = listed(said.get("type", said.get("@type"))) or listed(self.verification)
        for name in names:
            if isinstance(name, str):
                short = name.rpartition("#")[2].removeprefix("obi:").lower()
                if short in _WAYS:
                    return _WAYS[short]
        return None

    @property
    def creator(self) -> str | None:
        """The address of the key that signed it."""
        return identifier(an_object(self.verification).get("creator"))

    @property
    def recipients(self) -> list[JsonObject]:
        """Whom it was awarded to."""
        return objects(self.document.get("recipient"))

    @property
    def is_revoked(self) -> bool:
        """Whether it says of itself that it was taken back (OB2-08)."""
        return self.document.get("revoked") in _YES

    @property
    def reason(self) -> str:
        """Why it was taken back, in the issuer's words; empty when they say nothing."""
        return (a_text(self.document.get("revocationReason")) or "")[:200]


@dataclass(frozen=True)
class Profile:
    """The issuer: its keys, its list of revoked badges, and where its badges may lie."""

    document: JsonObject

    @property
    def id(self) -> str | None:
        """The address of the profile."""
        return identifier(self.document)

    @cached_property
    def keys(self) -> list[Any]:
        """The keys that it lists: addresses, or the keys themselves."""
        return listed(self.document.get("publicKey"))

    @property
    def revocation_list(self) -> str | None:
        """The address of its list of revoked badges."""
        return identifier(self.document.get("revocationList"))

    @property
    def rules(self) -> JsonObject:
        """What it declares of the addresses of its badges (OB2-07)."""
        return an_object(self.document.get("verification"))


@dataclass(frozen=True)
class RevocationList:
    """The badges that an issuer took back."""

    document: JsonObject

    @property
    def is_readable(self) -> bool:
        """Whether it has a list at all; an empty one says that nothing was revoked."""
        return isinstance(self.document.get("revokedAssertions"), list)

    @property
    def issuer(self) -> str | None:
        """Whose list it is."""
        return identifier(self.document.get("issuer"))

    def reason_for(self, assertion: Assertion) -> str | None:
        """Why it names the assertion; empty without a reason; None when it does not name it."""
        names = {assertion.id, a_text(assertion.document.get("uid"))} - {None}
        for item in listed(self.document.get("revokedAssertions")):
            if names & _named(item):
                return (a_text(an_object(item).get("revocationReason")) or "")[:200]
        return None


def _named(item: Any) -> set[str | None]:
    """The names in one item: a text, or an object with `id` or `uid` (OB2-10)."""
    if isinstance(item, dict):
        is_listed = item.get("revoked", True) is not False
        return {identifier(item), a_text(item.get("uid"))} - {None} if is_listed else set()
    return {a_text(item)} - {None}
