"""What binds states and organisations in space: instruments, their articles, and acts upon them."""

from treaties.models.action import Action, Status, standings_of, standings_of_country
from treaties.models.treaty import Article, Treaty

__all__ = ["Action", "Article", "Status", "Treaty", "standings_of", "standings_of_country"]
