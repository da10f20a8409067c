"""One of many processes that award and revoke at once: `python -m benchmarks.hand URL FOLDER …`.

It opens the service as a worker does, says `ready`, waits for a line, does its share and prints
what it did as one JSON value. Groups go through the door of `badge-issuer batch`; between two
groups some badges are awarded one by one and some of its own are revoked.
"""

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from badges.errors import BadgeError
from badges.settings import Settings
from issuer.bootstrap import bootstrap
from issuer.model import AwardRequest
from issuer.ports import Office
from issuer.services import issuing
from issuer.services.batches import bulk, running
from issuer.services.life import revoking
from issuer.services.people import operator

BASE_URL = "https://badges.example.fr"


@dataclass(frozen=True)
class Share:
    """What one process has to do: `groups` groups of `lines`, and between two `singles` more."""

    number: int
    groups: int
    lines: int
    singles: int
    revocations: int

    @property
    def badges(self) -> int:
        """How many badges there will be."""
        return self.groups * (self.lines + self.singles)

    @property
    def revoked(self) -> int:
        """How many of them will be revoked."""
        return self.groups * self.revocations


def open_office(url: str, folder: Path) -> Office:
    """The service on that database, its keys in that folder, as every machine has it."""
    return bootstrap(Settings(data_dir=folder, database_url=url, base_url=BASE_URL))


def work(office: Office, achievement: str, share: Share) -> Counter[str]:
    """Do a share; how many of each thing were done, and each refusal by its code."""
    told = Counter[str]()
    by = operator(f"hand {share.number}")
    for group in range(share.groups):
        names = (f"{share.number}-{group}-{line}" for line in range(share.lines))
        rows = "".join(f"P{name},{name}\n" for name in names)
        content = f"name,reference\n{rows}".encode()
        begun = bulk.begin(office, by, achievement, content)
        progress = running.run(office, begun.batch.id)
        told["issued"] += progress.issued
        told["refused"] += progress.refused
        for single in range(share.singles):
            name = f"S{share.number}-{group}-{single}"
            made = issuing.issue(office, AwardRequest(achievement, name), actor=by.name)
            told["issued"] += 1
            if single < share.revocations:
                revoking.revoke(office, made.id, by, reason="measured")
                told["revoked"] += 1
    return told


def main(url: str, folder: str, achievement: str, *numbers: str) -> None:
    """Be one of many."""
    office = open_office(url, Path(folder))
    share = Share(*map(int, numbers))
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.perf_counter()
    told: Counter[str] = Counter()
    try:
        told = work(office, achievement, share)
    except BadgeError as error:
        told[error.code] += 1
    print(json.dumps({"seconds": time.perf_counter() - start, "told": told}), flush=True)
    office.store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
