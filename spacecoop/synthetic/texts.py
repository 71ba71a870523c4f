"""Made-up sentences in the words of the field, about nothing that exists.

Beside the words of the field a fifth of the sentences name a team by a made-up word, some of them
often and most of them seldom, as the words of real texts.
"""

from itertools import accumulate, product

NAMES = ("Lantern", "Heron", "Tide", "Meridian", "Prism", "Harrow", "Willow", "Anvil", "Thistle", "Gannet")
SUBJECTS = (
    *("The spacecraft", "The orbiter", "The probe", "The platform", "The payload", "The observatory"),
    *("A twin craft", "The lander", "A small relay", "The main instrument", "The service module"),
    *("The joint team", "The science centre", "The ground segment", "A second camera", "The bus"),
)
VERBS = (
    *("measures", "maps", "records", "follows", "compares", "samples", "watches", "counts", "images"),
    *("models", "calibrates", "relays", "tests", "times", "tracks", "surveys"),
)
OBJECTS = (
    *("the dust around young stars", "the height of the oceans", "fast charged particles"),
    *("the edge of the polar ice", "ultraviolet light of hot gas", "weak magnetic fields"),
    *("soil moisture over farmland", "the drift of two clocks", "faint comets far from the Sun"),
    *("water vapour above the clouds", "radio signals from the ground", "the shape of the gravity field"),
    *("ozone in the upper air", "the glow of distant galaxies", "craters near the south pole"),
    *("lightning seen from orbit", "the flow of the solar wind", "a new kind of thruster"),
)
PLACES = (
    *("from a low polar orbit", "on every second pass", "for at least three years", "twice each day"),
    *("with a resolution of ten metres", "in four narrow bands", "together with ground stations"),
    *("during the first extension", "at the far side of its orbit", "while the partners share the cost"),
    *("under one data policy", "before the second launch", "and sends the data to two centres"),
    *("with spare parts of an older flight", "as both sides had agreed", "in the shadow of the Earth"),
)
SYLLABLES = ("ka", "lo", "ru", "mi", "ta", "ne", "so", "vi", "da", "pe", "zu", "ri", "ba", "to", "lu")
TEAMS = tuple(f"{first}{second}n".capitalize() for first, second in product(SYLLABLES, repeat=2))
FREQUENCIES = list(accumulate(1 / rank for rank in range(1, len(TEAMS) + 1)))
LONGEST_SUMMARY = 400


def name_of(number):
    """The name of the mission of that number: nobody takes it for a real one's."""
    return f"Synthetic {NAMES[number % len(NAMES)]} {number:06}"


def slug_of(number):
    return name_of(number).lower().replace(" ", "-")


def sentence(random):
    subject = random.choice(SUBJECTS)
    if random.random() < 0.2:
        subject = f"The {random.choices(TEAMS, cum_weights=FREQUENCIES)[0]} team"
    parts = (random.choice(choices) for choices in (VERBS, OBJECTS, PLACES))
    return f"{subject} {' '.join(parts)}."


def summary(random):
    """As many sentences as a summary may hold: about sixty words."""
    found = sentence(random)
    while len(longer := f"{found} {sentence(random)}") <= LONGEST_SUMMARY:
        found = longer
    return found


def paragraphs(random, number):
    return "\n\n".join(summary(random) for _n in range(number))


def title(random):
    """Two or three words for an instrument."""
    return f"{random.choice(ADJECTIVES)} {random.choice(NOUNS)}"


ADJECTIVES = (
    *("Wide Field", "Far Infrared", "Soft X-ray", "Low Energy", "Laser", "Radio", "Imaging", "Narrow Band"),
    *("Thermal", "Ultraviolet", "Neutral Gas", "Doppler", "Polar", "Deep", "Twin", "Fast"),
)
NOUNS = (
    *("Camera", "Spectrometer", "Magnetometer", "Altimeter", "Radiometer", "Detector", "Sounder"),
    *("Telescope", "Analyser", "Counter", "Photometer", "Polarimeter", "Clock", "Receiver"),
)
CONTRIBUTIONS = (
    *("Built the spacecraft and runs it.", "Supplied one instrument and its team.", "Supplied the launch."),
    *("Receives and keeps the data.", "Paid for a part of the payload.", "Lent two ground stations."),
    *("Supplied the solar panels.", "Tested the detectors.", "Takes part in the science team."),
)
EVENTS = ("First signal received.", "First data released.", "Operations extended.", "Second data release.")
REASONS = ("The budget was cut.", "Its instrument had ended.", "It turned to a mission of its own.")
