"""Door two: read any badge and judge it; keep nothing."""

from badges.ports import Clock, Fetcher
from badges.settings import Settings
from verifier.bootstrap import bootstrap
from verifier.report import Report

__all__ = ["Report", "verify"]


def verify(
    data: bytes,
    *,
    fetcher: Fetcher | None = None,
    clock: Clock | None = None,
    policy: str = "default",
    recipient: str | None = None,
) -> Report:
    """The report on a badge: JSON, compact JWT, baked PNG or SVG, or the text of its address.

    Example:
        >>> from badges.net import OfflineFetcher
        >>> verify(b"not a badge", fetcher=OfflineFetcher()).state.value
        'unreadable'

    Args:
        data: the badge as it arrived.
        fetcher: the way out; by default https to public addresses only.
        clock: the instant of the verification; by default the present.
        policy: the name of one of `verifier.policy.POLICIES`.
        recipient: an e-mail address, name or identifier that the reader expects.

    Raises:
        VerifierError: there is no such policy. A bad badge is a report, never an exception.
    """
    verifier = bootstrap(Settings(), clock=clock, fetcher=fetcher)
    return verifier.verify(data, policy=policy, recipient=recipient)
