"""Two hundred awards in one group, its workers killed fifty times: all there, once each."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from badges.clock import SystemClock
from badges.settings import Settings
from issuer.model import Award
from issuer.ports import Office
from issuer.services import achievements, places, publishing, status_lists
from issuer.services.batches import confirming, drafting, following
from issuer.services.people import operator
from tests.issuer.jobs.forge import open_office
from tests.issuer.world import FABLAB, LASER, ONLINE, open_town
from tests.world import WebOfDocuments
from verifier.bootstrap import bootstrap

AWARDS, KILLS, WORKERS = 200, 50, 2
PATIENCE_SECONDS = 60
RESERVE = 60  # what is left to sign when the last worker is killed, so that one always is
ROOT = Path(__file__).parents[3]
BY = operator("test")


@dataclass
class Forge:
    """Workers that are started at once, and killed without a word."""

    process: "subprocess.Popen[str]"
    workers: list[int] = field(default_factory=list)

    def start(self) -> None:
        """One more worker."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(file=self.process.stdin, flush=True)
        self.workers.append(int(self.process.stdout.readline()))

    def kill(self, worker: int) -> bool:
        """Kill a worker and wait until it is gone; answer whether it was still at work."""
        self.workers.remove(worker)
        try:
            os.kill(worker, signal.SIGKILL)
        except ProcessLookupError:
            return False
        while _lives(worker):
            time.sleep(0.001)
        return True


@contextmanager
def _forge(url: str, folder: Path, batch_id: str) -> Iterator[Forge]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.issuer.jobs.forge", url, str(folder), batch_id],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    forge = Forge(process)
    try:
        yield forge
    finally:
        for worker in tuple(forge.workers):
            forge.kill(worker)
        with process:
            process.kill()


def _lives(worker: int) -> bool:
    try:
        os.kill(worker, 0)
    except ProcessLookupError:
        return False
    return True


def _group(office: Office) -> str:
    """A confirmed group of two hundred people, half of them with an address."""
    places.add(office, FABLAB)
    achievement = achievements.add(office, LASER)
    batch = drafting.create(office, BY, "fablab-rural", achievement.slug, key="killed")
    people = "\n".join(
        f"Personne {n:03}" + (f" <p{n}@example.org>" if n % 2 else "") for n in range(AWARDS)
    )
    drafting.add_people(office, BY, batch.id, people)
    return confirming.confirm(office, BY, batch.id).id


def _kill_and_resume(office: Office, forge: Forge, batch_id: str, moments: random.Random) -> int:
    """Kill workers at random moments until `KILLS` are dead, each replaced; how many were.

    How long one lives is drawn anew each time, so that what remains lasts for the kills to come.
    """
    began, killed = time.monotonic(), 0
    while killed < KILLS:
        remaining = following.progress(office, BY, batch_id).remaining
        assert remaining, f"all was signed after {killed} kills only"
        pace = (time.monotonic() - began) / (AWARDS - remaining) if remaining < AWARDS else 0.05
        share = max(0, remaining - RESERVE) / (KILLS - killed)
        time.sleep(moments.uniform(0.1, 1.5) * pace * share)
        killed += forge.kill(moments.choice(forge.workers))
        forge.start()
    return killed


def _wait(office: Office, batch_id: str) -> following.Progress:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        progress = following.progress(office, BY, batch_id)
        if progress.batch.state == "done":
            return progress
        time.sleep(0.05)
    pytest.fail("the group was never done")


def _refused(office: Office, awards: tuple[Award, ...]) -> list[str]:
    """The badges that a stranger does not accept, reading what the place publishes."""
    web, base = WebOfDocuments(), office.settings.base_url
    web.publish(
        f"{base}/places/fablab-rural/did.json", publishing.did_document(office, "fablab-rural")
    )
    for list_id in {award.status.list_id for award in awards}:
        listed = status_lists.publish(office, list_id)
        web.publish(f"{base}/status/{list_id}", listed.body, listed.media_type)
    stranger = bootstrap(Settings(), clock=SystemClock(), fetcher=web)
    return [award.id for award in awards if stranger.verify(award.json).state != "genuine"]


def test_nothing_is_lost_and_nothing_is_twice(tmp_path: Path, database_url: str) -> None:
    """Killed fifty times: 200 badges, 200 indexes, all accepted, one line of the journal each."""
    seed = random.SystemRandom().randrange(1 << 32)
    sys.stdout.write(f"seed {seed}\n")
    moments = random.Random(seed)  # noqa: S311 - it chooses moments, not secrets
    open_town(tmp_path, database_url, ONLINE).office.store.close()
    office = open_office(database_url, tmp_path)
    batch_id = _group(office)
    with _forge(database_url, tmp_path, batch_id) as forge:
        for _ in range(WORKERS):
            forge.start()
        killed = _kill_and_resume(office, forge, batch_id, moments)
        progress = _wait(office, batch_id)
    awards = publishing.awards(office, place="fablab-rural", limit=AWARDS * 2)
    with office.store.read() as work:
        entries = work.journal.list(limit=AWARDS * 3)
        letters = work.letters.list(limit=AWARDS * 2)
        lines = work.batches.lines(batch_id)
    counted = Counter(entry.action for entry in entries)
    assert killed == KILLS
    assert (progress.issued, progress.total) == (AWARDS, AWARDS)
    assert len(awards) == len({award.holder for award in awards}) == AWARDS
    assert len({award.status for award in awards}) == AWARDS
    assert {line.award for line in lines} == {award.id for award in awards}
    assert {entry.subject for entry in entries if entry.action == "award.issue"} == {
        award.id for award in awards
    }
    assert (counted["award.issue"], counted["batch.confirm"]) == (AWARDS, 1)
    assert len(letters) == AWARDS // 2
    assert not any(line.email for line in lines)
    assert _refused(office, awards) == []
    office.store.close()
