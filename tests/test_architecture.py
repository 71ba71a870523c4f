"""The floors of the house (docs/architecture.md), read from the sources themselves."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
ROOF = "spacecoop"
OUTSIDE = {"tests", "benchmarks", "manage"}
LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 400, 60


def violations(sources, floors, roof=ROOF):
    """What in the sources, {module name: text}, breaks the rules of the house, a sentence each.

    `floors`: the names of the apps on each floor, the ground first.
    """
    level = {app: number for number, apps in enumerate(floors) for app in apps} | {roof: len(floors)}
    found, graph = [], {}
    for module, text in sources.items():
        graph[module] = set()
        for target, line, place in imports(module, text, sources):
            found += misplaced(module, target, line, level, roof)
            if place and place != "ready":
                found.append(f"{module}:{line} imports {target} inside the function {place}")
            elif place != "ready" and target in sources:
                graph[module].add(target)
    return found + [f"{' → '.join(circle)} is a circle" for circle in circles(graph)]


def misplaced(module, target, line, level, roof):
    """The sentence about an import that does not point down, if it does not."""
    here, there = module.split(".")[0], target.split(".")[0]
    if there in OUTSIDE:
        return [f"{module}:{line} imports {target}, which is outside the house"]
    if there not in level or there == here:
        return []
    if there == roof:
        return [f"{module}:{line} imports the roof: {target}"]
    if level[there] > level[here]:
        return [f"{module}:{line} imports upward: {target}"]
    if level[there] == level[here]:
        return [f"{module}:{line} imports sideways: {target}"]
    return []


def imports(module, text, sources):
    """(name, line, function that it stands in, "ready", or "") of each import of the module."""
    lines = text.splitlines()
    for node, place in nodes_with_place(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = names_from(node, module, sources)
        else:
            continue
        optional = "# optional:" in lines[node.lineno - 1]
        for name in names:
            yield name, node.lineno, "" if optional else place


def names_from(node, module, sources):
    """The modules that `from … import …` reads: a submodule where there is one of that name."""
    base = node.module or ""
    if node.level:
        package = module.split(".")
        is_package = any(name.startswith(f"{module}.") for name in sources)
        package = package if is_package else package[:-1]
        package = package[: len(package) - node.level + 1]
        base = ".".join([*package, base] if base else package)
    return sorted({f"{base}.{a.name}" if f"{base}.{a.name}" in sources else base for a in node.names})


def nodes_with_place(tree):
    """Every node with the name of the innermost function around it; AppConfig's `ready` is “ready”."""
    waiting = [(tree, "", False)]
    while waiting:
        node, place, in_config = waiting.pop()
        yield node, place
        if isinstance(node, ast.ClassDef):
            in_config = any("AppConfig" in ast.unparse(base) for base in node.bases)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            place = node.name if node.name != "ready" or in_config else "ready()"
        waiting += [(child, place, in_config) for child in ast.iter_child_nodes(node)]


def circles(graph):
    """Each circle of modules that import each other, once, as the path round it."""
    found, done = {}, set()

    def walk(module, path):
        if module in path:
            circle = path[path.index(module) :]
            found.setdefault(frozenset(circle), [*circle, module])
        elif module not in done:
            for target in sorted(graph.get(module, ())):
                walk(target, [*path, module])
            done.add(module)

    for module in sorted(graph):
        walk(module, [])
    return list(found.values())


def house_files():
    """The Python files of the house: no migrations, no tests."""
    for app in [*settings.FLOORS, ROOF]:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def house():
    """{module name: text} of the house."""
    sources = {}
    for path in house_files():
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        sources[name] = path.read_text(encoding="utf-8")
    return sources


def test_imports_only_point_down():
    assert violations(house(), [[app] for app in settings.FLOORS]) == []


PLANTED = [
    (
        {"partners.models": "from missions.models import Mission"},
        ["partners.models:1 imports upward: missions.models"],
    ),
    (
        {"partners.models": "import os\nif os:\n    import missions.models as m"},
        ["partners.models:3 imports upward: missions.models"],
    ),
    (
        {"treaties.models": "from missions import models", "missions.models": ""},
        ["treaties.models:1 imports upward: missions.models"],
    ),
    (
        {"missions.models": "from observatories.models import Telescope"},
        ["missions.models:1 imports sideways: observatories.models"],
    ),
    (
        {"missions.views": "from spacecoop.settings import DEBUG"},
        ["missions.views:1 imports the roof: spacecoop.settings"],
    ),
    (
        {"missions.views": "from tests import records"},
        ["missions.views:1 imports tests, which is outside the house"],
    ),
    (
        {"missions.views": "def index(request):\n    from partners.models import Agency"},
        ["missions.views:2 imports partners.models inside the function index"],
    ),
    (
        {"missions.views": "class View:\n    async def get(self):\n        import json"},
        ["missions.views:3 imports json inside the function get"],
    ),
    (
        {"missions.views": "class View:\n    def ready(self):\n        import json"},
        ["missions.views:3 imports json inside the function ready()"],
    ),
    (
        {"partners.apps": "class C(AppConfig):\n    def ready(self):\n        from missions import models"},
        ["partners.apps:3 imports upward: missions"],
    ),
    (
        {
            "missions.a": "from missions import b",
            "missions.b": "from .c import x",
            "missions.c": "import missions.a",
        },
        ["missions.a → missions.b → missions.c → missions.a is a circle"],
    ),
]
ALLOWED = [
    {"missions.views": "from partners.models import Agency\nimport json"},
    {"spacecoop.views": "from missions.models import Mission\nfrom spacecoop import overview"},
    {"missions.apps": "class C(AppConfig):\n    def ready(self):\n        from missions import checks"},
    {"missions.tools": "def pack():\n    import brotli  # optional: smaller files where it is installed"},
    {"missions.a": "from missions import b", "missions.b": "import partners.models"},
]
FLOORS_WITH_NEIGHBOURS = [["editorial"], ["partners"], ["treaties"], ["missions", "observatories"]]


@pytest.mark.parametrize(("sources", "sentences"), PLANTED)
def test_a_planted_violation_is_named(sources, sentences):
    assert violations(sources, FLOORS_WITH_NEIGHBOURS) == sentences


@pytest.mark.parametrize("sources", ALLOWED)
def test_what_the_rules_allow_is_not_named(sources):
    assert violations(sources, FLOORS_WITH_NEIGHBOURS) == []


def test_installed_apps_stand_in_the_order_of_the_floors():
    apps = [
        app for app in settings.INSTALLED_APPS if not app.endswith(("DeskConfig", "AssetsConfig"))
    ]  # Django's
    ours = [app for app in apps if (ROOT / app.split(".")[0] / "__init__.py").exists()]

    assert ours == [*settings.FLOORS, ROOF]


def test_every_package_of_the_house_is_on_a_floor():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert packages - OUTSIDE == {*settings.FLOORS, ROOF}


def test_no_file_is_longer_than_a_reader_can_hold():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in house_files()
    }

    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_FILE} == {}


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{module}.{node.name}": node.end_lineno - node.lineno + 1
        for module, text in house().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LINES_OF_A_FUNCTION
    }

    assert long == {}


@pytest.mark.django_db
def test_the_migrations_are_up_to_date():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
