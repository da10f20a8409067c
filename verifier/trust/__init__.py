"""Who vouches for an issuer. Being on no list is never a defect of a badge."""

from verifier.trust.allow_list import AllowList, TrustLists, read_trust

__all__ = ["AllowList", "TrustLists", "read_trust"]
