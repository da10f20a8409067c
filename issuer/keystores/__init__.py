"""Key stores: where private keys are sealed and opened, one file for each way to keep them."""

from issuer.keystores.encrypted_file import EncryptedFile

__all__ = ["KEY_STORES", "EncryptedFile"]

KEY_STORES = (EncryptedFile,)
