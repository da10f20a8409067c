"""Who vouches for an issuer. Being on no list is never a defect of a badge."""

from verifier.trust.allow_list import AllowList, Entry, TrustLists
from verifier.trust.reading import read_trust

__all__ = ["AllowList", "Entry", "TrustLists", "read_trust"]
