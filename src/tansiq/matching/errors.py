"""What can go wrong in matching.

The tree::

    MatchingError
    ├── IdentityError        the caller: a value that cannot be true of a person (field)
    ├── UnknownKeyError      the caller: the key is not in the index (key)
    ├── IndexFileError       the operator: a saved index cannot be read (file, reason)
    └── FullIndexError       the operator: an index holds no more names (names)

Names never raise: every text, also an empty or absurd one, gets an answer.
"""


class MatchingError(Exception):
    """Something the matching room refuses; the root of the tree."""


class IdentityError(MatchingError):
    """A value that cannot be true of a person."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class UnknownKeyError(MatchingError):
    """The key is not in the index."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class IndexFileError(MatchingError):
    """A saved index cannot be read: not ours, damaged, or of another version."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class FullIndexError(MatchingError):
    """An index holds no more names.

    Attributes:
        names: The most it holds.
    """

    def __init__(self, names: int) -> None:
        super().__init__(names)
        self.names = names
