"""What signing and verifying a badge cost: ours beside openbadgeslib, on the same document.

    python benchmarks/sign_verify.py [rounds]

Every contender signs or verifies the same RICH credential with the same key, in turns, in one
process; only the ratios inside a round mean something on a shared machine.
"""

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from openbadgeslib.ob3.ldp import add_data_integrity_proof, verify_data_integrity_proof

from badges.did import Resolver
from badges.documents import JsonObject, Secured
from badges.keys import KeySigner, PrivateKey
from badges.proofs import presented, suite

RICH = Path(__file__).parent / "documents" / "rich.json"
CREATED = datetime(2026, 11, 22, 12, tzinfo=UTC)
EDDSA = suite("eddsa-rdfc-2022")
Contender = tuple[str, Callable[[], object], int]


def contenders(document: JsonObject) -> dict[str, tuple[Contender, ...]]:
    """Who signs and who verifies; the first of each is ours."""
    key = PrivateKey.generate("Ed25519")
    did = f"did:key:{key.public.multikey()}"
    method = f"{did}#{key.public.multikey()}"
    unsigned = document | {"issuer": {**document["issuer"], "id": did}}
    signer = KeySigner(key, method)
    pem = load_der_private_key(key.secret(), None).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    secured = EDDSA.secure(unsigned, signer, created=CREATED)
    resolve = Resolver(None)
    return {
        "sign": (
            ("ours", lambda: EDDSA.secure(unsigned, signer, created=CREATED), 100),
            (
                "openbadgeslib",
                lambda: add_data_integrity_proof(unsigned, pem, method, created=CREATED),
                3,
            ),
            ("bare Ed25519", lambda: key.sign(b"\0" * 64), 300),
        ),
        "verify the proof": (
            ("ours", lambda: _verify(secured, resolve), 100),
            ("openbadgeslib", _library_verify(secured, key), 3),
            ("bare Ed25519", _bare_verify(key), 300),
        ),
    }


def _verify(secured: Secured, resolve: Resolver) -> object:
    arrived = Secured(secured.body, secured.media_type)
    (proof,) = presented(arrived)
    return EDDSA.verify(arrived, proof, resolve)


def _library_verify(secured: Secured, key: PrivateKey) -> Callable[[], object]:
    public = load_der_private_key(key.secret(), None).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return lambda: verify_data_integrity_proof(json.loads(secured.body), pem)


def _bare_verify(key: PrivateKey) -> Callable[[], object]:
    signature, public = key.sign(b"\0" * 64), key.public
    return lambda: public.verify(signature, b"\0" * 64)


def timed(function: Callable[[], object], calls: int) -> float:
    """Seconds for one call, on average over `calls`."""
    start = time.perf_counter()
    for _ in range(calls):
        function()
    return (time.perf_counter() - start) / calls


def main(rounds: int) -> None:
    """Print medians, and ratios to ours paired within each round."""
    print(
        f"{platform.machine()}, Python {platform.python_version()}, "
        f"openbadgeslib {version('openbadgeslib')}, {rounds} rounds"
    )
    for work, group in contenders(json.loads(RICH.read_text("utf-8"))).items():
        times: dict[str, list[float]] = {name: [] for name, _, _ in group}
        for number in range(rounds):
            for name, function, calls in group[:: -1 if number % 2 else 1]:
                times[name].append(timed(function, calls))
        for name, seconds in times.items():
            ratios = [other / mine for other, mine in zip(seconds, times["ours"], strict=True)]
            print(
                f"{work:18} {name:14} {statistics.median(seconds) * 1e6:9.0f} us "
                f"{statistics.median(ratios):7.2f}x ours ({min(ratios):.2f} to {max(ratios):.2f})"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
