"""Sight: photos, screenshots and PDF files, looked at in a process apart (VER-02, VER-03).

Pillow, zxing-cpp and PDFium are native code that reads what strangers made. They run in a process
that lives for one file, with little memory and time, no environment and no open file. A crash
there is one sentence in one report; the verifier itself never decodes a picture.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore

from verifier.errors import InputError, Unseen
from verifier.ports import Attachment, NoSight, PdfContents, Sight
from verifier.sight import frames
from verifier.sight.found import REASONS, TOO_SLOW, Deadline, may_be_badge
from verifier.sight.process import Heard, run

__all__ = ["IsolatedSight", "open_sight"]

LIBRARIES = ("PIL", "zxingcpp", "pypdfium2")

_WORKER = Path(__file__).with_name("worker.py")
_WORKERS = 3
_ANSWER_BYTES = 12_000_000
_WAITING = 1 / 3
"""Of the time of a look, the part that it may wait for a place."""
_OWN_SHARE = 0.7
"""Of the time that is left, the part that a worker plans with; it also has to start and to end."""

_places = BoundedSemaphore(_WORKERS)


def open_sight() -> Sight:
    """The sight of this machine: none where the libraries for pictures are not installed."""
    folders = {name: _folder_of(name) for name in LIBRARIES}
    if not sys.executable or None in folders.values():
        return NoSight()
    return IsolatedSight(tuple(dict.fromkeys(str(folder) for folder in folders.values())))


def _folder_of(library: str) -> Path | None:
    """The folder that a library is imported from; the library itself is not loaded."""
    try:
        spec = find_spec(library)
    except ImportError:  # somebody forbids it, as a test of what we need does
        return None
    if spec is None or spec.origin is None:
        return None
    origin = Path(spec.origin).parent
    return origin.parent if spec.submodule_search_locations else origin


@dataclass(frozen=True)
class IsolatedSight:
    """Looks at each file in a process of its own; safe to share between threads.

    Attributes:
        folders: where the decoding libraries are.
        seconds: for one look in all, waiting for a place included.
        memory: bytes of address space of one process, its libraries included.
        places: how many processes there may be at once.
        command: how a worker is started.
    """

    folders: tuple[str, ...]
    seconds: float = 1.8
    memory: int = 256_000_000
    places: BoundedSemaphore = _places
    command: tuple[str, ...] = (sys.executable, "-I", "-S", str(_WORKER))

    def codes(self, picture: bytes) -> tuple[str, ...]:
        """The texts of the QR codes in a photo or a screenshot, in reading order.

        Raises:
            InputError: not a picture that can be read within the bounds.
        """
        return tuple(_texts(self._look("pictures", picture)))

    def pdf(self, document: bytes) -> PdfContents:
        """What a PDF holds; codes are looked for only where no attachment may be a badge.

        Raises:
            InputError: not a PDF that can be read within the bounds.
        """
        told = self._look("pdfs", document)
        return PdfContents(tuple(_attachments(told)), tuple(_texts(told)))

    def _look(self, kind: str, material: bytes) -> tuple[tuple[bytes, bytes], ...]:
        deadline = Deadline.after(self.seconds)
        if not self.places.acquire(timeout=self.seconds * _WAITING):
            raise Unseen("sight.busy")
        try:
            heard = self._hear(kind, material, deadline.left)
        except (OSError, RuntimeError) as error:
            raise Unseen("sight.unavailable") from error
        finally:
            self.places.release()
        return _require_answer(heard)

    def _hear(self, kind: str, material: bytes, seconds: float) -> Heard:
        planned = f"{seconds * _OWN_SHARE:.2f}"
        command = (*self.command, kind, planned, str(self.memory), *self.folders)
        return run(command, material, seconds=seconds, limit=_ANSWER_BYTES)


def _require_answer(heard: Heard) -> tuple[tuple[bytes, bytes], ...]:
    """The frames of an answer, or of the beginning of one in which something was found.

    Raises:
        InputError: the worker says why there is no answer, or ended without any.
    """
    told = tuple(frames.read(heard.told))
    letter, content = told[-1] if told else (b"", b"")
    if letter == frames.END or _has_found(told):
        return told
    reason = content.decode("ascii", "replace") if letter == frames.REFUSAL else ""
    if heard.is_late or reason == TOO_SLOW:
        raise Unseen(TOO_SLOW)
    raise InputError(reason if reason in REASONS else "sight.failed")


def _has_found(told: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(
        letter == frames.CODE or (letter == frames.CONTENT and may_be_badge(content))
        for letter, content in told
    )


def _texts(told: Iterable[tuple[bytes, bytes]]) -> Iterator[str]:
    return (content.decode("utf-8", "replace") for letter, content in told if letter == frames.CODE)


def _attachments(told: Iterable[tuple[bytes, bytes]]) -> Iterator[Attachment]:
    """Each content that follows its name."""
    name = ""
    for letter, content in told:
        if letter == frames.NAME:
            name = content.decode("utf-8", "replace")
        elif letter == frames.CONTENT:
            yield Attachment(name, content)
