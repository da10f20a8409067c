"""The backup: everything this instance keeps, as one file from which another one begins again.

A ZIP with the rows of every table as lines of JSON, the files of the key store, and a manifest with
the digest of each part. The rows are plain, so what SQLite gave PostgreSQL takes, and back. Nothing
here knows SQL or the disk: rows come from `ports.backups`, bytes go into any file.
"""

from issuer.services.backups.manifest import Manifest, Part
from issuer.services.backups.reading import Backup, refill
from issuer.services.backups.writing import Facts, write

__all__ = ["Backup", "Facts", "Manifest", "Part", "refill", "write"]
