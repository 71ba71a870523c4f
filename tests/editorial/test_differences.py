"""What differs between two snapshots, and how two people's changes become one."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.differences import ABSENT, Clash, changes, merge, prefer
from editorial.snapshots import flat, nested

TEXTS = st.sampled_from(["", "a", "b"])
DATES = st.sampled_from([(None, "unknown"), ("2001-01-01", "year"), ("2001-01-01", "day")])
KEYS = st.sets(st.sampled_from("klm"))
EXAMPLES = settings(max_examples=300)


@st.composite
def fields(draw):
    day, precision = draw(DATES)
    return {"name": draw(TEXTS), "day": day, "day_precision": precision}


@st.composite
def citation(draw):
    return {"fields": {"note": draw(TEXTS)}, "lists": {}, "rows": {}}


@st.composite
def part(draw):
    return {
        "fields": draw(fields()),
        "lists": {"countries": sorted(draw(KEYS))},
        "rows": {"citations": {key: draw(citation()) for key in sorted(draw(KEYS))}},
    }


@st.composite
def snapshots(draw):
    return {
        "fields": draw(fields()),
        "lists": {"missions": sorted(draw(KEYS))},
        "rows": {
            "parts": {key: draw(part()) for key in sorted(draw(KEYS))},
            "citations": {key: draw(citation()) for key in sorted(draw(KEYS))},
        },
    }


@st.composite
def pairs_of_edits(draw):
    """(a snapshot, two edits of it): each edit takes some things from yet another snapshot."""
    base = draw(snapshots())
    return base, edited(draw, base), edited(draw, base)


def edited(draw, base):
    edit, other = copy.deepcopy(base), draw(snapshots())
    if draw(st.booleans()):
        edit["fields"] = other["fields"]
    if draw(st.booleans()):
        edit["lists"] = other["lists"]
    for relation, rows in edit["rows"].items():
        for key in draw(KEYS):
            rows.pop(key, None)
            if key in other["rows"][relation]:
                rows[key] = other["rows"][relation][key]
    return edit


def merged(base, theirs, ours):
    """The merged snapshot, or the paths of the clash."""
    try:
        return merge(base, theirs, ours)
    except Clash as clash:
        return clash.paths


@EXAMPLES
@given(snapshots())
def test_a_flat_snapshot_holds_all_that_the_nested_one_does(data):
    assert nested(flat(data), like=data) == data


@EXAMPLES
@given(snapshots(), snapshots())
def test_where_one_side_changed_nothing_the_other_stands(base, other):
    assert merge(base, base, other) == other
    assert merge(base, other, base) == other


@EXAMPLES
@given(snapshots(), snapshots())
def test_two_who_changed_the_same_in_the_same_way_agree(base, other):
    assert merge(base, other, other) == other


@EXAMPLES
@given(pairs_of_edits())
def test_it_does_not_matter_who_was_first(edits):
    base, theirs, ours = edits

    assert merged(base, theirs, ours) == merged(base, ours, theirs)


@EXAMPLES
@given(pairs_of_edits())
def test_a_merge_has_the_changes_of_both_and_no_others(edits):
    base, theirs, ours = edits
    both = changes(base, theirs) | changes(base, ours)
    result = merged(base, theirs, ours)

    if isinstance(result, dict):
        assert changes(base, result) == both


def are_in_dispute(base, theirs, ours):
    """Whether a clash has to be reported; said once more, in other words."""
    before, here, there = flat(base), flat(ours), flat(theirs)
    for path in before.keys() | here.keys() | there.keys():
        was, is_here, is_there = (entries.get(path, ABSENT) for entries in (before, here, there))
        if was not in (is_here, is_there) and is_here != is_there:
            return True
        if was is ABSENT and (lies_in_removed(path, before, there) or lies_in_removed(path, before, here)):
            return True
    return False


def lies_in_removed(path, before, after):
    return any(path[:n] in before and path[:n] not in after for n in range(2, len(path), 2))


@EXAMPLES
@given(pairs_of_edits())
def test_a_clash_is_reported_exactly_where_both_changed_the_same(edits):
    assert isinstance(merged(*edits), list) == are_in_dispute(*edits)


@EXAMPLES
@given(snapshots(), snapshots(), snapshots())
def test_a_preference_always_ends_with_ours(base, theirs, ours):
    found = flat(prefer(base, theirs, ours))

    wanted = {path: after for path, (_before, after) in changes(base, ours).items()}
    assert {path: found.get(path, ABSENT) for path in wanted} == wanted


@EXAMPLES
@given(pairs_of_edits())
def test_the_paths_of_a_clash_do_not_lie_in_one_another(edits):
    paths = merged(*edits)

    if isinstance(paths, list):
        assert not [(p, q) for p in paths for q in paths if p != q and q[: len(p)] == p]


def record(name="a", note=None, **parts):
    rows = {
        key: {"fields": {"role": role}, "lists": {}, "rows": {"citations": {}}} for key, role in parts.items()
    }
    if note is not None:
        rows["k"]["rows"]["citations"]["c"] = {"fields": {"note": note}, "lists": {}, "rows": {}}
    return {"fields": {"name": name}, "lists": {}, "rows": {"parts": rows}}


def test_a_field_that_the_draft_does_not_know_yet_is_no_change():
    base, ours = record(k="lead"), record(name="b", k="host")
    theirs = record(k="lead")
    theirs["fields"]["new"] = theirs["rows"]["parts"]["k"]["fields"]["new"] = "x"

    result = merge(base, theirs, ours)

    assert result["fields"] == {"name": "b", "new": "x"}
    assert result["rows"]["parts"]["k"]["fields"] == {"role": "host", "new": "x"}


def test_a_field_that_the_live_record_no_longer_knows_is_left_out():
    base, ours, theirs = record(k="lead"), record(name="b", k="lead"), record(k="lead")
    for data, value in ((base, "x"), (ours, "y")):
        data["fields"]["old"] = data["rows"]["parts"]["k"]["fields"]["old"] = value

    assert merge(base, theirs, ours) == record(name="b", k="lead")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (record(), record(k="host")),
        (record(), record(k="lead", note="x")),
        (record(k="host", note=""), record()),
    ],
)
def test_a_row_that_one_removed_and_the_other_changed_is_one_clash_and_ours_stands_whole(theirs, ours):
    base = record(k="lead", note="")

    with pytest.raises(Clash) as clash:
        merge(base, theirs, ours)

    assert clash.value.paths == [("parts", "k")]
    assert prefer(base, theirs, ours) == ours


def test_a_date_and_its_precision_are_one():
    before, after = record(), record()
    before["fields"] |= {"day": "2001-01-01", "day_precision": "year"}
    after["fields"] |= {"day": "2001-01-01", "day_precision": "day"}

    assert changes(before, after) == {("day",): (["2001-01-01", "year"], ["2001-01-01", "day"])}
