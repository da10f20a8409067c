"""Key stores: where private keys are sealed and opened, one file for each way to keep them."""

from issuer.keystores.clerk import forked_clerk
from issuer.keystores.encrypted_file import EncryptedFile

__all__ = ["KEY_STORES", "EncryptedFile", "forked_clerk"]

KEY_STORES = (EncryptedFile,)
