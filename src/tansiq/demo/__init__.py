"""Invented people and their notices: two registers with a known overlap, a third list, tables of any size.

Rules: no file, no clock; `now` and the seed are arguments, and the same arguments give the same bytes.
Nobody real is in here.

    >>> [person.family.root for person in people(7, 3)] == [person.family.root for person in people(7, 3)]
    True
"""

from tansiq.demo.errors import DemoError, SizeError
from tansiq.demo.lists import DemoLists, Lookalike, Relation, demo_lists
from tansiq.demo.people import Person, people
from tansiq.demo.tables import table

__all__ = [
    "DemoError",
    "DemoLists",
    "Lookalike",
    "Person",
    "Relation",
    "SizeError",
    "demo_lists",
    "people",
    "table",
]
