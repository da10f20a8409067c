"""A badge as its page shows it: read from the signed document and from what became of it since."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from badges.documents import JsonObject
from issuer.services.cards import SeenBadge, state_at
from issuer.services.life.public_reasons import is_ready
from issuer.services.sharing import days
from issuer.services.signed_badges import Cousin, Skill

__all__ = ["Cousin", "Endorsement", "Proof", "Sheet", "Skill"]

_ENDORSEMENTS = 20


@dataclass(frozen=True)
class Proof:
    """What shows that it was done: a story, and where the thing is seen; `is_shut` says nowhere."""

    narrative: str
    label: str
    address: str
    is_shut: bool = False


@dataclass(frozen=True)
class Endorsement:
    """Somebody else who says « I confirm », and in which words."""

    name: str
    comment: str


@dataclass(frozen=True)
class Sheet(SeenBadge):
    """One award, its place, and the moment at which somebody looks at it."""

    now: datetime

    @property
    def state(self) -> str:
        """`active`, `revoked`, `suspended`, `expired` or `not_yet_valid`."""
        return state_at(self.award, self.now)

    @property
    def awarded_on(self) -> datetime:
        """The day of the award, where the place is."""
        return days.awarded_on(self.award, self.place)

    @property
    def last_day(self) -> datetime | None:
        """The last day on which the badge counts, where the place is; None without end."""
        return days.valid_until(self.award, self.place)

    @property
    def turning_day(self) -> datetime | None:
        """When the badge came, or will come, into its state, where the place is."""
        return days.turned_on(self.award, self.place, self.state)

    @property
    def public_key(self) -> str | None:
        """The ready wording that readers are told, when the place chose one."""
        reason = self.award.public_reason
        return reason if reason is not None and is_ready(reason) else None

    @property
    def tone(self) -> str:
        """The colour family of a state that is not `active`."""
        return "bad" if self.state == "revoked" else "warn"

    @property
    def endorsements(self) -> list[Endorsement]:
        """Who confirms the badge, the definition or the place, as the signed bytes say."""
        issuer = self.document.get("issuer")
        homes = (self.document, self.achievement, issuer if isinstance(issuer, dict) else {})
        told = [item for home in homes for item in _listed(home.get("endorsement"))]
        return [_endorsement(item) for item in told[:_ENDORSEMENTS]]

    @property
    def files(self) -> list[str]:
        """The ids of the evidence that we keep, behind doors that the holder opens or shuts."""
        return [_last(item) for item in self.evidence if self.is_file(item)]

    def proofs(self, opened: Collection[str], where: Callable[[str], str]) -> list[Proof]:
        """What shows that it was done; of the files that we keep, those of `opened` are seen.

        `where` tells the address of such a file for whoever reads the page.
        """
        return [self._proof(item, opened, where) for item in self.evidence]

    def _proof(
        self, item: JsonObject, opened: Collection[str], where: Callable[[str], str]
    ) -> Proof:
        narrative = str(item.get("narrative") or "")
        label = str(item.get("name") or item.get("genre") or "")
        if not self.is_file(item):
            return Proof(narrative, label, str(item.get("id") or ""))
        if _last(item) not in opened:
            return Proof(narrative, label, "", is_shut=True)
        return Proof(narrative, label, where(_last(item)))


def _listed(told: Any) -> list[JsonObject]:
    items = told if isinstance(told, list) else [told]
    return [item for item in items if isinstance(item, dict)]


def _endorsement(credential: JsonObject) -> Endorsement:
    """One signed « I confirm »: its issuer by name, and the comment."""
    issuer = credential.get("issuer")
    name = issuer.get("name") or issuer.get("id") if isinstance(issuer, dict) else issuer
    subject = credential.get("credentialSubject")
    comment = subject.get("endorsementComment") if isinstance(subject, dict) else None
    return Endorsement(str(name or ""), str(comment or ""))


def _last(item: JsonObject) -> str:
    """The id of a file of ours: what its address ends with."""
    return str(item.get("id") or "").rpartition("/")[2]
