"""What each machine makes once and keeps, in its user's private folder, for the starts to come."""

from __future__ import annotations

import pickle

from auditlint import private


class Kept:
    """Things by what they are made of, still packed, so that only those in use are unpacked.

    `key` says what they depend on besides; of more than `most` the oldest go.
    """

    def __init__(self, name: str, key: str, most: int) -> None:
        self.name, self.key, self.most = name, key, most
        self._old: dict[object, bytes] | None = None
        self._fresh: dict[object, bytes] = {}

    def get(self, source: object) -> bytes | None:
        """What an earlier run made of something; None where none did."""
        return self._known().get(source)

    def put(self, source: object, made: bytes) -> None:
        """Have what was made kept."""
        self._fresh[source] = made

    def write(self) -> None:
        """Keep what this run made for the next one."""
        if self._fresh:
            newest = dict(list((self._known() | self._fresh).items())[-self.most :])
            private.write(self.name, self.key, pickle.dumps(newest, pickle.HIGHEST_PROTOCOL), 2)
            self._fresh.clear()

    def forget(self) -> None:
        """As a new process begins."""
        self._old = None
        self._fresh.clear()

    def _known(self) -> dict[object, bytes]:
        if self._old is None:
            data = private.read(self.name, self.key)
            try:
                found = {} if data is None else pickle.loads(data)
            except (pickle.UnpicklingError, EOFError, ValueError, TypeError):
                found = {}
            self._old = found if isinstance(found, dict) else {}
        return self._old
