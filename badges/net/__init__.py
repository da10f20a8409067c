"""The only room that opens a connection: https, public addresses only, bounded in every way.

What a badge names comes from whoever made the badge, so every address in it may be a trap for the
machine that verifies (VER-03). `HttpFetcher` looks a name up once, refuses it unless every address
is public, and connects to the very address that it checked, so a name cannot change its mind
between the check and the connection. `MappedFetcher` answers from files, `CachingFetcher` remembers
for a while (`lifetimes` says how long), `RecordingFetcher` notes what passes for a bundle, and
`BundleFetcher` answers from bundles; all are chained in front of another fetcher.
"""

from badges.net.bundle import (
    Answers,
    BundleFetcher,
    RecordingFetcher,
    archive_of,
    bundle_files,
    read_archive,
    read_bundle,
    write_bundle,
)
from badges.net.caching import CachingFetcher
from badges.net.guard import Target, require_allowed, require_public
from badges.net.http_fetcher import USER_AGENT, HttpFetcher
from badges.net.mapped import MappedFetcher, OfflineFetcher

__all__ = [
    "USER_AGENT",
    "Answers",
    "BundleFetcher",
    "CachingFetcher",
    "HttpFetcher",
    "MappedFetcher",
    "OfflineFetcher",
    "RecordingFetcher",
    "Target",
    "archive_of",
    "bundle_files",
    "read_archive",
    "read_bundle",
    "require_allowed",
    "require_public",
    "write_bundle",
]
