"""The errors of this room.

StorageError
├── BusyError      (operator) another process holds the database for longer than we wait
├── SchemaError    (operator) the database is newer than this program, or damaged
└── UnreachableError (operator) the database cannot be opened

A version that somebody else wrote first is `domain.errors.ConflictError`: it is the officer who reads again.
"""


class StorageError(Exception):
    """Root of what this room raises."""


class BusyError(StorageError):
    """The database stayed locked."""


class SchemaError(StorageError):
    """The schema is not one that this program knows."""


class UnreachableError(StorageError):
    """The database cannot be opened."""
