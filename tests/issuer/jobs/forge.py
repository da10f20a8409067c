"""A forge of workers that come at once: it has imported everything, and forks on demand.

`python -m tests.issuer.jobs.forge URL FOLDER BATCH` answers each line on its standard input with
the id of a new process, which opens the database and signs the group until it is done or killed.
"""

import os
import signal
import sys
from pathlib import Path

from badges.clock import RandomIdentifiers, SystemClock
from badges.settings import Settings
from issuer.keystores import EncryptedFile
from issuer.ports import Office
from issuer.services.batches import running
from issuer.services.commons import referentials
from issuer.store import open_store
from tests.issuer.fakes import PlainCeremonies, PlainHasher, PlainPress
from tests.issuer.world import ONLINE, SquareArtwork

FEW = 3
"""Lines in one unit of work: with the usual chunk all would be signed before anybody is killed."""


def open_office(database_url: str, folder: Path) -> Office:
    """An office with a true clock and true randomness, whose pictures take no time."""
    identifiers = RandomIdentifiers()
    return Office(
        settings=Settings(data_dir=folder, database_url=database_url, base_url=ONLINE),
        clock=SystemClock(),
        identifiers=identifiers,
        store=open_store(database_url),
        keys=EncryptedFile(folder / "keys", identifiers),
        artwork=SquareArtwork(),
        press=PlainPress(),
        hasher=PlainHasher(),
        passkeys=PlainCeremonies(),
    )


def main(database_url: str, folder: str, batch_id: str) -> None:
    """Fork a worker for each line that comes, until there is no more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries whoever was killed
    warm = open_office(database_url, Path(folder))
    referentials.default(warm)
    warm.store.close()
    for _ in sys.stdin:
        worker = os.fork()
        if worker == 0:
            office = open_office(database_url, Path(folder))
            while running.run(office, batch_id, at_most=FEW).remaining:
                pass
            os._exit(0)
        print(worker, flush=True)  # noqa: T201 - the answer of this program


if __name__ == "__main__":
    main(*sys.argv[1:])
