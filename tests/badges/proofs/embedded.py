"""A badge with embedded proofs, and the same with its proof altered."""

import copy
from typing import Any

from badges.documents import Secured
from badges.proofs import suite
from tests.badges.proofs.materials import (
    CREATED,
    badge,
    in_json,
    signer,
)

NAMES = {"eddsa-rdfc-2022": "Ed25519", "ecdsa-rdfc-2019": "P-256"}


def secured_with(name: str = "eddsa-rdfc-2022") -> Secured:
    """The badge with one proof of that suite."""
    algorithm = NAMES[name]
    return suite(name).secure(badge(algorithm), signer(algorithm), created=CREATED)


def altered_proof(**members: Any) -> Secured:
    """The signed badge with members of its proof replaced; None takes one away."""
    document = copy.deepcopy(secured_with().document)
    proof = {**document["proof"][0], **members}
    document["proof"] = [{n: v for n, v in proof.items() if v is not None}]
    return in_json(document)
