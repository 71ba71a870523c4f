"""Pictures about missions, drawn by the server: every length is worked out here, none in a template.

Each function answers with what one component of `templates/components/` expects. Lengths are texts,
so that no language writes them with a comma.
"""

from missions.pictures.by_year import launches_by_year
from missions.pictures.destinations import orbit_of
from missions.pictures.lifetimes import timeline
from missions.pictures.partners import matrix, network, partners_chart, together

__all__ = ["launches_by_year", "matrix", "network", "orbit_of", "partners_chart", "timeline", "together"]
