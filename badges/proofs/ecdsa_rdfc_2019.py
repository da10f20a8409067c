"""ecdsa-rdfc-2019: P-256 with SHA-256, and P-384 with SHA-384 when reading (vc-di-ecdsa 3.2)."""

from badges.keys import P256, P384
from badges.proofs.data_integrity import DataIntegritySuite
from badges.proofs.rdfc import hash_rdfc, hash_rdfc_2025_04
from badges.proofs.suite import ACCEPTED

ECDSA_RDFC_2019 = DataIntegritySuite(
    name="ecdsa-rdfc-2019",
    standing=ACCEPTED,
    algorithm=P256,
    also_read=(P384,),
    transform=hash_rdfc,
    earlier=(hash_rdfc_2025_04,),
)
