"""Issuing and verifying one kind of badge: ours, openbadgeslib, the Node stack, bare Ed25519.

Like against like. Issue: from what the program knows of a person to the JSON text of the badge,
with whatever the contender checks on the way. Verify: from JSON text to a decision. Ours runs all
its checks, status included; the peers are spared what they are slow at (see each of them).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key

from benchmarks.agreement import require_agreement, without_status
from benchmarks.credentials import RICH, Shape
from benchmarks.house import CREATED, EDDSA, House, People, is_accepted
from benchmarks.node_peers import CORE, ISSUE, VERIFY, NodePeer, open_peers
from benchmarks.python_peer import OpenBadgesLibrary
from benchmarks.rounds import DEFAULT, Contender, Pace, Ratio, Times, in_python, run

BATCH, SINGLE, OURS = "issue in a batch", "issue one", "verify"
JWT_ISSUE, JWT_VERIFY = "issue a VC-JWT", "verify a VC-JWT alone"
JWT_OURS = "verify a VC-JWT with every check"
LIBRARY_ISSUE, LIBRARY_VERIFY = "openbadgeslib issue", "openbadgeslib verify"
LIBRARY_JWT_ISSUE, LIBRARY_JWT_VERIFY = "openbadgeslib issue JWT", "openbadgeslib verify JWT"
NODE_ISSUE, NODE_VERIFY, NODE_CORE = "Node vc issue", "Node vc verify", "verifier-core verify"
RAW_SIGN, RAW_VERIFY = "bare Ed25519 sign", "bare Ed25519 verify"
PROOF_ADD, PROOF_CHECK = "add the proof", "check the proof"
LIBRARY_PROOF_ADD = "openbadgeslib: add the proof"
LIBRARY_PROOF_CHECK = "openbadgeslib: check the proof"

PAIRS: Mapping[str, tuple[str, str]] = {
    "issue_batch_vs_openbadgeslib": (LIBRARY_ISSUE, BATCH),
    "issue_vs_openbadgeslib": (LIBRARY_ISSUE, SINGLE),
    "verify_vs_openbadgeslib": (LIBRARY_VERIFY, OURS),
    "issue_batch_vs_node": (NODE_ISSUE, BATCH),
    "issue_vs_node": (NODE_ISSUE, SINGLE),
    "verify_vs_node": (NODE_VERIFY, OURS),
    "verify_vs_verifier_core": (NODE_CORE, OURS),
    "issue_batch_share_of_raw": (RAW_SIGN, BATCH),
    "issue_share_of_raw": (RAW_SIGN, SINGLE),
    "verify_share_of_raw": (RAW_VERIFY, OURS),
    "issue_jwt_vs_openbadgeslib": (LIBRARY_JWT_ISSUE, JWT_ISSUE),
    "verify_jwt_vs_openbadgeslib": (LIBRARY_JWT_VERIFY, JWT_VERIFY),
    "verify_jwt_whole_vs_openbadgeslib": (LIBRARY_JWT_VERIFY, JWT_OURS),
}
"""The ratios: whose time stands above, and whose below."""

CONTRACT = (
    *("issue_batch_vs_openbadgeslib", "issue_vs_openbadgeslib", "verify_vs_openbadgeslib"),
    *("issue_batch_vs_node", "verify_vs_verifier_core"),
    *("issue_batch_share_of_raw", "verify_share_of_raw"),
)
"""The ratios that programs outside may count on; the two of Node only where Node is."""

_PYTHON_WARMING, _BATCH_WARMING, _NODE_WARMING = 0.4, 2.0, 2.0
"""Seconds before the first round: a batch has learnt its ways after some thousand badges, and V8
has compiled what it will after some hundred."""
_HASHES = 64


@dataclass(frozen=True)
class Beside:
    """What was measured of one kind of badge."""

    shape: Shape
    times: Times

    def ratios(self) -> dict[str, Ratio]:
        """Every ratio whose two contenders worked."""
        return {
            name: self.times.ratio(*pair)
            for name, pair in PAIRS.items()
            if all(who in self.times.rounds for who in pair)
        }


def measure(shape: Shape, rounds: int, *, node: Path | None, pace: Pace = DEFAULT) -> Beside:
    """Check that all agree, then measure them in turn; `node` is where the Node packages are."""
    house = House(shape)
    library = OpenBadgesLibrary(house)
    with open_peers(house, node) as peers:
        require_agreement(house, library, peers)
        everybody = [
            *_ours(house),
            *_library(library),
            *_node(house, peers),
            *_bare(house),
        ]
        return Beside(shape, run(everybody, rounds, pace=pace))


def _ours(house: House) -> list[Contender]:
    people = People(house)

    def tokens(count: int) -> list[bytes]:
        return [house.issue_jwt(document) for document in people.documents(count)]

    work = (
        (BATCH, in_python(people.values, house.issue_in_series)),
        (SINGLE, in_python(people.next, house.issue)),
        (OURS, in_python(people.signed, house.verify, is_accepted)),
        (JWT_ISSUE, in_python(people.documents, house.issue_jwt)),
        (JWT_VERIFY, in_python(tokens, house.check_jwt, bool)),
        (JWT_OURS, in_python(tokens, house.verify, is_accepted)),
    )
    warming = {BATCH: _BATCH_WARMING}
    return [Contender(name, turn, warming.get(name, _PYTHON_WARMING)) for name, turn in work]


def _library(library: OpenBadgesLibrary) -> list[Contender]:
    house = library.house
    people = People(house)

    def tokens(count: int) -> list[bytes]:
        return [house.issue_jwt(document) for document in people.documents(count)]

    work = (
        (LIBRARY_ISSUE, in_python(people.documents, library.issue)),
        (LIBRARY_VERIFY, in_python(people.signed, library.verify)),
        (LIBRARY_JWT_ISSUE, in_python(people.documents, library.issue_jwt)),
        (LIBRARY_JWT_VERIFY, in_python(tokens, library.verify_jwt)),
    )
    return [Contender(name, turn, _PYTHON_WARMING) for name, turn in work]


def _node(house: House, peers: Mapping[str, NodePeer]) -> list[Contender]:
    people = People(house)

    def documents(count: int) -> Sequence[str]:
        return [json.dumps(document) for document in people.documents(count)]

    def signed(count: int) -> Sequence[str]:
        return [badge.decode() for badge in people.signed(count)]

    def signed_without_status(count: int) -> Sequence[str]:
        return [badge.decode() for badge in without_status(people, count)]

    inputs = {
        ISSUE: (NODE_ISSUE, documents),
        VERIFY: (NODE_VERIFY, signed),
        CORE: (NODE_CORE, signed_without_status),
    }
    return [
        Contender(inputs[name][0], peer.turn(inputs[name][1]), _NODE_WARMING)
        for name, peer in peers.items()
    ]


def _bare(house: House) -> list[Contender]:
    """The signature alone, by the library that ours calls, over as many bytes as a proof signs."""
    key = load_der_private_key(house.key.secret(), None)
    assert isinstance(key, Ed25519PrivateKey)
    public = key.public_key()

    def hashes(count: int) -> list[bytes]:
        return [number.to_bytes(_HASHES, "big") for number in range(count)]

    def signatures(count: int) -> list[tuple[bytes, bytes]]:
        return [(key.sign(item), item) for item in hashes(count)]

    return [
        Contender(RAW_SIGN, in_python(hashes, key.sign), _PYTHON_WARMING),
        Contender(
            RAW_VERIFY,
            in_python(signatures, lambda pair: public.verify(*pair)),
            _PYTHON_WARMING,
        ),
    ]


def proofs_alone(rounds: int, pace: Pace = DEFAULT) -> Times:
    """A row of its own: the proof without anything around it, ours beside openbadgeslib's."""
    house = House(RICH)
    library = OpenBadgesLibrary(house)
    people = People(house)
    contenders = (
        Contender(
            PROOF_ADD,
            in_python(
                people.documents,
                lambda document: EDDSA.secure(document, house.signer, created=CREATED),
            ),
        ),
        Contender(LIBRARY_PROOF_ADD, in_python(people.documents, library.add_proof)),
        Contender(PROOF_CHECK, in_python(people.signed, house.check_proof)),
        Contender(LIBRARY_PROOF_CHECK, in_python(people.signed, library.verify_proof)),
    )
    return run(contenders, rounds, pace=pace)
