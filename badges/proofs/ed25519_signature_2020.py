"""Ed25519Signature2020: what badges of the VC data model 1.1 were signed with; read only (PRF-21).

W3C vc-di-eddsa section 3.4: hashed as eddsa-rdfc-2022, but the suite is the type of the proof.
"""

from badges.keys import ED25519
from badges.proofs.data_integrity import DataIntegritySuite
from badges.proofs.rdfc import hash_rdfc
from badges.proofs.suite import READ_ONLY

ED25519_SIGNATURE_2020 = DataIntegritySuite(
    name="Ed25519Signature2020",
    standing=READ_ONLY,
    algorithm=ED25519,
    transform=hash_rdfc,
    proof_type="Ed25519Signature2020",
)
