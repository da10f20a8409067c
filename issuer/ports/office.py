"""The `Office`: everything that a service needs, in one value."""

from dataclasses import dataclass, field

from badges.ports import Clock, Fetcher, Identifiers
from badges.settings import Settings
from issuer.ports.adapters import Artwork, KeyStore
from issuer.ports.clerk import Clerk
from issuer.ports.entrance import PasskeyCeremonies, PasswordHasher
from issuer.ports.mail import NoQueue, Postman, Queue
from issuer.ports.press import Press
from issuer.ports.sharing import Examiner, SelectiveDisclosure
from issuer.ports.shelf import Shelf
from issuer.ports.store import Store


@dataclass(frozen=True)
class Office:
    """Everything that a service needs, chosen once by `issuer.bootstrap`.

    Without `fetcher` nothing is fetched: only a machine client names resources to compare. `shelf`
    keeps frameworks that were read from their documents (`issuer.services.commons.referentials`).
    Without `postman` letters wait in the outbox for somebody to hand over. Without `examiner` (the
    verifier's door is not open beside this one) no badge can be brought from elsewhere, and
    without `selective` (an extra) no SD-JWT VC goes into wallets. Without `clerk` a group is signed
    by the process that keeps it.
    """

    settings: Settings
    clock: Clock
    identifiers: Identifiers
    store: Store
    keys: KeyStore
    artwork: Artwork
    press: Press
    hasher: PasswordHasher
    passkeys: PasskeyCeremonies
    queue: Queue = field(default_factory=NoQueue)
    postman: Postman | None = None
    fetcher: Fetcher | None = None
    examiner: Examiner | None = None
    selective: SelectiveDisclosure | None = None
    clerk: Clerk | None = None
    shelf: Shelf = field(default_factory=Shelf, compare=False, repr=False)
