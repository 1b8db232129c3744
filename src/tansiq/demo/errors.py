"""The errors of this room, and who must act.

DemoError
└── SizeError   (operator) the numbers asked for do not fit each other
"""


class DemoError(Exception):
    """Root of what this room raises."""


class SizeError(DemoError, ValueError):
    """A number of people, notices or rows cannot be had.

    Args:
        argument: which number.
        value: what was asked for.
    """

    def __init__(self, argument: str, value: int) -> None:
        super().__init__(f"{argument}: {value}")
        self.argument = argument
        self.value = value
