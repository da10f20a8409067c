"""A badge as its page shows it: read from the signed document and from what became of it since."""

from dataclasses import dataclass
from datetime import datetime

from issuer.model import Place
from issuer.services.life.public_reasons import is_ready
from issuer.services.signed_badges import Cousin, SignedBadge, Skill
from issuer.web import linkedin

__all__ = ["Cousin", "Sheet", "Skill"]


@dataclass(frozen=True)
class Sheet(SignedBadge):
    """One award, its place, and the moment at which somebody looks at it."""

    place: Place
    now: datetime

    @property
    def state(self) -> str:
        """`active`, `revoked`, `suspended`, `expired` or `not_yet_valid`."""
        if self.award.state != "active":
            return self.award.state
        if self.award.valid_until is not None and self.now > self.award.valid_until:
            return "expired"
        return "not_yet_valid" if self.now < self.award.valid_from else "active"

    @property
    def turning_day(self) -> datetime | None:
        """When the badge came, or will come, into its state."""
        days = {"expired": self.award.valid_until, "not_yet_valid": self.award.valid_from}
        return days.get(self.state, self.award.state_changed)

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
    def has_files(self) -> bool:
        """Whether we keep some of the evidence, behind a door that the holder opens or shuts."""
        return any(self.is_file(item) for item in self.evidence)

    @property
    def linkedin(self) -> str:
        """The "Add to profile" link."""
        return linkedin.add_to_profile(self.title, self.place, self.award, self.award.url)

    @property
    def linkedin_fields(self) -> list[tuple[str, str]]:
        """The same fields, to copy by hand."""
        return linkedin.fields(self.title, self.place, self.award, self.award.url)
