"""Writes YAML that an editor enjoys: people on one line, moments without quotes, no anchors."""

from textwrap import indent
from typing import Any

import yaml

INLINE = tuple(frozenset(keys.split()) for keys in ("name post", "from to", "phone email"))


class _Dumper(yaml.SafeDumper):
    yaml_implicit_resolvers = {  # noqa: RUF012 - the base class's own attribute
        letter: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(":timestamp")]
        for letter, pairs in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        return super().represent_mapping(tag, mapping, flow_style=flow_style or frozenset(mapping) in INLINE)


def items(rows: list[dict[str, Any]]) -> str:
    """The rows as items of a list that is already open."""
    return indent(yaml.dump(rows, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110), "  ")


def comment(text: str) -> str:
    return f"  # {text}\n"
