"""The clerk signs what this process would sign, and nobody waits for one that is gone.

A clerk is forked, so most of these tests are processes of their own: that of the tests has threads.
"""

import mmap
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from issuer.errors import KeyUnavailable
from issuer.keystores.clerk import ForkedClerk
from issuer.model import SigningKey
from tests.world import NOON

ROOT = Path(__file__).parents[3]
PATIENCE = 30
BEGIN = """
import os, signal, sys, time
from datetime import timedelta
from pathlib import Path
from badges.proofs.series import Series
from issuer.errors import KeyUnavailable
from issuer.keystores import EncryptedFile, clerk, forked_clerk
from issuer.model import SigningKey
from issuer.ports import Asked
from tests.world import NOON, CountedIdentifiers

keys = EncryptedFile(Path(sys.argv[1]), CountedIdentifiers())
keys.prepare()
new = keys.create("lieu", "key-1", "Ed25519")
key = SigningKey("lieu", "key-1", "Ed25519", new.public, "active", NOON, sealed=new.sealed)
METHOD = f"did:key:{new.public}#{new.public}"
NAME = "/credentialSubject/identifier/0/identityHash"


def series(name):
    who = {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": "A"}
    return Series({
        "@context": ["https://www.w3.org/ns/credentials/v2",
                     "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:0", "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name, "issuer": {"id": "did:example:1", "type": ["Profile"]},
        "credentialSubject": {"type": ["AchievementSubject"], "identifier": [who]},
    }, {"name": NAME, "id": "/id"})


def asked(one, count=5):
    return [Asked(one, {"id": f"urn:uuid:{n}", "name": f"Zoé {n}"}) for n in range(count)]


def here(badges, created=NOON):
    signer = keys.signer(key, METHOD)
    return [one.secure(texts, signer, created=created).body for one, texts in badges]


def refused(act):
    try:
        act()
    except KeyUnavailable as error:
        return error.code


with forked_clerk(keys) as signing:
    put = lambda badges, created=NOON: signing.put(key, METHOD, badges, created)
"""


def told(directory: Path, script: str) -> str:
    """What a script says that has a clerk, `signing`; it ends well."""
    body = "".join(f"    {line}\n" for line in script.strip().splitlines())
    command = [sys.executable, "-c", BEGIN + body, str(directory)]
    ended = subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=PATIENCE
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def is_there(process: int) -> bool:
    """Whether a process works, or waits to."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_clerk_signs_what_this_process_would_sign(tmp_path: Path) -> None:
    """Byte for byte: block after block, another moment, more series than it is told at once."""
    script = """
many = [series(f"S {n}") for n in range(90)]
later = NOON + timedelta(days=1)
first, second = asked(many[0]), asked(many[1], 700)
one, other = put(first), put(second, later)
same = [signing.take(one) == here(first), signing.take(other) == here(second, later)]
for few in (many[:60], many[30:], many[:3]):
    badges = [badge for one in few for badge in asked(one, 2)]
    same.append(signing.take(put(badges)) == here(badges))
print(same)
"""
    assert told(tmp_path, script) == str([True] * 5)


def test_what_a_clerk_cannot_sign_is_given_back(tmp_path: Path) -> None:
    """A badge that the suite refuses, a block without room, a key that does not open; then on."""
    script = """
from dataclasses import replace
one = series("S")
wrong = put([*asked(one), Asked(one, {"id": "no address", "name": "Zoé"})])
large = put([Asked(one, {"id": "urn:uuid:1", "name": "x" * 9_000_000})])
given_back = [signing.take(wrong), signing.take(large)]
given_back.append(signing.take(signing.put(replace(key, sealed=b"no"), METHOD, asked(one), NOON)))
print(given_back, signing.take(put(asked(one))) == here(asked(one)))
"""
    assert told(tmp_path, script) == "[None, None, None] True"


def test_a_block_that_nobody_asks_for_is_forgotten(tmp_path: Path) -> None:
    """A unit of work that is undone leaves its blocks; those of the next one are its own."""
    script = """
one = series("S")
numbers = [put(asked(one, count)) for count in (1, 2, 3, 4)]
print(len(signing.take(numbers[-1])), len(signing.take(put(asked(one, 5)))))
"""
    assert told(tmp_path, script) == "4 5"


def test_a_clerk_that_is_killed_is_told(tmp_path: Path) -> None:
    """Whether a block waits or is being put."""
    script = """
os.kill(signing._child, signal.SIGSTOP)
number = put(asked(series("S")))
os.kill(signing._child, signal.SIGKILL)
os.waitpid(signing._child, 0)
print(refused(lambda: signing.take(number)), refused(lambda: put(asked(series("S")))))
"""
    assert told(tmp_path, script) == "clerk.lost clerk.lost"


def test_a_clerk_that_hangs_is_not_waited_for(tmp_path: Path) -> None:
    """It is late, and when it is let go it is ended."""
    script = """
os.kill(signing._child, signal.SIGSTOP)
signing._line.settimeout(0.2)
clerk._GRACE = 0.2
number = put(asked(series("S")))
print(signing._child, refused(lambda: signing.take(number)))
"""
    child, code = told(tmp_path, script).split()
    assert code == "clerk.late"
    assert not is_there(int(child))


@pytest.mark.parametrize(
    ("number", "size", "written"),
    [
        (2, 8, b""),
        (1, 9_000_000, b""),
        (1, 8, b"\0\0\0\2"),
        (1, 9, b"\0\0\0\1"),
    ],
    ids=["number", "room", "lengths", "sum"],
)
def test_an_answer_that_cannot_be_is_refused(number: int, size: int, written: bytes) -> None:
    """Another block, more than there is room for, lengths that do not fit: nothing is taken."""
    ours, theirs = socket.socketpair()
    half = 8 * 1024 * 1024
    with ours, theirs, mmap.mmap(-1, 2 * half) as room:
        signing = ForkedClerk(ours, room, child=0)
        key = SigningKey("lieu", "key-1", "Ed25519", "z6Mk", "active", NOON, sealed=b"")
        asked_for = signing.put(key, "did:example:1#key-1", [], NOON)
        room[half : half + len(written)] = written
        theirs.sendall(struct.pack(">QQ", number, size))
        with pytest.raises(KeyUnavailable, match=r"clerk\.wrong"):
            signing.take(asked_for)


def test_no_clerk_outlives_who_is_killed(tmp_path: Path) -> None:
    """Killed without warning, the command cannot tell its clerk, which ends all the same."""
    script = "    print(signing._child, flush=True)\n    time.sleep(60)\n"
    with subprocess.Popen(
        [sys.executable, "-c", BEGIN + script, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as command:
        assert command.stdout is not None
        child = int(command.stdout.readline())
        assert is_there(child)
        os.kill(command.pid, signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while is_there(child) and time.monotonic() < end:
        time.sleep(0.01)
    assert not is_there(child)


def test_a_process_with_threads_is_not_copied(tmp_path: Path) -> None:
    """Whatever a thread holds would stay held in the copy."""
    script = """
from threading import Event, Thread
over = Event()
Thread(target=over.wait).start()
with forked_clerk(keys) as other:
    print(other)
over.set()
"""
    assert told(tmp_path, script) == "None"
