"""ecdsa-rdfc-2019 with P-256 and SHA-256 (W3C vc-di-ecdsa section 3.2)."""

from badges.keys import P256
from badges.proofs.data_integrity import DataIntegritySuite
from badges.proofs.rdfc import hash_rdfc, hash_rdfc_2025_04
from badges.proofs.suite import ACCEPTED

ECDSA_RDFC_2019 = DataIntegritySuite(
    name="ecdsa-rdfc-2019",
    standing=ACCEPTED,
    algorithm=P256,
    transform=hash_rdfc,
    earlier=(hash_rdfc_2025_04,),
)
