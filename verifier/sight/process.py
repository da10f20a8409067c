"""One child process for one file: fed, heard, and ended in time, whatever it does.

The child inherits three pipes and nothing else: no socket, no file, no secret of the environment.
All this is safe in a server with threads: nothing of ours runs between fork and exec.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_NEEDED_TO_START = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""All that Python itself may need of the environment: where its own libraries are."""

_GRACE = 1.0
"""Seconds for the pipes of a killed child to close."""


@dataclass
class Heard:
    """What a child wrote, and whether it had not come to an end when its time was over."""

    told: bytes = b""
    is_late: bool = False


def run(command: Sequence[str], material: bytes, *, seconds: float, limit: int) -> Heard:
    """Feed `material` to `command` and hear at most `limit` bytes, for at most `seconds`.

    When this returns the child is gone and waited for, and so is every process that it started.

    Raises:
        OSError, RuntimeError: the child, or a thread to feed it, could not be started.
    """
    return _Talk(_start(command), material, limit).hold(seconds)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and script, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _NEEDED_TO_START if name in os.environ},
        cwd=Path(sys.executable).anchor or None,
        close_fds=True,
        start_new_session=True,
    )


@dataclass
class _Talk:
    """A child, with one thread that feeds it and one that listens: neither waits for the other."""

    child: subprocess.Popen[bytes]
    material: bytes
    limit: int
    heard: Heard = field(default_factory=Heard)

    def hold(self, seconds: float) -> Heard:
        threads = [threading.Thread(target=act, daemon=True) for act in (self._listen, self._feed)]
        try:
            for thread in threads:
                thread.start()
            threads[0].join(seconds)
            self.heard.is_late = threads[0].is_alive()
        finally:
            self._end()
        for thread in threads:
            thread.join(_GRACE)
        return self.heard

    def _listen(self) -> None:
        """Hear all that there is, up to the limit; then it is over, for whoever says more lies."""
        if self.child.stdout is not None:
            with self.child.stdout as pipe, suppress(OSError):
                self.heard.told = pipe.read(self.limit)

    def _feed(self) -> None:
        """Give the material; a child that ends without hearing it all has its reasons."""
        if self.child.stdin is not None:
            with suppress(OSError), self.child.stdin as pipe:
                pipe.write(self.material)

    def _end(self) -> None:
        """End the child with its whole group, while its number cannot be anybody else's."""
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self.child.pid, signal.SIGKILL)
            else:
                self.child.kill()
        self.child.wait()
