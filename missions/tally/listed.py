"""A selection of missions in an order, cut into pages without counting or sorting in the database."""

from uuid import UUID


class Listed:
    """What a paginator needs: how many there are, and stretches of them."""

    ordered = True

    def __init__(self, tally, found, order):
        self.tally, self.found, self.order = tally, found, order

    def __len__(self):
        return self.found.bit_count()

    def __getitem__(self, stretch):
        """The keys of the missions from one place to another."""
        return [UUID(key) for key in self.tally.page(self.found, self.order, stretch.start, stretch.stop)]

    @property
    def slots(self):
        """Those of all the missions, in their order."""
        return list(self.tally.ordered(self.found, self.order))
