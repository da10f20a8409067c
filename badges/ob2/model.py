"""Typed views of the documents of Open Badges 2.0 (section 8.1: OB2-01, OB2-02, OB2-09, OB2-10).

A view reads one document and keeps it: nothing is filled in, and both names that the standard and
its readers use for one thing are read (`verification` and `verify`, `HostedBadge` and `hosted`).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import unquote

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
_NO = (False, "false", "False", 0, "", None)
_NAMES = frozenset({"id", "@id"})
_CASELESS = ("urn:uuid:", "http://", "https://")


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
        return any(value in _YES for value in _values(self.document.get("revoked")))

    @property
    def is_standing_readable(self) -> bool:
        """Whether what it says there is yes or no, or nothing at all."""
        return all(value in (*_YES, *_NO) for value in _values(self.document.get("revoked")))

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
    def revocation_lists(self) -> list[Any]:
        """Its lists of revoked badges: addresses, the lists themselves, or nobody knows what."""
        named = listed(self.document.get("revocationList"))
        return [item for item in named if item is not None]

    @property
    def has_readable_rules(self) -> bool:
        """Whether what it declares of them is here in one object, if it declares anything."""
        told = [item for item in listed(self.document.get("verification")) if item is not None]
        is_alone = len(told) == 1 and isinstance(told[0], dict) and not told[0].keys() <= _NAMES
        return not told or is_alone or told == [{}]

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
        """Whether each item says which badge it means; an empty list says that none was revoked."""
        items = self.document.get("revokedAssertions")
        return isinstance(items, list) and all(map(_named, items))

    @property
    def issuer(self) -> str | None:
        """Whose list it is."""
        return identifier(self.document.get("issuer"))

    def reason_for(self, assertion: Assertion) -> str | None:
        """Why it names the assertion; empty without a reason; None when it does not name it."""
        names = _named(assertion.document)
        for item in listed(self.document.get("revokedAssertions")):
            if an_object(item).get("revoked") is not False and names & _named(item):
                return (a_text(an_object(item).get("revocationReason")) or "")[:200]
        return None


def _named(item: Any) -> set[str]:
    """Every name in one item: a text, or an object with `id` or `uid` (OB2-10)."""
    members = [item]
    if isinstance(item, dict):
        members = [item.get(name) for name in ("id", "@id", "uid")]
    texts = [text for value in members for text in listed(value) if isinstance(text, str)]
    return {_plain(text) for text in texts if text.strip()}


def _plain(name: str) -> str:
    """A name without what makes no other name of it: spaces around, escapes, case where it is free.

    A list that spells a badge in another way has cancelled it all the same.
    """
    plain = unquote(name).strip()
    for beginning in _CASELESS:
        if plain[: len(beginning)].lower() == beginning:
            host, slash, path = plain[len(beginning) :].partition("/")
            return f"{beginning}{host.lower()}{slash}{path}"
    return plain


def _values(value: Any) -> list[Any]:
    """The plain values of a member, whether JSON-LD wraps them or not."""
    return [
        item["@value"] if isinstance(item, dict) and "@value" in item else item
        for item in listed(value)
    ]
