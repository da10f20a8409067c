"""Whatever a worker does, the verifier goes on; and a worker knows nothing that it need not."""

import gc
import io
import os
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore

import psutil
import pytest
from PIL import Image

from badges.i18n import LANGUAGES, catalogue
from tests.verifier.sight.things_to_see import ADDRESS, file_of, pdf, qr
from verifier import sight as room
from verifier.errors import InputError, Unseen
from verifier.ports import Attachment, NoSight, PdfContents
from verifier.sight import IsolatedSight, frames, open_sight, pdfs, pictures, telling
from verifier.sight.found import REASONS, CannotSee, Deadline
from verifier.sight.process import run

PICTURE = file_of(qr(), "PNG")


def acting(sight: IsolatedSight, code: str) -> IsolatedSight:
    """The same sight whose workers run `code` instead of looking."""
    return replace(sight, command=(sys.executable, "-I", "-S", "-c", code))


def refused(sight: IsolatedSight) -> InputError:
    """The error with which a look ends."""
    with pytest.raises(InputError) as caught:
        sight.codes(PICTURE)
    return caught.value


def _children() -> set[int]:
    """The processes that this one has begun and not yet seen the end of."""
    return {child.pid for child in psutil.Process().children()}


def told(letter: bytes, content: bytes = b"") -> str:
    """Python text that writes one frame."""
    out = io.BytesIO()
    frames.write(out, letter, content)
    return f"import sys; sys.stdout.buffer.write({out.getvalue()!r}); sys.stdout.buffer.flush();"


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "import sys; sys.exit(3)",
        "raise RuntimeError",
        "print('hello')",
        "import sys; sys.stdout.buffer.write(b'c' + bytes([255] * 4) + b'x')",
        told(frames.REFUSAL, b"no.such.reason"),
        told(frames.REFUSAL, b"\xff"),
        told(frames.NAME, b"only a name"),
        "",
    ],
)
def test_a_worker_that_fails_is_one_sentence(sight: IsolatedSight, code: str) -> None:
    """Killed, in error, silent, or talking nonsense: the same error of ours."""
    assert refused(acting(sight, code)).code == "sight.failed"


@pytest.mark.parametrize("reason", sorted(REASONS - {"sight.too_slow"}))
def test_a_worker_says_why(sight: IsolatedSight, reason: str) -> None:
    """The reasons that are agreed on are passed on."""
    assert refused(acting(sight, told(frames.REFUSAL, reason.encode()))).code == reason


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(60)",
        "while True: pass",
        "import os, time; os.close(0); time.sleep(60)",
        "import os, time\nwhile True: os.read(0, 1); time.sleep(0.01)",
        "import signal, time; signal.pthread_sigmask(0, range(1, 64)); time.sleep(60)",
        "import os, time; os.fork() or time.sleep(60); time.sleep(60)",
    ],
    ids=["asleep", "busy", "deaf", "slow", "stubborn", "with a child"],
)
def test_a_worker_that_hangs_is_ended(sight: IsolatedSight, code: str) -> None:
    """Its time over, it is gone, and what was said of the badge is that nobody could look."""
    before = _children()
    error = refused(replace(acting(sight, code), seconds=0.3))
    assert (error.code, type(error)) == ("sight.too_slow", Unseen)
    assert _children() <= before


def test_a_worker_that_stops_talking_is_not_waited_for(sight: IsolatedSight) -> None:
    """Output closed, it has nothing more to do, and is ended at once rather than in an hour."""
    code = told(frames.END) + "import os, time; os.close(1); time.sleep(3600)"
    assert replace(acting(sight, code), seconds=600).codes(PICTURE) == ()


def test_what_was_found_before_the_end_counts(sight: IsolatedSight) -> None:
    """A code on the first page is not lost because the second one crashes or hangs."""
    before = told(frames.CODE, ADDRESS.encode())
    crashing = acting(sight, before + "import os; os.abort()")
    hanging = replace(acting(sight, before + "import time; time.sleep(60)"), seconds=0.5)
    refusing = acting(sight, before + told(frames.REFUSAL, b"sight.too_much_memory"))
    for one in (crashing, hanging, refusing):
        assert one.codes(PICTURE) == (ADDRESS,)
    badge = told(frames.NAME, b"a") + told(frames.CONTENT, b"{}")
    crashing = acting(sight, badge + "import os; os.abort()")
    assert crashing.pdf(b"%PDF-") == PdfContents((Attachment("a", b"{}"),))


def test_a_worker_that_never_stops_talking_is_cut_short() -> None:
    """At most so many bytes are heard, and the memory of the verifier stays its own."""
    flood = (sys.executable, "-I", "-S", "-c", "import os\nwhile True: os.write(1, bytes(65536))")
    heard = run(flood, b"", seconds=30, limit=1_000_000)
    assert (len(heard.told), heard.is_late) == (1_000_000, False)


def test_a_worker_need_not_hear_all(sight: IsolatedSight) -> None:
    """Twenty megabytes offered to somebody who reads none of them."""
    assert acting(sight, told(frames.END)).codes(bytes(20_000_000)) == ()


def test_there_is_no_worker_to_start(sight: IsolatedSight) -> None:
    """A machine that starts no process is no fault of the badge."""
    error = refused(replace(sight, command=("/nowhere/python",)))
    assert (error.code, type(error)) == ("sight.unavailable", Unseen)


def test_a_worker_knows_no_secret(sight: IsolatedSight, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the environment, no socket, no file but its three; no folder of ours."""
    monkeypatch.setenv("BADGES_API_TOKEN", "secret")
    listening = socket.create_server(("127.0.0.1", 0))
    os.set_inheritable(listening.fileno(), True)  # noqa: FBT003 - the name says it
    code = """
import os, struct, sys
left = sorted(set(os.environ) - {"LC_CTYPE", "LD_LIBRARY_PATH"})
open_files = [n for n in range(3, 200) if os.path.exists(f"/proc/self/fd/{n}")
              and not os.readlink(f"/proc/self/fd/{n}").startswith("/proc")]
text = repr((left, open_files, os.getcwd(), os.getsid(0) == os.getpid())).encode()
sys.stdout.buffer.write(b"c" + struct.pack(">I", len(text)) + text)
"""
    try:
        assert acting(sight, code).codes(PICTURE) == ("([], [], '/', True)",)
    finally:
        listening.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_confined_worker_can_do_nothing_but_decode(sight: IsolatedSight) -> None:
    """Neither open a file, nor write one, nor take more memory than it was given."""
    code = """
import sys
sys.path.insert(0, sys.argv[-1])
import limits
def tried(act):
    try:
        act()
    except (OSError, MemoryError) as error:
        return type(error).__name__
limits.confine(int(sys.argv[3]), 1)
text = " ".join(str(tried(act)) for act in (
    lambda: open("/etc/hostname"), lambda: bytearray(300_000_000), lambda: bytearray(1_000_000)
)).encode()
sys.stdout.buffer.write(b"c" + len(text).to_bytes(4, "big") + text)
"""
    looking = replace(acting(sight, code), folders=(str(Path(room.__file__).parent),))
    assert looking.codes(PICTURE) == ("OSError MemoryError None",)


def test_too_little_memory_is_a_sentence(sight: IsolatedSight) -> None:
    """A picture that needs more than a worker has is refused, and nothing else happens."""
    sheet = Image.new("L", (4000, 3900), 255)
    sheet.paste(qr(), (99, 99))
    large = file_of(sheet, "PNG")
    assert refused_of(replace(sight, memory=60_000_000), large).code == "sight.too_much_memory"
    assert sight.codes(large) == (ADDRESS,)


def refused_of(sight: IsolatedSight, picture: bytes) -> InputError:
    """The error with which a look at that picture ends."""
    with pytest.raises(InputError) as caught:
        sight.codes(picture)
    return caught.value


def test_so_many_workers_and_no_more(sight: IsolatedSight) -> None:
    """Whoever finds no place in time is asked to come back; a place that was left can be had."""
    places = BoundedSemaphore(1)
    crowded = replace(sight, places=places, seconds=0.2)
    with places:
        error = refused(crowded)
    assert (error.code, type(error)) == ("sight.busy", Unseen)
    assert replace(crowded, seconds=10).codes(PICTURE) == (ADDRESS,)


def test_a_failure_gives_its_place_back(sight: IsolatedSight) -> None:
    """Crashes and machines without processes do not wear the places out."""
    places = BoundedSemaphore(1)
    for broken in (acting(sight, "raise SystemExit(1)"), replace(sight, command=("/nowhere",))):
        refused(replace(broken, places=places))
    assert replace(sight, places=places).codes(PICTURE) == (ADDRESS,)


def test_threads_of_a_server_look_at_the_same_time(sight: IsolatedSight) -> None:
    """Each gets the answer to its own picture; no process, thread or pipe is left over."""
    patient = replace(sight, seconds=30, places=BoundedSemaphore(4))
    before, children = threading.active_count(), _children()
    texts = [f"https://badges.example.fr/v/{number}" for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        answers = pool.map(patient.codes, [file_of(qr(text), "PNG") for text in texts])
        assert list(answers) == [(text,) for text in texts]
    gc.collect()
    assert threading.active_count() == before
    assert _children() <= children


def test_without_libraries_there_is_no_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verifier without the extra, or without an interpreter to start, says so and works on."""
    monkeypatch.setattr(room, "LIBRARIES", ("no_such_library",))
    assert isinstance(open_sight(), NoSight)
    monkeypatch.undo()
    monkeypatch.setattr(sys, "executable", "")
    assert isinstance(open_sight(), NoSight)


def test_the_verifier_itself_loads_no_decoder() -> None:
    """Opening the sight, and looking, load neither Pillow nor the others into the verifier."""
    script = """
import sys
from verifier.sight import open_sight
try:
    open_sight().codes(b"GIF89a")
except Exception as error:
    print(error)
print({"PIL", "zxingcpp", "pypdfium2"} & set(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(room.__file__).parents[2],
    )
    assert done.stdout.split("\n")[:2] == ["picture.broken", "set()"]


@pytest.mark.parametrize("look", [pictures.look, pdfs.look], ids=["picture", "pdf"])
def test_a_look_is_told_frame_by_frame(look: telling.Look) -> None:
    """What a decoder cannot see is told as a reason."""
    out = io.BytesIO()
    telling.tell(look, b"%PDF", Deadline.after(1), out)
    [(letter, reason)] = frames.read(out.getvalue())
    assert letter == frames.REFUSAL
    assert reason.decode() in {"pdf.broken", "picture.other_kind"}


def test_a_look_at_each_kind_gives_frames() -> None:
    """A code of a picture; name and content of an attached file, and the code of a page."""
    later = Deadline.after(10)
    assert list(pictures.look(PICTURE, later)) == [(frames.CODE, ADDRESS.encode())]
    assert list(pdfs.look(pdf(qr(), attached={"a": b"x"}), later)) == [
        (frames.NAME, b"a"),
        (frames.CONTENT, b"x"),
        (frames.CODE, ADDRESS.encode()),
    ]
    assert len(list(pdfs.look(pdf(qr(), attached={"a": b"{}"}), later))) == 2


def test_a_look_without_memory_is_told() -> None:
    """Memory that is not there is a reason too."""

    def starving(_: bytes, __: Deadline) -> frames.Frames:
        yield frames.CODE, b"first"
        raise MemoryError

    out = io.BytesIO()
    telling.tell(starving, b"", Deadline.after(1), out)
    assert list(frames.read(out.getvalue())) == [
        (frames.CODE, b"first"),
        (frames.REFUSAL, b"sight.too_much_memory"),
    ]


def test_every_reason_has_words() -> None:
    """In each language, whatever a worker may say."""
    for language in LANGUAGES:
        assert set(catalogue("verifier", language)) >= REASONS
    assert CannotSee("pdf.locked").code in REASONS
