"""What the issuer's services need from outside, as protocols, and the `Office` that carries it.

Services import no database, no drawing and no file: adapters live in `issuer.store`, `artwork`,
`delivery`, `entrance`, `keystores` and `paper`, and `issuer.bootstrap` chooses them.
"""

from issuer.ports.adapters import Artwork, KeyStore, NewKey
from issuer.ports.awarding import (
    Applications,
    Batches,
    EvidenceFiles,
    Holders,
    Outcome,
    Posters,
)
from issuer.ports.clerk import Asked, Clerk
from issuer.ports.commons import (
    Bridges,
    ConceptQuery,
    Concepts,
    Frameworks,
    KnownWord,
    Proposals,
)
from issuer.ports.entrance import Entrance, NewPasskey, PasskeyCeremonies, PasswordHasher
from issuer.ports.mail import Letters, NoQueue, Postman, Queue
from issuer.ports.office import Office
from issuer.ports.people import People
from issuer.ports.press import Press
from issuer.ports.records import (
    Achievements,
    Awards,
    CredentialStatuses,
    Journal,
    Places,
    SigningKeys,
    StatusLists,
)
from issuer.ports.sharing import (
    Examiner,
    ImportedBadges,
    Portfolios,
    SelectiveDisclosure,
    WalletOffers,
)
from issuer.ports.store import Store, UnitOfWork

__all__ = [
    "Achievements",
    "Applications",
    "Artwork",
    "Asked",
    "Awards",
    "Batches",
    "Bridges",
    "Clerk",
    "ConceptQuery",
    "Concepts",
    "CredentialStatuses",
    "Entrance",
    "EvidenceFiles",
    "Examiner",
    "Frameworks",
    "Holders",
    "ImportedBadges",
    "Journal",
    "KeyStore",
    "KnownWord",
    "Letters",
    "NewKey",
    "NewPasskey",
    "NoQueue",
    "Office",
    "Outcome",
    "PasskeyCeremonies",
    "PasswordHasher",
    "People",
    "Places",
    "Portfolios",
    "Posters",
    "Postman",
    "Press",
    "Proposals",
    "Queue",
    "SelectiveDisclosure",
    "SigningKeys",
    "StatusLists",
    "Store",
    "UnitOfWork",
    "WalletOffers",
]
