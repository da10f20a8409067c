"""One transaction over all the records, and the store that gives it, as protocols."""

from contextlib import AbstractContextManager
from typing import Protocol

from issuer.ports.awarding import Applications, Batches, EvidenceFiles, Holders, Posters
from issuer.ports.commons import Bridges, Concepts, Frameworks, Proposals
from issuer.ports.entrance import Entrance
from issuer.ports.mail import Letters
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
from issuer.ports.sharing import ImportedBadges, Portfolios, WalletOffers
from issuer.ports.tallies import Tallies


class UnitOfWork(Protocol):
    """One transaction: everything in it is kept, or nothing."""

    @property
    def places(self) -> Places:
        """The places."""
        ...

    @property
    def keys(self) -> SigningKeys:
        """The keys of places."""
        ...

    @property
    def achievements(self) -> Achievements:
        """The definitions."""
        ...

    @property
    def awards(self) -> Awards:
        """The badges given."""
        ...

    @property
    def status_lists(self) -> StatusLists:
        """The status lists."""
        ...

    @property
    def credential_statuses(self) -> CredentialStatuses:
        """Where credentials of machine clients stand in the lists."""
        ...

    @property
    def journal(self) -> Journal:
        """The journal."""
        ...

    @property
    def concepts(self) -> Concepts:
        """The official referentials, and what can be searched."""
        ...

    @property
    def frameworks(self) -> Frameworks:
        """The frameworks of this instance and their versions."""
        ...

    @property
    def proposals(self) -> Proposals:
        """The skills that people miss."""
        ...

    @property
    def bridges(self) -> Bridges:
        """The bridges to official referentials and their reviews."""
        ...

    @property
    def people(self) -> People:
        """The people who work here, and how they come in."""
        ...

    @property
    def entrance(self) -> Entrance:
        """Passwords, passkeys, tokens, and failures to come in."""
        ...

    @property
    def holders(self) -> Holders:
        """The people who were awarded badges, and their cards."""
        ...

    @property
    def batches(self) -> Batches:
        """Awards to groups."""
        ...

    @property
    def evidence(self) -> EvidenceFiles:
        """What was shown."""
        ...

    @property
    def applications(self) -> Applications:
        """The badges that learners ask for."""
        ...

    @property
    def posters(self) -> Posters:
        """The sheets on the walls."""
        ...

    @property
    def letters(self) -> Letters:
        """The outbox."""
        ...

    @property
    def portfolios(self) -> Portfolios:
        """The pages on which holders show badges together."""
        ...

    @property
    def imported_badges(self) -> ImportedBadges:
        """The badges from elsewhere."""
        ...

    @property
    def wallet_offers(self) -> WalletOffers:
        """The badges on their way into wallets."""
        ...

    @property
    def tallies(self) -> Tallies:
        """How much there is and how much waits."""
        ...


class Store(Protocol):
    """Where records are kept."""

    @property
    def changes(self) -> int:
        """A number that grows with each unit of work that this process wrote."""
        ...

    def write(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work kept when the block ends, and undone whole when it raises.

        Raises:
            StoreError: the database cannot be used.
            Conflict: two units of work wanted the same unique value.
        """
        ...

    def read(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that only reads.

        Raises:
            StoreError: the database cannot be used.
        """
        ...

    def wipe_leftovers(self) -> None:
        """Let what was erased linger in no file of the database, as far as it can be helped now.

        Raises:
            StoreError: the database cannot be used.
        """
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...
