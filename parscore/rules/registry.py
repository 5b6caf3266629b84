"""The closed registry of rule families: every module of this package that defines one. A new family is one new file."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from parscore import rules
from parscore.rules.spec import RuleSpec


@cache
def families() -> Mapping[str, type[RuleSpec]]:
    """Return the families by the name they have in criteria sets, in alphabetical order."""
    found = {}
    for module in pkgutil.iter_modules(rules.__path__):
        members = vars(import_module(f"{rules.__name__}.{module.name}"))
        for member in members.values():
            if isinstance(member, type) and issubclass(member, RuleSpec) and "family" in vars(member):
                found[member.family] = member
    return dict(sorted(found.items()))
