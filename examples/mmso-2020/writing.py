"""Writes YAML that an editor enjoys: people on one line, moments without quotes, no anchors."""

from textwrap import indent
from typing import Any

import yaml

INLINE = ({"name", "post"}, {"from", "to"}, {"phone", "email"}, {"ru", "en"})


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=indentless and flow)

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:
        words = all(isinstance(one, str) for one in sequence)  # tags, ids: on one line
        return super().represent_sequence(tag, sequence, flow_style=flow_style or words)

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        return super().represent_mapping(tag, mapping, flow_style=flow_style or set(mapping) in INLINE)


# Without this resolver a moment is a plain scalar like any other, so it needs no quotes.
_Dumper.yaml_implicit_resolvers = {
    sign: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for sign, pairs in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def items(rows: list[dict[str, Any]]) -> str:
    """The rows as items of a list that is already open."""
    return indent(yaml.dump(rows, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110), "  ")


def comment(text: str) -> str:
    return f"  # {text}\n"
