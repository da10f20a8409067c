"""Which proofs of a document build on which: sets, chains, and circles (PRF-07)."""

from badges.documents import JsonObject
from badges.errors import MalformedProof
from badges.proofs.data_integrity import previous_of


def foundations(proofs: tuple[JsonObject, ...]) -> tuple[frozenset[int], ...]:
    """For each proof the places of all that it builds on, directly or through others.

    A proof that is among its own foundations is in a circle. One that names a proof which is not
    there has none here: its suite refuses it.
    """
    reached = [_direct(proof, proofs) for proof in proofs]
    for _ in proofs:  # each round follows the chains one step further
        reached = [
            places.union(*(reached[place] for place in places)) if places else places
            for places in reached
        ]
    return tuple(reached)


def _direct(proof: JsonObject, proofs: tuple[JsonObject, ...]) -> frozenset[int]:
    try:
        return frozenset(previous_of(proof, proofs))
    except MalformedProof:
        return frozenset()
