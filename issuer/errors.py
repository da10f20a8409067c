"""What the issuer can refuse or fail to do: one family under `badges.errors.BadgeError`.

IssuerError
├── InvalidRequest     what was asked is not well formed: `field` names the part to mend
│   └── RowsRefused        rows of a file cannot be used, and so none was
├── NotFound           the thing asked for does not exist here
│   └── Withdrawn          it was here, and is not shown any more
├── Conflict           it contradicts what is already there
│   └── AlreadyRevoked     the badge is cancelled for good
├── NotAllowed         this house does not do that, whoever asks
│   └── TooManyAttempts    too many failures of late: `seconds` says how long to wait
├── WalletRefused      a wallet asked wrongly, or too late: `error` is its protocol's name for it
├── StatusListFull     no unused index is left in a status list
├── MailRefused        a mail server will never take this letter
├── MailDelayed        no mail server takes it now
├── ClockBehind        the clock stands before what has happened already
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


class Withdrawn(NotFound):
    """The badge was here, and is not shown at this address: who and why is nobody's business."""

    def __init__(self) -> None:
        super().__init__("award.withdrawn")


class Conflict(IssuerError):
    """The request contradicts what is already there."""


class AlreadyRevoked(Conflict):
    """The badge is cancelled, and cancelling is for good (STAT-17)."""


class NotAllowed(IssuerError):
    """The house does not do that, whoever asks."""


class TooManyAttempts(NotAllowed):
    """Too many failures of late: the parameter `seconds` says how long to wait (RFC 6585)."""


class WalletRefused(IssuerError):
    """A wallet asked for something wrongly, too late, or again.

    `error` is the name that OpenID4VCI 1.0 has for it (RFC 6749 section 5.2; VCI-06).
    """

    def __init__(self, code: str, *, error: str, **params: object) -> None:
        super().__init__(code, **params)
        self.error = error


class StatusListFull(IssuerError):
    """No unused index is left in this status list."""


class MailRefused(IssuerError):
    """A mail server will never take this letter (RFC 5321 section 4.2.1, 5yz).

    The parameter `answer` is what it said, without any address.
    """


class MailDelayed(IssuerError):
    """No mail server takes this letter now; trying again later may help.

    The code `mail.unreachable` says that no other letter would go either.
    """


class KeyUnavailable(IssuerError):
    """A private key cannot be opened: the key-encryption key is lost, wrong or unreadable."""


class ClockBehind(IssuerError):
    """The machine's clock stands before what has happened already: nothing is signed."""


class StoreError(IssuerError):
    """The database cannot be reached, read or written, or is not of this version."""
