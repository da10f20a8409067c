"""Private links: addresses that nobody guesses, kept nowhere, and void as soon as their owner says.

The key in a link follows from the key store, from what it opens and from its generation, of which
only the number is kept (`Award.link`, `Portfolio.link`): another generation is another link.
"""

import base64
from hmac import compare_digest

from issuer.errors import Withdrawn
from issuer.model import Award
from issuer.model.sharing import Portfolio
from issuer.ports import Office
from issuer.services.finding import find_award, is_open_by_link

BADGE = "private-link"
PORTFOLIO = "portfolio-link"

_BYTES = 16
_KEY_LENGTH = 100


def key_of(office: Office, award: Award) -> str:
    """The key of the private link of a badge, for its holder alone.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    return _key(office, BADGE, award.id, award.link)


def path_of(office: Office, award: Award) -> str:
    """The private link of a badge, on this instance.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    return f"/credentials/{award.id}/private/{key_of(office, award)}"


def open_by_link(office: Office, award_id: str, key: str) -> Award:
    """The badge that a private link opens, whoever else may read it.

    Raises:
        NotFound: no such award (`award.unknown`).
        Withdrawn: the key is not, or no more, that of its link, or it is shown to nobody.
        KeyUnavailable: the secret of the key store cannot be read.
    """
    with office.store.read() as work:
        award = find_award(work, award_id)
    if not _is_same(key_of(office, award), key) or not is_open_by_link(award):
        raise Withdrawn
    return award


def portfolio_key_of(office: Office, portfolio: Portfolio) -> str:
    """The key of the private link of a portfolio, for its holder alone.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    return _key(office, PORTFOLIO, portfolio.id, portfolio.link)


def portfolio_path_of(office: Office, portfolio: Portfolio) -> str:
    """The private link of a portfolio, on this instance.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    return f"/portfolio/{portfolio.id}/private/{portfolio_key_of(office, portfolio)}"


def opens_portfolio(office: Office, portfolio: Portfolio, key: str) -> bool:
    """Whether that key is the one of the private link of the portfolio, as it is now.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    return _is_same(portfolio_key_of(office, portfolio), key)


def _key(office: Office, purpose: str, identifier: str, generation: int) -> str:
    secret = office.keys.derive(purpose, f"{identifier}:{generation}".encode())
    return base64.urlsafe_b64encode(secret[:_BYTES]).decode().rstrip("=")


def _is_same(known: str, typed: str) -> bool:
    """Whether two keys are the same, in a time that does not tell where they begin to differ."""
    return compare_digest(known.encode(), typed[:_KEY_LENGTH].encode("utf-8", "replace"))
