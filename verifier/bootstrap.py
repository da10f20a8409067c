"""Settings to a working verifier: every adapter is chosen here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from badges.clock import FixedClock, SystemClock
from badges.net import (
    Answers,
    BundleFetcher,
    CachingFetcher,
    HttpFetcher,
    MappedFetcher,
    OfflineFetcher,
)
from badges.ports import Clock, Fetcher
from badges.settings import Settings
from verifier.case import NOTHING_EXPECTED, Expected
from verifier.pipeline import Pipeline
from verifier.policy import policy as named_policy
from verifier.report import Report
from verifier.sight import open_sight
from verifier.trust import TrustLists, read_trust


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
        expected = NOTHING_EXPECTED if recipient is None else Expected(recipient=recipient)
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
    settings: Settings,
    *,
    clock: Clock | None = None,
    fetcher: Fetcher | None = None,
    trust: Sequence[Path] = (),
) -> Verifier:
    """The verifier that `settings` describe; `clock`, `fetcher` and `trust` replace the usual ones.

    Raises:
        SettingsError: a file that a setting names cannot be used.
    """
    clock = clock or open_clock(settings)
    paths = trust or ((settings.trust,) if settings.trust else ())
    return Verifier(
        Pipeline(
            clock=clock,
            fetcher=open_fetcher(settings, clock=clock) if fetcher is None else fetcher,
            sight=open_sight(),
            vouch=TrustLists(tuple(item for path in paths for item in read_trust(path).lists)),
        )
    )


def open_clock(settings: Settings) -> Clock:
    """The clock of the machine, or the instant that the settings fix."""
    return FixedClock(settings.now) if settings.now else SystemClock()


def open_fetcher(
    settings: Settings,
    *,
    offline: bool = False,
    clock: Clock | None = None,
    bundles: Sequence[Answers] = (),
    keep_old: bool = False,
) -> Fetcher:
    """The way out: files of `BADGES_FETCH_MAP`, then memory, then the network, then bundles.

    Args:
        settings: the map, the proxy and the certificates.
        offline: ask nothing of the network.
        clock: the instant of the verification, with which the age of a bundled copy is compared.
        bundles: copies for what the network does not give.
        keep_old: believe copies of status lists of any age.

    Raises:
        SettingsError: the map, the proxy or the certificates cannot be used.
    """
    way_out: Fetcher = OfflineFetcher()
    if not offline:
        way_out = CachingFetcher(HttpFetcher.of(settings))
    if bundles:
        clock = clock or open_clock(settings)
        way_out = BundleFetcher(bundles, way_out, clock, keep_old=keep_old)
    if settings.fetch_map is not None:
        way_out = MappedFetcher(settings.fetch_map, way_out)
    return way_out
