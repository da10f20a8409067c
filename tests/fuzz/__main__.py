"""`make fuzz SECONDS=60`: atheris looks for an input that gives anything but a report."""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["badges", "verifier"]):
    from tests.corpus import hostile, older, ours, wrapped
    from tests.corpus.specimen import World
    from tests.fuzz.target import read

FINDINGS = Path(__file__).parent / "findings"


def main(arguments: list[str]) -> int:
    """Fuzz for so many seconds, from a folder of seeds that grows with what is found."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m tests.fuzz SECONDS FOLDER\n")
        return 2
    seconds, folder = arguments
    seeds = Path(folder)
    seeds.mkdir(parents=True, exist_ok=True)
    world = World()
    for family in (ours, wrapped, older, hostile):
        for specimen in family.specimens(world):
            (seeds / specimen.name.replace("/", "-")).write_bytes(specimen.material)
    atheris.Setup(
        [
            *(sys.argv[0], f"-max_total_time={int(seconds)}", "-timeout=5", "-rss_limit_mb=600"),
            *("-max_len=200000", f"-artifact_prefix={FINDINGS}/", str(seeds)),
        ],
        _one,
    )
    atheris.Fuzz()
    return 0


def _one(material: bytes) -> None:
    read(material)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
