"""`./zg test` and `./zg lint`."""

from collections.abc import Sequence


def test(_arguments: Sequence[str]) -> int:
    raise NotImplementedError


def lint(_arguments: Sequence[str]) -> int:
    raise NotImplementedError
