"""How dates are written and read in English."""

DATE_FORMAT = "j F Y"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"]
