"""The errors of forms, and who must act.

FormError  (officer) entries are missing or wrong: names every field and its problem
"""

from tansiq.domain.errors import InvalidError


class FormError(Exception):
    """A form that cannot be taken as it is; `errors` name the fields as the page does, in the order of the page."""

    def __init__(self, errors: tuple[InvalidError, ...]) -> None:
        super().__init__(", ".join(error.field for error in errors))
        self.errors = errors
