"""The peers in Node: a process for each that stays and times itself, so that its JIT is warm.

Its packages are those that the tests of interoperability pin. They are used where they are already;
only a caller who says so has them installed.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.model.credential import ACHIEVEMENT_SCHEMA
from benchmarks.house import CREATED, House
from benchmarks.rounds import Turn, WrongAnswer
from schemas.catalogue import CURRENT
from tests.interop.node_programs import NodeUnavailable, installed_modules, node_modules

PROGRAM = Path(__file__).parent / "node" / "peers.mjs"
ISSUE, VERIFY, CORE = "vc-issue", "vc-verify", "core-verify"
PACKAGES = ("@digitalbazaar/vc", "@digitalcredentials/verifier-core", "jsonld")
ANSWERING_SECONDS = 60.0


@dataclass(frozen=True)
class NodePeer:
    """One contender in a Node process that waits for lines of JSON."""

    process: "subprocess.Popen[str]"

    def ask(self, question: JsonObject) -> Any:
        """Its answer.

        Raises:
            NodeUnavailable: the process ended, or did not answer in time.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        slow = Timer(ANSWERING_SECONDS, self.process.kill)
        slow.start()
        try:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except OSError as error:
            raise NodeUnavailable("the Node process ended") from error
        finally:
            slow.cancel()
        if not answer:
            raise NodeUnavailable("the Node process ended")
        return json.loads(answer)

    def answers(self, items: Sequence[str]) -> list[Any]:
        """What it makes of each item."""
        made: list[Any] = self.ask({"items": items})["answers"]
        return made

    def turn(self, inputs: Callable[[int], Sequence[str]]) -> Turn:
        """A turn that the process times itself; every answer must be a yes or a badge."""

        def turn(count: int) -> float:
            answer = self.ask({"items": inputs(count)})
            if not all(answer["answers"]):
                raise WrongAnswer
            return float(answer["seconds"])

        return turn


@contextmanager
def open_peers(house: House, modules: Path | None) -> Iterator[dict[str, NodePeer]]:
    """The three peers with the key of `house`, by name; none when their packages are not here."""
    with ExitStack() as stack:
        yield {} if modules is None else _started(stack, house, modules)


def modules(*, install: bool) -> Path | None:
    """Where the packages of the peers are; None when they cannot be had.

    `install` lets npm fetch them when they are not here yet.
    """
    try:
        return node_modules() if install else installed_modules()
    except NodeUnavailable:
        return None


def versions(modules: Path) -> dict[str, str]:
    """The version of Node and of each package that is measured."""
    node = subprocess.run(  # noqa: S603 - as below
        [_node(), "--version"], capture_output=True, text=True, check=True
    )
    found = {"node": node.stdout.strip().removeprefix("v")}
    for name in PACKAGES:
        package = json.loads((modules / name / "package.json").read_text("utf-8"))
        found[name] = str(package["version"])
    return found


def _started(stack: ExitStack, house: House, modules: Path) -> dict[str, NodePeer]:
    """All of them ready to work; none when one of them cannot."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    shutil.copy(PROGRAM, folder)
    (folder / "node_modules").symlink_to(modules)
    try:
        peers = {name: _start(stack, folder, name) for name in (ISSUE, VERIFY, CORE)}
        for peer in peers.values():
            peer.ask(_setting(house))
    except NodeUnavailable as error:
        print(f"The Node peers do not run here: {error}", file=sys.stderr)
        return {}
    return peers


def _start(stack: ExitStack, folder: Path, name: str) -> NodePeer:
    process = stack.enter_context(
        subprocess.Popen(  # noqa: S603 - the Node of this machine, with our own program
            [_node(), "--expose-gc", PROGRAM.name, name],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
    )
    stack.callback(process.kill)
    return NodePeer(process)


def _node() -> str:
    """Where Node is.

    Raises:
        NodeUnavailable: it is not installed.
    """
    found = shutil.which("node")
    if found is None:
        raise NodeUnavailable("node is not installed")
    return found


def _setting(house: House) -> JsonObject:
    """Contexts, key and, for verifier-core, a schema that accepts everything: that favours it."""
    contexts = {url: CURRENT.document(url) for url in CURRENT.urls()}
    return {
        "contexts": contexts,
        "created": encode_instant(CREATED),
        "pages": {ACHIEVEMENT_SCHEMA: {"$id": ACHIEVEMENT_SCHEMA}},
        "key": {
            "id": house.signer.verification_method,
            "controller": house.did,
            "type": "Multikey",
            "publicKeyMultibase": house.key.public.multikey(),
            "secretKeyMultibase": house.secret_multikey,
        },
    }
