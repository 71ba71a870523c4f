"""The shapes of the world, for every map of the site (docs/map/README.md says whence)."""

import json
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "world.json"


@lru_cache(maxsize=1)
def shapes():
    """Size, outline, graticule, land without a code, and `places`: path or point by alpha-3 code."""
    return json.loads(FILE.read_text(encoding="utf-8"))
