"""What binds states and organisations in space: instruments, their articles, and acts upon them."""

from treaties.models.action import Action
from treaties.models.standing import Status
from treaties.models.standings import (
    ended_with_their_state,
    life,
    standings_of,
    standings_of_country,
    status_on,
)
from treaties.models.totals import PrintedTotal
from treaties.models.treaty import Article, Treaty

__all__ = [
    "Action",
    "Article",
    "PrintedTotal",
    "Status",
    "Treaty",
    "ended_with_their_state",
    "life",
    "standings_of",
    "standings_of_country",
    "status_on",
]
