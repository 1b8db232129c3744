"""Budgets of form: short functions, short files, few parameters. Migrations have the shape that Alembic gives."""

import ast
from pathlib import Path
from statistics import median

SOURCE = Path(__file__).parents[2] / "src" / "tansiq"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
LONGEST_FUNCTION = 50
ORDINARY_FUNCTION = 30
MEDIAN_FUNCTION = 8
LONGEST_FILE = 400
MOST_BY_PLACE = 5


def functions():
    """Each function with its place in the house."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}", node


def body_lines(node):
    """Lines from the first statement to the last, the docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def given_by_place(node):
    """How many values a caller can give by place; `self` and `cls` are not given."""
    return len([a for a in (*node.args.posonlyargs, *node.args.args) if a.arg not in {"self", "cls"}])


LENGTHS = {name: body_lines(node) for name, node in functions()}


def test_no_function_is_longer_than_fifty_lines():
    assert {n: length for n, length in LENGTHS.items() if length > LONGEST_FUNCTION} == {}


def test_nine_functions_in_ten_have_thirty_lines_at_most():
    long = {n: length for n, length in LENGTHS.items() if length > ORDINARY_FUNCTION}
    assert len(long) <= len(LENGTHS) / 10, long


def test_the_median_function_has_eight_lines_at_most():
    assert median(LENGTHS.values()) <= MEDIAN_FUNCTION


def test_no_file_is_longer_than_four_hundred_lines():
    lengths = {str(p.relative_to(SOURCE)): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {n: length for n, length in lengths.items() if length > LONGEST_FILE} == {}


def is_compiled(node):
    """Compiled functions are exempt from the parameter count: they take arrays one by one."""
    return any(isinstance(d, ast.Name) and d.id in {"kernel", "borrower", "inner"} for d in node.decorator_list)


def test_no_function_takes_more_than_five_values_by_place():
    found = {name: given_by_place(node) for name, node in functions() if not is_compiled(node)}
    assert {n: count for n, count in found.items() if count > MOST_BY_PLACE} == {}
