"""What a worker may use at most, set by itself before it touches what it was given.

Whatever a hostile file makes a decoder do, the operating system ends it: too much memory, time, a
file opened or written, another process started. Where the system knows no such limits (Windows),
the time that the parent keeps is the one that is left.
"""

import sys

OPEN_FILES = 3
"""The three that a worker is born with: nothing else can be opened, not even a font."""

if sys.platform == "win32":  # pragma: no cover - the limits below are those of Unix

    def confine(memory: int, seconds: float) -> None:
        """Nothing to set: this system has no limits of one process."""
        del memory, seconds

else:
    import resource

    def confine(memory: int, seconds: float) -> None:
        """From now on this process has at most `memory` bytes, `seconds` of processor, no files.

        Args:
            memory: bytes of address space, libraries included.
            seconds: processor time, rounded up.
        """
        ceilings = (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, int(seconds) + 1),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NPROC, 0),
            (resource.RLIMIT_NOFILE, OPEN_FILES),
        )
        for kind, ceiling in ceilings:
            _lower(kind, ceiling)

    def _lower(kind: int, ceiling: int) -> None:
        """Set one limit, never above the one that somebody set before."""
        _, hard = resource.getrlimit(kind)
        lowest = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
        try:
            resource.setrlimit(kind, (lowest, lowest))
        except (OSError, ValueError):
            # macOS knows some limits and refuses to set them: the others still hold.
            return
