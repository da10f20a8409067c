"""The one thing that is fuzzed: bytes in, a whole report out."""

from badges.errors import Unreachable
from badges.ports import Fetched
from tests.world import StillClock
from verifier.bootstrap import Verifier
from verifier.pipeline import Pipeline
from verifier.report import Report, Verdict
from verifier.trust import TrustLists


class EchoingWeb:
    """A hostile web: every address answers with the material under test itself."""

    def __init__(self, body: bytes, media_type: str = "application/json") -> None:
        self._body = body
        self._media_type = media_type

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The material, whatever was asked for."""
        del accept
        if limit is not None and len(self._body) > limit:
            raise Unreachable("fetch.unreachable", url=url)
        return Fetched(url, self._media_type, self._body)


def read(material: bytes) -> Report:
    """The report on `material`, in a web that answers everything with it.

    Pictures and PDF are not decoded: that is another process's work, with tests of its own.
    """
    pipeline = Pipeline(StillClock(), EchoingWeb(material), TrustLists())
    report = Verifier(pipeline).verify(material)
    assert report.verdict in Verdict
    for language in ("fr", "en"):
        assert report.to_json(language)["headline"]
    return report
