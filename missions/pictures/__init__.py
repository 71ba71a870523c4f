"""Pictures about missions, drawn by the server: every length is worked out here, none in a template.

Each function answers with what one component of `templates/components/` expects. Lengths are texts,
so that no language writes them with a comma.
"""

from missions.pictures.bars import leads_chart, partners_chart, roles_chart
from missions.pictures.by_year import launches_by_year
from missions.pictures.destinations import orbit_of
from missions.pictures.lifetimes import timeline
from missions.pictures.matrix import matrix
from missions.pictures.network import network
from missions.pictures.pair_years import pair_curve

__all__ = [
    "launches_by_year",
    "leads_chart",
    "matrix",
    "network",
    "orbit_of",
    "pair_curve",
    "partners_chart",
    "roles_chart",
    "timeline",
]
