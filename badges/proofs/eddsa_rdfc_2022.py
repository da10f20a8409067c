"""eddsa-rdfc-2022: Ed25519 over canonical RDF, our default (W3C vc-di-eddsa section 3.2)."""

from badges.keys import ED25519
from badges.proofs.data_integrity import DataIntegritySuite
from badges.proofs.rdfc import hash_rdfc, hash_rdfc_2025_04
from badges.proofs.suite import RECOMMENDED

EDDSA_RDFC_2022 = DataIntegritySuite(
    name="eddsa-rdfc-2022",
    standing=RECOMMENDED,
    algorithm=ED25519,
    transform=hash_rdfc,
    earlier=(hash_rdfc_2025_04,),
)
