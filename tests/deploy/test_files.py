"""What the files of deploy/ say is what the site understands."""

import re

import pytest
import yaml

from tests.server import site

DEPLOY = site.ROOT / "deploy"
KNOWN = set(re.findall(r"`([A-Z_]+)`", (site.ROOT / "docs" / "operating.md").read_text()))


def of_compose():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    return {name: set(services[name]["environment"]) for name in ("prepare", "node1", "node2", "worker")}


def test_every_variable_that_is_set_is_one_that_the_site_reads():
    in_units = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "systemd" / "environment").read_text(), re.MULTILINE))

    assert in_units <= KNOWN
    assert set.union(*of_compose().values()) <= KNOWN


def test_all_nodes_are_told_alike():
    node, *others = of_compose().values()

    assert {"DATABASE_URL", "CACHE_URL", "SECRET_KEY"} <= node
    assert others == [node] * 3


@pytest.mark.parametrize("unit", ["spacecoop@.service", "spacecoop-worker.service"])
def test_a_unit_starts_a_command_that_there_is(unit):
    text = (DEPLOY / "systemd" / unit).read_text()
    command = re.search(r"^ExecStart=\S+ manage\.py (\w+)", text, re.MULTILINE)[1]

    assert (site.ROOT / "spacecoop" / "management" / "commands" / f"{command}.py").exists()
