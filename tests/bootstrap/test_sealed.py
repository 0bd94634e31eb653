"""A backup opens with its passphrase and as it was written, or not at all."""

import io

import pytest

from zhanggui.config.machine import sealed
from zhanggui.config.machine.sealed import BLOCK, CannotOpenError, SealedReader, SealedWriter

PHRASE = "correct horse battery"


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch):
    monkeypatch.setitem(sealed.SCRYPT, "n", 2)


class Kept(io.BytesIO):
    def close(self):
        pass


def seal(plain):
    target = Kept()
    with SealedWriter(target, PHRASE) as writer:
        for start in range(0, len(plain), 300_000):
            writer.write(plain[start : start + 300_000])
    return target.getvalue()


def open_(data, phrase=PHRASE):
    with SealedReader(io.BytesIO(data), phrase) as reader:
        return reader.read()


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7])
def test_what_was_sealed_is_read_back(size):
    plain = bytes(range(256)) * (size // 256) + b"z" * (size % 256)

    data = seal(plain)

    assert open_(data) == plain
    assert plain[:64] not in data or size == 0


def test_the_wrong_passphrase_opens_nothing():
    with pytest.raises(CannotOpenError, match="wrong passphrase"):
        open_(seal(b"salaries"), "wrong horse battery")


def test_a_changed_byte_is_seen():
    data = bytearray(seal(b"salaries" * 1000))
    data[-20] ^= 1

    with pytest.raises(CannotOpenError, match="damaged"):
        open_(bytes(data))


def test_a_file_cut_off_at_a_block_is_seen():
    data = seal(b"a" * (2 * BLOCK + 5))
    one_block = 24 + 4 + BLOCK + sealed.TAG

    with pytest.raises(CannotOpenError, match="cut off"):
        open_(data[:one_block])


def test_blocks_that_changed_places_are_seen():
    data = seal(b"a" * BLOCK + b"b" * BLOCK + b"c")
    one, two, end = (24 + n * (4 + BLOCK + sealed.TAG) for n in range(3))

    with pytest.raises(CannotOpenError):
        open_(data[:one] + data[two:end] + data[one:two] + data[end:])


def test_another_kind_of_file_is_not_a_backup():
    with pytest.raises(CannotOpenError, match="not a backup"):
        open_(b"PK\x03\x04 a zip file, say, of some length")
