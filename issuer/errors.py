"""What the issuer can refuse or fail to do: one family under `badges.errors.BadgeError`.

IssuerError
├── InvalidRequest     what was asked is not well formed: `field` names the part to mend
│   └── RowsRefused        rows of a file cannot be used, and so none was
├── NotFound           the thing asked for does not exist here
├── Conflict           it contradicts what is already there
│   └── AlreadyRevoked     the badge is cancelled for good
├── NotAllowed         this house does not do that, whoever asks
├── StatusListFull     no unused index is left in a status list
├── KeyUnavailable     a private key cannot be opened
└── StoreError         the database cannot be used
"""

from badges.errors import BadgeError
from badges.model.concepts import RowProblem


class IssuerError(BadgeError):
    """Root of what the issuer refuses or fails to do."""


class InvalidRequest(IssuerError):
    """The request is not well formed; the parameter `field` names what to mend."""


class RowsRefused(InvalidRequest):
    """Rows of a file cannot be used, so none was: `problems` are the first, `count` is of all."""

    def __init__(self, problems: tuple[RowProblem, ...], count: int) -> None:
        super().__init__("import.rows_refused", field="files", count=count)
        self.problems = problems
        self.count = count


class NotFound(IssuerError):
    """No such place, achievement, award, key, list or file here."""


class Conflict(IssuerError):
    """The request contradicts what is already there."""


class AlreadyRevoked(Conflict):
    """The badge is cancelled, and cancelling is for good (STAT-17)."""


class NotAllowed(IssuerError):
    """The house does not do that, whoever asks."""


class StatusListFull(IssuerError):
    """No unused index is left in this status list."""


class KeyUnavailable(IssuerError):
    """A private key cannot be opened: the key-encryption key is lost, wrong or unreadable."""


class StoreError(IssuerError):
    """The database cannot be reached, read or written, or is not of this version."""
