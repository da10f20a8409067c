"""eddsa-2022: the former name of eddsa-rdfc-2022, still met in older badges; read only (PRF-22)."""

from badges.keys import ED25519
from badges.proofs.data_integrity import DataIntegritySuite
from badges.proofs.rdfc import hash_rdfc, hash_rdfc_2025_04
from badges.proofs.suite import READ_ONLY

EDDSA_2022 = DataIntegritySuite(
    name="eddsa-2022",
    standing=READ_ONLY,
    algorithm=ED25519,
    transform=hash_rdfc,
    earlier=(hash_rdfc_2025_04,),
)
