"""Writing YAML as a person writes a criteria set: plain texts, small mappings on one line, ranges in quotes."""

from collections.abc import Mapping
from typing import Any, ClassVar

import yaml


class _Plain(yaml.SafeDumper):
    """Writes texts without quotes wherever YAML lets them stand: a criteria set is read as text throughout."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand further in than their key."""
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if text[:1] in "<=>" else None)


def _mapping(dumper: yaml.SafeDumper, mapping: Mapping[str, Any]) -> yaml.Node:
    node = dumper.represent_mapping("tag:yaml.org,2002:map", mapping.items())
    node.flow_style = node.flow_style or all(isinstance(value, yaml.ScalarNode) for _, value in node.value)
    return node


_Plain.add_representer(str, _text)
_Plain.add_representer(dict, _mapping)


def yaml_text(written: Mapping[str, Any], **style: Any) -> str:
    """Blocks with their small mappings on one line; ``style`` as ``yaml.dump`` takes it."""
    settings = {"sort_keys": False, "allow_unicode": True, "default_flow_style": None, "width": 118, **style}
    return yaml.dump(written, Dumper=_Plain, **settings)


def flow_text(written: Mapping[str, Any]) -> str:
    """All on one line."""
    return yaml_text(written, default_flow_style=True, width=10**6).strip()
