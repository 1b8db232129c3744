import pytest

from tansiq.linkage.errors import ListFileError, ListProblem
from tansiq.linkage.tables import REFUSALS_KEPT, Reading, read_list, write_rows
from tansiq.matching import Birth, Document, Identity


@pytest.fixture
def write(tmp_path):
    def written(data, encoding="utf-8"):
        path = tmp_path / "list.csv"
        path.write_bytes(data.encode(encoding))
        return path

    return written


def test_a_row_becomes_an_identity(write):
    path = write(
        "id,names,births,nationalities,sex,places,documents\n"
        '7,"Zoubir Testaoui;زبير تستاوي",1970,dz;TN,m,"Gafsa, Tunisia",DZ:123456\n'
    )
    assert list(read_list(path)) == [
        (
            "7",
            Identity(
                names=("Zoubir Testaoui", "زبير تستاوي"),
                births=(Birth.of_year(1970),),
                nationalities=("DZ", "TN"),
                sex="m",
                places=("Gafsa, Tunisia",),
                documents=(Document(number="123456", country="DZ"),),
            ),
        )
    ]


def test_two_columns_are_enough_in_any_order_and_case(write):
    assert list(read_list(write("Names, ID \nZoubir,7\n"))) == [("7", Identity(names=("Zoubir",)))]


def test_a_mark_and_empty_lines_do_not_matter(write):
    assert len(list(read_list(write("\ufeffid,names\r\n\r\n1,Zoubir\r\n\r\n")))) == 1


def test_columns_that_are_not_read_are_told(write):
    reading = Reading()
    list(read_list(write("id,names,born\n1,Zoubir,1970\n"), reading=reading))
    assert reading.ignored == ("born",)
    assert reading.rows == 1


@pytest.mark.parametrize(
    ("text", "problem", "line", "column", "detail"),
    [
        ("", ListProblem.EMPTY_FILE, None, None, ""),
        ("id,names\n", ListProblem.NO_ROWS, None, None, ""),
        ("id,name\n1,Zoubir\n", ListProblem.MISSING_COLUMN, 1, "names", ""),
        ("names,birth\n1,Zoubir\n", ListProblem.MISSING_COLUMN, 1, "id", ""),
        ("id;names\n1;Zoubir\n", ListProblem.WRONG_SEPARATOR, 1, None, "semicolon"),
        ("id,names,names\n1,a,b\n", ListProblem.DOUBLED_COLUMN, 1, "names", ""),
        ("id,names\n1,Zoubir\n1,Karim\n", ListProblem.DOUBLED_ID, 3, "id", "1"),
        ("id,names\n1,Zoubir,x\n", ListProblem.RAGGED, 2, None, "3/2"),
        ("id,names\n1\n", ListProblem.RAGGED, 2, None, "1/2"),
        ("id,names\n ,Zoubir\n", ListProblem.NO_ID, 2, "id", ""),
        ("id,names\n1, ; \n", ListProblem.NO_NAME, 2, "names", " ; "),
        ("id,names,births\n1,Zoubir,1970\n2,Karim,soon\n", ListProblem.NOT_A_DATE, 3, "births", "soon"),
        ("id,names,sex\n1,Zoubir,x\n", ListProblem.NOT_A_SEX, 2, "sex", "x"),
        ("id,names,nationalities\n1,Zoubir,DZA\n", ListProblem.NOT_A_COUNTRY, 2, "nationalities", "DZA"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(write, text, problem, line, column, detail):
    path = write(text)
    with pytest.raises(ListFileError) as refused:
        list(read_list(path))
    error = refused.value
    assert (error.file, error.problem, error.line, error.column) == (path, problem, line, column)
    assert error.detail == detail


def test_the_line_is_the_one_where_the_row_begins(write):
    with pytest.raises(ListFileError) as refused:
        list(read_list(write('id,names,births\n1,"Zoubir\nTestaoui",1970\n2,"Karim\nEssai",soon\n')))
    assert refused.value.line == 4


def test_quotes_that_do_not_close_are_malformed(write):
    with pytest.raises(ListFileError) as refused:
        list(read_list(write('id,names\n1,"Zoubir\n2,Karim\n')))
    assert refused.value.problem is ListProblem.MALFORMED


def test_another_encoding_is_refused_with_its_line(write):
    with pytest.raises(ListFileError) as refused:
        list(read_list(write("id,names\n1,Zoubir\n2,Amélie\n", "cp1252")))
    assert (refused.value.problem, refused.value.line) == (ListProblem.WRONG_ENCODING, 3)


def test_bad_lines_may_be_skipped_and_are_told(write):
    reading = Reading()
    path = write("id,names,births\n1,Zoubir,1970\n2,Karim,soon\n3\n1,Zoubir,1970\n4,Nadir,\n")
    found = list(read_list(path, skip_bad_lines=True, reading=reading))
    assert [key for key, _ in found] == ["1", "4"]
    assert reading.refused == 3
    assert [error.line for error in reading.refusals] == [3, 4, 5]


def test_only_the_first_bad_lines_are_kept(write):
    reading = Reading()
    path = write("id,names\n0,Zoubir\n" + "\n".join("x" for _ in range(50)))
    list(read_list(path, skip_bad_lines=True, reading=reading))
    assert reading.refused == 50
    assert len(reading.refusals) == REFUSALS_KEPT


def test_a_refused_row_does_not_take_its_key(write):
    path = write("id,names,births\n1,Zoubir,soon\n1,Zoubir,1970\n")
    assert len(list(read_list(path, skip_bad_lines=True))) == 1


def test_a_table_is_written_whole(tmp_path):
    path = tmp_path / "pairs.csv"
    assert write_rows(path, ("left", "right"), [("1", "a,b"), ("2", "c")]) == 2
    assert path.read_text(encoding="utf-8").splitlines() == ["left,right", '1,"a,b"', "2,c"]


def test_nothing_half_written_stays(tmp_path):
    def rows():
        yield ("1",)
        raise ListFileError(tmp_path, ListProblem.NO_ROWS)

    path = tmp_path / "pairs.csv"
    path.write_text("as before", encoding="utf-8")
    with pytest.raises(ListFileError):
        write_rows(path, ("left",), rows())
    assert path.read_text(encoding="utf-8") == "as before"
    assert [file.name for file in tmp_path.iterdir()] == ["pairs.csv"]
