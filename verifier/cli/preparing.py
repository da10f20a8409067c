"""From the options of a command to a verifier at work, with its way out and its bundles."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from badges.clock import FixedClock, SystemClock
from badges.encoding import decode_instant
from badges.errors import Malformed
from badges.net import Answers, RecordingFetcher, read_archive, read_bundle, write_bundle
from badges.settings import read_settings
from verifier.bootstrap import bootstrap, open_clock, open_fetcher
from verifier.case import Expected
from verifier.cli.archives import own_bundle
from verifier.cli.inputs import STANDARD_INPUT
from verifier.errors import VerifierError
from verifier.pipeline import Opened, Pipeline
from verifier.policy import Policy
from verifier.policy import policy as named_policy

ARCHIVE = "archive"
_RECIPIENT_LIMIT = 1_000
_DAY_LENGTH = len("2026-11-22")


@dataclass(frozen=True)
class Job:
    """A verifier at work for one command; `save` keeps what it fetched when that was asked."""

    pipeline: Pipeline
    policy: Policy
    expected: Expected
    language: str
    recorder: RecordingFetcher | None = None
    target: Path | None = None

    def open(self, material: bytes) -> Opened:
        """What was handed over, opened and not yet judged."""
        return self.pipeline.open(material, self.policy, self.expected)

    def save(self) -> None:
        """Write the bundle of everything that was fetched, when that was asked.

        Raises:
            VerifierError: the file cannot be written.
        """
        if self.target is not None and self.recorder is not None:
            write_file(self.target, write_bundle(self.recorder.answers))


def prepare(options: argparse.Namespace) -> Job:
    """The verifier that a command line describes.

    Raises:
        VerifierError: an option makes no sense.
        SettingsError: a file of the settings or of the options cannot be used.
    """
    if options.recipient == STANDARD_INPUT and STANDARD_INPUT in options.input:
        raise VerifierError("cli.two_inputs")
    settings = read_settings(os.environ)
    clock = FixedClock(instant(options.at)) if options.at else open_clock(settings)
    known = _cached(options.cache)
    own = own_bundle(options)
    bundles = tuple(options.bundle) if own is None else (own,)
    fetcher = open_fetcher(
        settings,
        offline=options.offline,
        clock=clock,
        bundles=(*(read_bundle(path) for path in bundles), known),
        keep_old=options.policy == ARCHIVE or (options.offline and _have_archive(bundles)),
    )
    target = options.cache or options.save_bundle
    recorder = RecordingFetcher(fetcher, SystemClock(), known) if target else None
    verifier = bootstrap(settings, clock=clock, fetcher=recorder or fetcher, trust=options.trust)
    return Job(
        pipeline=verifier.pipeline,
        policy=named_policy(options.policy),
        expected=Expected(recipient=_recipient(options.recipient)),
        language=options.lang or settings.language,
        recorder=recorder,
        target=target,
    )


def prepare_bundle(options: argparse.Namespace) -> tuple[Job, RecordingFetcher]:
    """A verifier that notes everything it fetches, to make a bundle of it, and its notes.

    Raises:
        SettingsError: a file of the settings cannot be used.
    """
    settings = read_settings(os.environ)
    clock = open_clock(settings)
    recorder = RecordingFetcher(open_fetcher(settings, clock=clock), SystemClock())
    verifier = bootstrap(settings, clock=clock, fetcher=recorder)
    job = Job(
        pipeline=verifier.pipeline,
        policy=named_policy(options.policy),
        expected=Expected(),
        language=options.lang or settings.language,
        recorder=recorder,
        target=options.output,
    )
    return job, recorder


def instant(text: str) -> datetime:
    """The instant of `--at`; a day alone means its noon, UTC.

    Raises:
        VerifierError: neither a day nor an instant with its zone.
    """
    try:
        return decode_instant(f"{text}T12:00:00Z" if len(text) == _DAY_LENGTH else text)
    except Malformed as error:
        raise VerifierError("cli.at", value=text) from error


def write_file(path: Path, content: bytes) -> None:
    """Put a whole file at `path`, or leave there what was: never a half.

    Raises:
        VerifierError: it cannot be written.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except (OSError, ValueError) as error:
        with suppress(OSError):
            beside.unlink()
        raise VerifierError("cli.cannot_write", path=str(path)) from error


def _have_archive(bundles: Sequence[Path]) -> bool:
    """Whether the archive of a place is among the bundles: it tells its last known state.

    Nobody will sign a newer list when the place is closed; the report says of when the copies are.
    """
    return any(read_archive(path) is not None for path in bundles)


def _cached(path: Path | None) -> Answers:
    """What the cache holds; nothing before its first use."""
    return read_bundle(path) if path is not None and path.exists() else {}


def _recipient(given: str | None) -> str | None:
    """The expected person; `-` reads one line, so that no list of processes shows the address.

    Raises:
        VerifierError: nothing was said.
    """
    if given != STANDARD_INPUT:
        return given
    line = sys.stdin.readline(_RECIPIENT_LIMIT).strip()
    if not line:
        raise VerifierError("cli.no_recipient")
    return line
