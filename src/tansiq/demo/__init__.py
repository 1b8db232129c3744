"""Invented people and their notices: two registers with a known overlap, a third list, tables, two lists of millions.

Rules: no file but those of `write_lists`, no clock; `now` and the seed are arguments, and the same arguments give the
same bytes.
Nobody real is in here.

    >>> [person.family.root for person in people(7, 3)] == [person.family.root for person in people(7, 3)]
    True
"""

from tansiq.demo.errors import DemoError, SizeError
from tansiq.demo.lists import DemoLists, Lookalike, Relation, demo_lists
from tansiq.demo.people import Person, people
from tansiq.demo.population import Population, population
from tansiq.demo.tables import table
from tansiq.demo.two_lists import TwoLists, two_lists, write_lists

__all__ = [
    "DemoError",
    "DemoLists",
    "Lookalike",
    "Person",
    "Population",
    "Relation",
    "SizeError",
    "TwoLists",
    "demo_lists",
    "people",
    "population",
    "table",
    "two_lists",
    "write_lists",
]
