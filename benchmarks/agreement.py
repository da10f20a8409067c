"""Before anything is timed: what one signs the others accept, and nobody accepts a changed badge.

A contender that answers wrongly is not slow or fast, it is out: its time would mean nothing.
"""

import json
from collections.abc import Callable, Mapping

from badges import jsonld
from benchmarks.house import CREATED, EDDSA, House, People
from benchmarks.node_peers import CORE, ISSUE, VERIFY, NodePeer
from benchmarks.python_peer import OpenBadgesLibrary
from benchmarks.rounds import WrongAnswer

Judge = Callable[[bytes], bool]


def require_agreement(
    house: House, library: OpenBadgesLibrary, node: Mapping[str, NodePeer]
) -> None:
    """Let everybody verify what everybody issued.

    Raises:
        WrongAnswer: somebody refuses a good badge, or accepts a changed one.
    """
    people = People(house, first=90_000)
    issued = _issued(house, library, node, people)
    judges: dict[str, Judge] = {"ours": house.accepts, "openbadgeslib": library.accepts}
    readers = judges | ({VERIFY: _judge(node[VERIFY])} if VERIFY in node else {})
    for who, badge in issued.items():
        # The Node stack reads no JWT.
        for name, judge in (readers if badge.startswith(b"{") else judges).items():
            _require(judge(badge), f"{name} refuses a badge of {who}")
            _require(not judge(_changed(badge)), f"{name} accepts a changed badge of {who}")
    if CORE in node:
        (badge,) = without_status(people, 1)
        judge = _judge(node[CORE])
        _require(judge(badge), "verifier-core refuses a badge")
        _require(not judge(_changed(badge)), "verifier-core accepts a changed badge")


def without_status(people: People, count: int) -> list[bytes]:
    """Signed badges that name no status list: verifier-core would fetch it for each badge."""
    house = people.house
    documents = people.documents(count)
    for document in documents:
        document.pop("credentialStatus", None)
    return [EDDSA.secure(item, house.signer, created=CREATED).body for item in documents]


def _issued(
    house: House, library: OpenBadgesLibrary, node: Mapping[str, NodePeer], people: People
) -> dict[str, bytes]:
    (person,) = people.next(1)
    document = house.document(person)
    issued = {
        "ours": house.issue(person),
        "our series": house.issue_in_series(house.shape.values(person)),
        "openbadgeslib": library.issue(document),
        "our JWT": house.issue_jwt(document),
        "openbadgeslib's JWT": library.issue_jwt(document),
    }
    if ISSUE in node:
        (made,) = node[ISSUE].answers([json.dumps(document)])
        issued[ISSUE] = made.encode()
    digests = {
        jsonld.digest({name: value for name, value in json.loads(badge).items() if name != "proof"})
        for badge in issued.values()
        if badge.startswith(b"{")
    }
    _require(len(digests) == 1, "not everybody signed the same statements")
    _require(issued["ours"] == issued["our series"], "our series writes other bytes")
    return issued


def _judge(peer: NodePeer) -> Judge:
    return lambda badge: peer.answers([badge.decode()]) == [True]


def _changed(badge: bytes) -> bytes:
    """The badge with one letter of a text, or of the payload, changed."""
    if badge.startswith(b"{"):
        return badge.replace(b"Animer", b"Animez", 1)
    middle = len(badge) // 2
    return (
        badge[:middle]
        + (b"B" if badge[middle : middle + 1] != b"B" else b"C")
        + badge[middle + 1 :]
    )


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise WrongAnswer(otherwise)
