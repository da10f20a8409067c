"""A mapping that a person wrote in YAML: bounded, without aliases, without repeated names."""

from pathlib import Path
from typing import Any

import yaml

from issuer.errors import InvalidRequest

SIZE_LIMIT = 100_000


class _Strict(yaml.SafeLoader):
    """YAML without what surprises: aliases can explode, a repeated name hides the first."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's stubs
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - PyYAML's own signature
        seen: set[Any] = set()
        for name_node, _ in node.value:
            name = self.construct_object(name_node, deep=True)
            if not isinstance(name, str) or name in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"name {name!r}", problem_mark=name_node.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


# Dates stay the text that was written: services read them with their own rules.
_Strict.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping written in the YAML file `path`.

    Raises:
        InvalidRequest: the file is missing, too large, not UTF-8, not YAML, or not a mapping.
    """
    text = _read(path)
    try:
        value = yaml.load(text, Loader=_Strict)  # noqa: S506 - a safe loader, made stricter
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise InvalidRequest(
            "cli.yaml.broken", file=str(path), line=line, problem=error.problem or ""
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InvalidRequest("cli.yaml.broken", file=str(path), line=1, problem="") from error
    if not isinstance(value, dict):
        raise InvalidRequest("cli.yaml.not_a_mapping", file=str(path))
    return value


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise InvalidRequest(
            "cli.file.unreadable", file=str(path), reason=error.strerror or ""
        ) from error
    if len(content) > SIZE_LIMIT:
        raise InvalidRequest("cli.file.too_large", file=str(path), limit=SIZE_LIMIT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest("cli.file.not_utf8", file=str(path)) from error
