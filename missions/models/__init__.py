"""What is flown together: programmes, missions, who took part, with what, under which agreements."""

from missions.models.mission import Mission
from missions.models.mission_set import MissionSet
from missions.models.participation import Participation
from missions.models.particulars import Agreement, Instrument, Milestone
from missions.models.programme import Programme

__all__ = ["Agreement", "Instrument", "Milestone", "Mission", "MissionSet", "Participation", "Programme"]
