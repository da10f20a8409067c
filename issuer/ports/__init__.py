"""What the issuer's services need from outside, as protocols, and the `Office` that carries it.

Services import no database, no drawing and no file: adapters live in `issuer.store`,
`issuer.keystores` and `issuer.artwork`, and `issuer.bootstrap` chooses them.
"""

from issuer.ports.adapters import Artwork, KeyStore, NewKey
from issuer.ports.commons import (
    Bridges,
    ConceptQuery,
    Concepts,
    Frameworks,
    KnownWord,
    Proposals,
)
from issuer.ports.office import Office
from issuer.ports.people import People
from issuer.ports.records import (
    Achievements,
    Awards,
    CredentialStatuses,
    Journal,
    Places,
    SigningKeys,
    StatusLists,
)
from issuer.ports.store import Store, UnitOfWork

__all__ = [
    "Achievements",
    "Artwork",
    "Awards",
    "Bridges",
    "ConceptQuery",
    "Concepts",
    "CredentialStatuses",
    "Frameworks",
    "Journal",
    "KeyStore",
    "KnownWord",
    "NewKey",
    "Office",
    "People",
    "Places",
    "Proposals",
    "SigningKeys",
    "StatusLists",
    "Store",
    "UnitOfWork",
]
