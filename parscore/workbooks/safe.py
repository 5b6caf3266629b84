"""Whether another program's package may be opened at all: the guards of the workbook reader, for other documents."""

from typing import Any

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.workbooks.package import Limits, Package, Refused


def why_unsafe(data: bytes, shown: str) -> Problem | None:
    """Return why a package of XML parts must not be given to its library (PS117 to PS120); ``None`` where it may.

    No part may have a document type definition, and every part is inflated once under the limits.
    """
    limits = Limits()
    try:
        package = Package(data, limits)
        package.refuse_doctypes()
        for part in package.names():
            for _ in package.chunks(part):
                pass
    except Refused as refused:
        facts: dict[str, Any] = refused.facts
        return problem(refused.code, Place(shown), **facts)
    return None
