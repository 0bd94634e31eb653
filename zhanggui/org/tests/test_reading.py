import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.org.rules.faults import BadHandbookError, Wrong
from zhanggui.org.rules.lines import above, below, cycles, walk
from zhanggui.org.rules.reading import read_handbook
from zhanggui.org.rules.yamltext import parse_yaml, write_yaml
from zhanggui.org.services.loading import HANDBOOK_FILE

TEXT = HANDBOOK_FILE.read_text(encoding="utf-8")
HANDBOOK = read_handbook(parse_yaml(TEXT))
CODES = st.sampled_from("abcdefg")
LINES = st.dictionaries(CODES, st.sampled_from(["", *"abcdefg"]))


def test_the_handbook_is_read_whole():
    assert len(HANDBOOK.functions) == 10
    assert [p.code for p in HANDBOOK.positions if not p.described] == [
        "design-supervisor",
        "midsale",
    ]
    own = {p.code: len([d for d in p.duties if not d.by_title]) for p in HANDBOOK.positions}
    assert sum(own.values()) == 85
    assert own["marketing-supervisor"] == 12
    assert len(HANDBOOK.questions) == 27
    guide = HANDBOOK.position("shop-guide")
    assert (guide.pay.annual_low, guide.pay.annual_high, guide.pay.monthly) == (30000, 60000, 2500)
    assert guide.as_written.appraiser == "客服部经理"


def test_copied_duties_keep_their_numbers_and_come_before_those_of_the_title():
    codes = [duty.id for duty in HANDBOOK.position("quality").duties]

    assert codes == [f"QC-0{n}" for n in (1, 2, 3, 4, 6, 7, 8, 9)] + ["QC-T1", "QC-T2", "QC-T3"]


def test_a_written_handbook_reads_back_as_it_was():
    tree = parse_yaml(TEXT)

    assert parse_yaml(write_yaml(tree)) == tree


def faults_of(old, new):
    assert old in TEXT
    with pytest.raises(BadHandbookError) as caught:
        read_handbook(parse_yaml(TEXT.replace(old, new, 1)))
    return [(fault.place, fault.wrong, fault.detail) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "place", "wrong", "detail"),
    [
        ("id: MGR-02", "id: MGR-01", "duties", Wrong.TWICE, "MGR-01"),
        ("reports_to: manager", "reports_to: boss", "positions[2].reports_to",
         Wrong.NO_SUCH_POSITION, "boss"),
        ("tool: planning/strategy, done_when", "toool: x, done_when",
         "department.functions[0].toool", Wrong.UNKNOWN_KEY, "toool"),
        ("monthly: 4500", "monthly: much", "positions[2].pay.monthly", Wrong.NOT_NUMBER, "much"),
        ("[80000, 160000]", "[160000, 80000]", "positions[2].pay.annual_band",
         Wrong.PAY_UPSIDE_DOWN, "[160000, 80000]"),
        ("basis: gap", "basis: guess", "questions[5].basis", Wrong.BAD_BASIS, "guess"),
        ("reports_to: general-manager", "reports_to: shop-guide", "positions", Wrong.CYCLE,
         "manager → shop-guide → service-supervisor → manager"),
        ("[客服专员]", "[导购专员, 客服主管]", "title_aliases", Wrong.TWICE, "客服主管"),
    ],
)  # fmt: skip
def test_each_fault_names_its_place(old, new, place, wrong, detail):
    assert (place, wrong, detail) in faults_of(old, new)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [", "line 1"),
        ("- a", "file"),
        ("a: &x [1]\nb: [*x, *x]", "line 2"),
        ("a: !!python/object:os.system x", "line 1"),
        (f"a: {'x' * 1_100_000}", "file"),
    ],
)
def test_what_is_no_handbook_file_is_refused(text, place):
    with pytest.raises(BadHandbookError) as caught:
        parse_yaml(text)

    assert caught.value.faults[0].place == place


@given(LINES)
def test_a_line_ends_and_never_holds_its_own_start(lines):
    for code in lines:
        superiors = above(lines, code)
        assert len(set(superiors)) == len(superiors)
        assert code not in superiors


@given(LINES)
def test_whoever_stands_above_has_one_below(lines):
    for code in lines:
        for report in below(lines, code):
            assert code in above(lines, report)


@given(LINES)
def test_a_ring_is_found_exactly_where_a_line_comes_back(lines):
    def comes_back(code):
        here, steps = lines[code], 0
        while here in lines and here != code and steps <= len(lines):
            here, steps = lines[here], steps + 1
        return here == code

    assert {code for ring in cycles(lines) for code in ring} == {c for c in lines if comes_back(c)}


@given(LINES)
def test_without_rings_everybody_is_drawn_once(lines):
    if not cycles(lines):
        assert sorted(code for code, _ in walk(lines)) == sorted(lines)
