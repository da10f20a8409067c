"""What the issuer tells those who watch over it: sums, a readiness, and nothing about anybody."""

import io
import logging
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from badges.ports import Signer
from badges.settings import Settings
from badges.web import logs
from issuer.errors import KeyUnavailable, StoreError
from issuer.jobs import pulse
from issuer.model import SigningKey
from issuer.ports import Office
from issuer.web import gauges
from tests.issuer.web.house import House


def test_positions_and_waiting_are_told_without_places(house: House, client: FlaskClient) -> None:
    """Sums over the instance, with no name of a place, a badge or a person."""
    text = client.get("/metrics").get_data(as_text=True)
    lines = [line for line in text.splitlines() if 'state="given"' in line]
    assert sum(int(line.rpartition(" ")[2]) for line in lines) >= len(house.awards)
    assert 'badges_status_positions{purpose="revocation",state="set"} 1\n' in text
    assert "badges_batch_lines_waiting 0\n" in text
    assert "badges_letters_oldest_waiting_seconds 0\n" in text
    assert "badges_keys_usable 1\n" in text
    assert "deux-rives" not in text
    assert not any(award.id in text or award.short_code in text for award in house.awards.values())


def test_not_ready_without_the_secret_of_the_keys(house: House) -> None:
    """Keys that cannot be opened make us not ready, since nothing could be signed."""

    class Lost:
        def signer(self, key: SigningKey, verification_method: str) -> Signer:
            """The secret is gone."""
            del key, verification_method
            raise KeyUnavailable("keystore.missing")

    broken = replace(house.office, keys=Lost())  # type: ignore[arg-type]  # all that is asked of it
    with pytest.raises(KeyUnavailable):
        gauges.require_keys(broken)
    assert "badges_keys_usable 0" in list(gauges.tell(broken))


def test_not_ready_without_a_disk(house: House, tmp_path: Path) -> None:
    """A data directory that is gone makes us not ready."""
    gauges.require_room(house.office)
    with pytest.raises(StoreError):
        gauges.require_room(_with(house.office, data_dir=tmp_path / "gone"))


def test_the_last_round_of_the_worker_is_told(house: House, tmp_path: Path) -> None:
    """Whoever watches sees when the worker went its round; never is not told as a time."""
    office = _with(house.office, data_dir=tmp_path)
    name = "badges_worker_last_round_timestamp_seconds"
    assert not any(line.startswith(name) for line in gauges.tell(office))
    pulse.beat(office.settings)
    os.utime(tmp_path / pulse.FILE, (5, 5))
    assert f"{name} 5" in list(gauges.tell(office))


def test_a_beat_on_a_full_disk_is_no_trouble(tmp_path: Path) -> None:
    """The worker goes on when it cannot leave its sign."""
    pulse.beat(Settings(data_dir=tmp_path / "gone"))
    assert pulse.last_beat(Settings(data_dir=tmp_path / "gone")) is None


def test_no_line_of_the_log_tells_who_was_looked_at(house: House) -> None:
    """Badges, codes, names, words and tokens of requests, answered or refused, are not written."""
    award = house.awards[next(iter(house.awards))]
    marked = (award.id, award.short_code, award.holder, "camille-mot-secret", "jeton-secret")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Redacted("text"))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        for path in _addresses(marked):
            token = {"Authorization": "Bearer jeton-secret", "User-Agent": award.holder}
            house.client().get(path, headers=token)
            house.client().post(path, headers=token, json={"name": award.holder})
        logging.getLogger("badges.tests").error("at %s", time.time(), exc_info=ValueError(award.id))
    finally:
        root.removeHandler(handler)
    told = stream.getvalue()
    assert "errors=ValueError" in told
    assert not [value for value in marked if value in told]


def _addresses(marked: tuple[str, ...]) -> list[str]:
    badge, code, _, words, _ = marked
    return [
        *(f"/credentials/{badge}", f"/credentials/{badge}.json", f"/credentials/{words}"),
        *(f"/v/{code}", f"/verify?url={words}", f"/claim/{words}", f"/request/{words}"),
        *(f"/portfolio/{words}", f"/credentials/{badge}/private/{words}", f"/status/{words}"),
        *(f"/frameworks?q={words}", f"/workshop/enter/{words}", "/credentials/issue"),
        *("/api/v1/verify", "/workshop/sign-in", f"/evidence/{words}", f"/poster/{words}"),
    ]


def _with(office: Office, **settings: object) -> Office:
    return replace(office, settings=replace(office.settings, **settings))  # type: ignore[arg-type]  # as told
