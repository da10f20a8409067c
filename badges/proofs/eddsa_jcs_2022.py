"""eddsa-jcs-2022: Ed25519 over canonical JSON (W3C vc-di-eddsa section 3.3); read only (PRF-10).

The certification of Open Badges does not know this suite, so we never issue with it by default.
"""

from badges.keys import ED25519
from badges.proofs.data_integrity import DataIntegritySuite
from badges.proofs.jcs_hashing import hash_jcs
from badges.proofs.suite import READ_ONLY

EDDSA_JCS_2022 = DataIntegritySuite(
    name="eddsa-jcs-2022",
    standing=READ_ONLY,
    algorithm=ED25519,
    transform=hash_jcs,
)
