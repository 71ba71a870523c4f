import pytest

from benchmarks.report import Result, kept, percentile, ratio, table, together


def test_a_ratio_is_the_median_of_the_rounds_and_not_of_their_sums():
    assert ratio([10, 90, 30], [10, 30, 60]) == 1


def test_a_round_in_which_nothing_was_answered_has_no_ratio():
    assert (ratio([1, 4], [0, 2]), ratio([1], [0])) == (2, None)


def test_ratios_together_are_their_geometric_mean():
    assert together([0.5, 2.0, None]) == pytest.approx(1)


def test_a_percentile_is_one_of_the_values():
    values = list(range(100, 0, -1))

    assert (percentile(values, 0.99), percentile([7], 0.99), percentile([], 0.5)) == (100, 7, 0)


@pytest.mark.parametrize(
    ("value", "bounds", "reached"),
    [
        (0.75, {"least": 0.75}, "yes"),
        (0.74, {"least": 0.75}, "no"),
        (11, {"most": 10}, "no"),
        (0, {"most": 0}, "yes"),
        (None, {"most": 10}, "not measured"),
        (1, {}, ""),
    ],
)
def test_a_target_is_reached_on_its_bound(value, bounds, reached):
    assert Result("work", 200, value, "said", **bounds).reached == reached


def test_the_table_has_a_line_for_each_result():
    results = [
        Result("list", 10_000, 3.0, "3 ×", "≥ 2 ×", least=2),
        Result("start", None, 9, "9 s", "≤ 5 s", most=5),
    ]

    assert table(results).splitlines()[2:] == [
        "| list | 10 000 | 3 × | ≥ 2 × | yes |",
        "| start |  | 9 s | ≤ 5 s | no |",
    ]


def test_a_section_of_the_page_is_replaced_and_the_others_are_kept():
    page = "# Fast\nWhy.\n"

    once = kept(kept(page, "SQLite", "first"), "PostgreSQL", "other")
    again = kept(once, "SQLite", "second")

    assert once == "# Fast\nWhy.\n\n## SQLite\nfirst\n\n## PostgreSQL\nother\n"
    assert again == "# Fast\nWhy.\n\n## SQLite\nsecond\n\n## PostgreSQL\nother\n"
