"""Settings to a working verifier: every adapter is chosen here and nowhere else."""

import re
from dataclasses import dataclass

from badges.clock import FixedClock, SystemClock
from badges.net import CachingFetcher, HttpFetcher, MappedFetcher, OfflineFetcher
from badges.ports import Clock, Fetched, Fetcher
from badges.settings import Settings
from verifier.case import Expected
from verifier.pipeline import Pipeline
from verifier.policy import policy as named_policy
from verifier.report import Report
from verifier.trust import read_trust

_TTL = re.compile(rb'"ttl"\s*:\s*(\d{1,12})')
_IS_LIST = b"BitstringStatusList"
_MILLISECONDS = 1000


@dataclass(frozen=True)
class Verifier:
    """The verifier as its doors use it: stateless, safe to share between threads."""

    pipeline: Pipeline

    def verify(
        self,
        data: bytes,
        media_type: str | None = None,
        *,
        recipient: str | None = None,
        policy: str = "default",
    ) -> Report:
        """The report on `data`, whatever it is: a badge, a wrapping of badges, or an address.

        Args:
            data: the material as it arrived.
            media_type: what the sender said it is; content alone decides (VER-01).
            recipient: an e-mail address, name or identifier that the reader expects.
            policy: the name of one of `verifier.policy.POLICIES`.

        Raises:
            VerifierError: there is no such policy.
        """
        del media_type
        expected = Expected(recipient=recipient)
        return self.pipeline.verify(data, policy=named_policy(policy), expected=expected)

    def verify_url(
        self, url: str, *, recipient: str | None = None, policy: str = "default"
    ) -> Report:
        """The report on the badge at an address.

        Raises:
            VerifierError: there is no such policy.
        """
        return self.verify(url.encode("utf-8", "replace"), recipient=recipient, policy=policy)


def bootstrap(
    settings: Settings, *, clock: Clock | None = None, fetcher: Fetcher | None = None
) -> Verifier:
    """The verifier that `settings` describe; `clock` and `fetcher` replace the usual ones.

    Raises:
        SettingsError: a file that a setting names cannot be used.
    """
    if clock is None:
        clock = FixedClock(settings.now) if settings.now else SystemClock()
    return Verifier(
        Pipeline(
            clock=clock,
            fetcher=open_fetcher(settings) if fetcher is None else fetcher,
            vouch=read_trust(settings.trust),
        )
    )


def open_fetcher(settings: Settings, *, offline: bool = False) -> Fetcher:
    """The way out that `BADGES_FETCH_*` describe: files first, then memory, then the network.

    Raises:
        SettingsError: the map, the proxy or the certificates cannot be used.
    """
    beyond: Fetcher = OfflineFetcher()
    if not offline:
        beyond = CachingFetcher(HttpFetcher.of(settings), lifetime=list_lifetime)
    if settings.fetch_map is None:
        return beyond
    return MappedFetcher(settings.fetch_map, beyond)


def list_lifetime(answer: Fetched) -> float | None:
    """How many seconds a status list says that it may be kept (`ttl`, STAT-27); None if silent."""
    if _IS_LIST not in answer.body:
        return None
    found = _TTL.search(answer.body)
    return int(found[1]) / _MILLISECONDS if found else None
