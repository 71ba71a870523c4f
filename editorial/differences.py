"""What differs between two snapshots of a record, and how two people's changes become one."""

from editorial.snapshots import LISTED, flat, is_row, nested

ABSENT = object()


class Clash(Exception):
    """Two people changed the same; `paths` says what (editorial.wording tells it in words)."""

    def __init__(self, paths):
        self.paths = sorted(paths)
        super().__init__(", ".join("/".join(path) for path in self.paths))


def changes(before, after):
    """{path: (value before, value after)}; what is not there is ABSENT.

    A field that `after` does not know, though it has its row, is not changed: the snapshot is older
    than the field.
    """
    old, new = flat(before), flat(after)
    found = {}
    for path in old.keys() | new.keys():
        pair = old.get(path, ABSENT), new.get(path, ABSENT)
        if pair[0] != pair[1] and not (pair[1] is ABSENT and is_unknown(path, pair[0], new)):
            found[path] = pair
    return found


def is_unknown(path, value, entries):
    return not (is_row(value) or value == LISTED) and (len(path) == 1 or path[:-1] in entries)


def merge(base, theirs, ours):
    """`theirs` with what was changed from `base` to `ours`; raises Clash where both changed the same."""
    merged, clashes = attempt(base, theirs, ours)
    if clashes:
        raise Clash(clashes)
    return merged


def prefer(base, theirs, ours):
    """The same; where both changed the same, ours stands: for showing a draft, never for publishing."""
    return attempt(base, theirs, ours)[0]


def attempt(base, theirs, ours):
    """(the merged snapshot, the paths that both changed)."""
    here, there = changes(base, ours), changes(base, theirs)
    clashes = {path for path in here.keys() & there.keys() if here[path][1] != there[path][1]}
    merged = flat(theirs)
    for path, (_before, after) in here.items():
        if after is ABSENT:
            merged.pop(path, None)
        else:
            merged[path] = after
    orphans = {path for path in merged if not stands(path, merged)}
    clashes |= {owner(path, merged) for path in orphans}
    clashes = {path for path in clashes if not any(path[:n] in clashes for n in range(2, len(path), 2))}
    return nested({path: merged[path] for path in merged.keys() - orphans}, like=theirs), clashes


def stands(path, entries):
    """Whether all the rows are there in which the path lies."""
    return all(path[:n] in entries for n in range(2, len(path), 2))


def owner(path, entries):
    """The outermost missing row above the path."""
    return next(path[:n] for n in range(2, len(path), 2) if path[:n] not in entries)
