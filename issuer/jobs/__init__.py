"""Work behind the pages: a queue of ids, a worker that signs groups and sends letters, and chores.

Nothing is true because it is in the queue: what waits is in the store, and the worker looks there
when it starts and every minute. So the queue may be lost, emptied or told twice.
"""

from issuer.jobs.queue import HueyQueue, listening
from issuer.jobs.tasks import CHORES, Chore
from issuer.jobs.worker import Round, run_once, work

__all__ = ["CHORES", "Chore", "HueyQueue", "Round", "listening", "run_once", "work"]
