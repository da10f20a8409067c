"""Lists of issuers that the reader knows, and what they say at one instant.

An entry may be for a time only, for some achievements only, or name somebody who keeps the status
lists of others (STAT-18). Identifiers are compared as written (KEY-06).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from verifier.ports import Mention

ANYBODY = "*"


@dataclass(frozen=True)
class Entry:
    """Whom a list names: for which time, to award what, to keep whose status lists.

    Without `achievements` an issuer may award anything; `lists_for` names issuers, or anybody.
    Whoever only keeps lists `is_issuer` of nothing.
    """

    id: str
    name: str | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    achievements: frozenset[str] | None = None
    lists_for: frozenset[str] = frozenset()
    is_issuer: bool = True

    def holds(self, at: datetime) -> bool:
        """Whether the entry counts at that instant."""
        has_begun = self.begins is None or self.begins <= at
        return has_begun and (self.ends is None or at < self.ends)

    def serves(self, issuer: str) -> bool:
        """Whether it keeps the status lists of that issuer."""
        return not self.lists_for.isdisjoint((issuer, ANYBODY))


@dataclass(frozen=True)
class AllowList:
    """One list: who keeps it, its page, and whom it names."""

    name: str
    entries: tuple[Entry, ...] = ()
    url: str | None = None

    @classmethod
    def of(cls, name: str, *issuers: str) -> "AllowList":
        """A list of issuers of whom no more than the identifier is known."""
        return cls(name, tuple(map(Entry, issuers)))

    @cached_property
    def by_id(self) -> dict[str, list[Entry]]:
        """The entries of each identifier."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.id, []).append(entry)
        return found

    @cached_property
    def governed(self) -> frozenset[str]:
        """The achievements of which the list says who may award them."""
        return frozenset(a for entry in self.entries for a in entry.achievements or ())

    def mention(self, entry: Entry) -> Mention:
        """How a report cites this entry."""
        return Mention(self.name, self.url, entry.name)


@dataclass(frozen=True)
class TrustLists:
    """Every list that the reader set: the port `verifier.ports.TrustRegistry`."""

    lists: tuple[AllowList, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the reader chose no list at all."""
        return not self.lists

    def issuer(self, issuer: str, at: datetime) -> Mention | None:
        """The first list that names this issuer."""
        named = (listing.mention(e) for listing, e in self._issuers(issuer) if e.holds(at))
        return next(named, None)

    def lapsed(self, issuer: str, at: datetime) -> Mention | None:
        """The first list that named this issuer before, or will later, but not at this instant."""
        named = (listing.mention(e) for listing, e in self._issuers(issuer) if not e.holds(at))
        return next(named, None)

    def entitled(self, issuer: str, achievement: str, at: datetime) -> tuple[bool, Mention] | None:
        """Whether the lists let this issuer award that; None when none of them says who may."""
        restricted: Mention | None = None
        for listing, entry in self._issuers(issuer):
            if entry.achievements is not None and entry.holds(at):
                if achievement in entry.achievements:
                    return True, listing.mention(entry)
                restricted = restricted or listing.mention(entry)
        others = (item for item in self.lists if achievement in item.governed)
        reserved = next((Mention(item.name, item.url) for item in others), None)
        refusal = restricted or reserved
        return None if refusal is None else (False, refusal)

    def keeper(self, keeper: str, issuer: str, at: datetime) -> Mention | None:
        """The first list by which `keeper` keeps the status lists of `issuer` (STAT-18)."""
        for listing, entry in self._named(keeper):
            if entry.serves(issuer) and entry.holds(at):
                return listing.mention(entry)
        return None

    def _issuers(self, identifier: str) -> Iterator[tuple[AllowList, Entry]]:
        return (found for found in self._named(identifier) if found[1].is_issuer)

    def _named(self, identifier: str) -> Iterator[tuple[AllowList, Entry]]:
        """Every entry that bears this identifier, in the order of the lists."""
        for listing in self.lists:
            for entry in listing.by_id.get(identifier, ()):
                yield listing, entry
