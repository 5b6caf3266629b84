"""The canonical form of a definition file: what it says, apart from comments, layout, quoting and order of keys."""

import hashlib
import json

from parscore.definitions.marks import parse_yaml


def canonical_digest(data: bytes) -> str:
    """The SHA-256 of the canonical form of a YAML file; empty where the file is none.

    The document is read with every scalar as text (NFC), and written as JSON with sorted keys, without blanks, in
    ASCII. Any YAML library that leaves scalars alone gives the same.
    """
    document, _ = parse_yaml(data, "")
    if document is None:
        return ""
    text = json.dumps(document.at(()), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
