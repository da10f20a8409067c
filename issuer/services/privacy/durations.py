"""How long what is about people is kept: pages tell these durations, the daily chore obeys them."""

from datetime import timedelta

_YEAR = timedelta(days=365)

LETTERS = timedelta(days=30)
"""After a letter went out, came back or was handed over."""
ADDRESSES = _YEAR
"""After a holder's card was made, written to, first opened, or got its latest badge."""
REFUSED_REQUESTS = timedelta(days=90)
"""After a request was refused, or left incomplete by who made it."""
REQUESTS = _YEAR
"""After anything last happened to any other request."""
DRAFTS = timedelta(days=30)
"""After somebody began a group and confirmed nothing."""
GROUP_NAMES = _YEAR
"""After every badge of a group was signed."""
LOOSE_FILES = timedelta(days=30)
"""After a file came that became evidence of nothing."""
ATTEMPTS = timedelta(days=1)
"""After a failure to come in, of which only a keyed digest is kept."""
ACCOUNTS = 3 * _YEAR
"""After the door was closed to somebody who worked here."""
WALLET_OFFERS = timedelta(days=1)
"""After a badge could no longer be fetched into a wallet."""
