"""ecdsa-jcs-2019: P-256 or P-384 over canonical JSON (W3C vc-di-ecdsa section 3.3); read only."""

from badges.keys import P256, P384
from badges.proofs.data_integrity import DataIntegritySuite
from badges.proofs.jcs_hashing import hash_jcs
from badges.proofs.suite import READ_ONLY

ECDSA_JCS_2019 = DataIntegritySuite(
    name="ecdsa-jcs-2019",
    standing=READ_ONLY,
    algorithm=P256,
    also_read=(P384,),
    transform=hash_jcs,
)
