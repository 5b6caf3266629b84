"""Which record a result that was just scored is the one of, and whether the season is locked on it."""

from parscore.model.ranking import SeasonResult
from parscore.season.chain import Head, read_head, spool
from parscore.season.frozen import read_lock
from parscore.season.open import SeasonFolder
from parscore.season.record import body
from parscore.season.snapshot import inputs_of, set_files


def standing_record(folder: SeasonFolder, result: SeasonResult) -> tuple[str, bool]:
    """Return the digest of the last record where it is of this very result (else nothing), and whether it is locked."""
    head = read_head(folder.path)
    if not isinstance(head, Head):
        return "", False
    lines = spool(body(result, inputs_of(folder.path), set_files(folder.path, folder.season)))
    lines.file.close()
    if lines.digest.hexdigest() != head.body:
        return "", False
    lock = read_lock(folder.path)
    return head.body, lock is not None and lock.body == head.body
