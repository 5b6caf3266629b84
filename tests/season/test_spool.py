"""A content on its way to the disk: the same in pieces as in one, read as often as wanted."""

import hashlib
from io import BytesIO

import pytest

from parscore.season.spool import Content, Spool, chunks, same, sha256_of

LONG = bytes(range(256)) * 8192
"""Two MiB: more than stays in memory."""


@pytest.mark.parametrize("content", [b"", b"x", LONG, LONG + b"x"])
def test_a_spool_is_what_was_put_in(content: bytes) -> None:
    spool = Spool(content[at : at + 100_000] for at in range(0, len(content), 100_000))
    assert b"".join(spool) == content
    assert b"".join(spool) == content, "a second reading gives the same"
    assert len(spool) == len(content)
    assert sha256_of(spool) == sha256_of(content) == hashlib.sha256(content).hexdigest()


def test_a_long_content_comes_in_pieces() -> None:
    assert max(map(len, chunks(Spool([LONG])))) < 100_000
    assert list(chunks(LONG)) == [LONG]


@pytest.mark.parametrize("content", [b"abc", Spool([b"abc"])])
def test_same(content: Content) -> None:
    assert same(content, BytesIO(b"abc"))
    for other in (b"", b"ab", b"abd", b"abcd"):
        assert not same(content, BytesIO(other))


def test_two_readers_do_not_disturb_each_other() -> None:
    spool = Spool([LONG])
    one, other = iter(spool), iter(spool)
    assert [next(one), next(one)] == [next(other), next(other)]


def test_a_writer_may_go_back() -> None:
    spool = Spool()
    spool.file.write(b"xbc")
    spool.file.seek(0)
    spool.file.write(b"a")
    assert b"".join(spool) == b"abc"
