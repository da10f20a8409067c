"""What PostgreSQL says of itself, and what `check` makes of it."""

import json
from pathlib import Path

import pytest

from issuer.cli import main
from issuer.cli.doctor import ADVICE, BROKEN, GOOD, of_server
from issuer.errors import StoreError
from issuer.store.servers import Server, server_of
from tests.issuer.conftest import Databases


def test_a_server_tells_its_version_and_its_limit(postgresql: Databases) -> None:
    """A file has neither; a server that is not there is an error of ours."""
    server = server_of(postgresql.server_url)
    assert server is not None
    assert server.major >= 14
    assert server.version.startswith(f"{server.major}.")
    assert server.processes == server.connections // 10
    with pytest.raises(StoreError, match=r"store\.unreachable"):
        server_of("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")


def test_a_file_is_no_server(tmp_path: Path) -> None:
    """SQLite has no limit of connections."""
    assert server_of(f"sqlite:///{tmp_path / 'b.sqlite3'}") is None


@pytest.mark.parametrize(
    ("server", "said"),
    [
        (Server("18.1", 18, 97), [(GOOD, "cli.check.postgresql")]),
        (Server("16.2", 16, 57), [(ADVICE, "cli.check.connections_few")]),
        (
            Server("13.9", 13, 100),
            [(BROKEN, "cli.check.postgresql_old"), (GOOD, "cli.check.postgresql")],
        ),
    ],
    ids=["well", "few", "old"],
)
def test_check_says_whether_a_server_is_enough(server: Server, said: list[tuple[str, str]]) -> None:
    """For the processes of one machine, and for what we ask of PostgreSQL."""
    assert [(remark.state, remark.code) for remark in of_server(server)] == said


def test_check_looks_at_the_server(
    postgresql: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The remark is among those of the command."""
    settings = {"BADGES_DATA_DIR": str(tmp_path), "BADGES_DATABASE_URL": postgresql.fresh()}
    main(["--json", "check"], settings)
    codes = {item["code"] for item in json.loads(capsys.readouterr().out)}
    assert codes & {"cli.check.postgresql", "cli.check.connections_few"}
