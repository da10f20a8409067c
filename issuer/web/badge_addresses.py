"""Where one badge is read: at its public address, or under its private link."""

from dataclasses import dataclass, field

from issuer.model import Award


@dataclass(frozen=True)
class BadgeAddresses:
    """The addresses of a badge and of its files; `link` is the path of a private link."""

    base_url: str
    award: Award
    link: str | None = field(default=None, repr=False)

    @property
    def is_private(self) -> bool:
        """Whether only who has the link reads the badge here."""
        return self.link is not None

    @property
    def home(self) -> str:
        """The path of the page."""
        return self.link or f"/credentials/{self.award.id}"

    @property
    def page(self) -> str:
        """The whole address of the page; in public it is the id that was signed."""
        return self.award.url if self.link is None else self.base_url + self.link

    def file(self, kind: str) -> str:
        """The path of a file of the badge."""
        return f"{self.home}/badge.{kind}" if self.is_private else f"{self.home}.{kind}"

    def whole(self, kind: str) -> str:
        """The whole address of a file of the badge."""
        return f"{self.page}/badge.{kind}" if self.is_private else f"{self.page}.{kind}"

    def under(self, name: str) -> str:
        """The path of what stands under the page: `qr.svg`, `all.zip`, `share`, `card.png`."""
        return f"{self.home}/{name}"

    def evidence(self, file_id: str) -> str:
        """Where a reader of this page sees a proof that we keep."""
        return self.under(f"evidence/{file_id}") if self.is_private else f"/evidence/{file_id}"
