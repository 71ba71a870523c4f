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
    """`theirs` with what was changed from `base` to `ours`; raises Clash where both changed the same.

    What the live record no longer knows, for a migration took it away, is left out.
    """
    merged, clashes = attempt(base, theirs, ours)
    if clashes:
        raise Clash(clashes)
    return merged


def prefer(base, theirs, ours):
    """The same; where both changed the same, ours stands: for showing a draft, never for publishing."""
    return attempt(base, theirs, ours)[0]


def attempt(base, theirs, ours):
    """(the merged snapshot, the paths that both changed); where both did, ours stands."""
    here, there, live = changes(base, ours), changes(base, theirs), flat(theirs)
    clashes = clashing(here, there)
    merged = dict(live)
    for path, (_before, after) in here.items():
        if after is ABSENT:
            merged.pop(path, None)
        elif path in live or not is_unknown(path, after, live):
            merged[path] = after
    for path in clashes:
        replace(merged, flat(ours), path)
    return nested(merged, like=theirs), clashes


def clashing(here, there):
    """The paths that both changed, and not alike; a row that one removed and the other changed is one."""
    paths = {path for path in here.keys() & there.keys() if here[path][1] != there[path][1]}
    for removing, changing in ((here, there), (there, here)):
        removed = {path for path, pair in removing.items() if is_row(pair[0]) and pair[1] is ABSENT}
        changed = {path for path, pair in changing.items() if pair[1] is not ABSENT}
        paths = {outermost(path, removed) for path in paths}
        paths |= {row for path in changed if (row := outermost(path, removed)) != path}
    return paths


def outermost(path, rows):
    """The first of the rows in which the path lies; the path itself, if it lies in none of them."""
    return next((path[:n] for n in range(2, len(path) + 1, 2) if path[:n] in rows), path)


def replace(entries, source, path):
    """Make the entry at the path, and all that lies within it, what the source has there."""
    for entry in [entry for entry in entries if entry[: len(path)] == path]:
        del entries[entry]
    entries |= {entry: value for entry, value in source.items() if entry[: len(path)] == path}
