"""The Nu HTML checker has nothing to say about any kind of page."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import PAGES
from tests.server import site

JAR = Path(__file__).resolve().parents[1] / "node/node_modules/vnu-jar/build/dist/vnu.jar"
HERE = shutil.which("java") and JAR.exists()


@pytest.mark.skipif(not HERE and os.environ.get("CI") != "true", reason="Java or vnu-jar is not installed.")
def test_the_checker_finds_no_error(base_url, tmp_path):
    for name, address in PAGES.items():
        (tmp_path / f"{name}.html").write_text(site.get(base_url + address)[1], encoding="utf-8")

    checked = subprocess.run(
        ["java", "-jar", JAR, "--errors-only", "--format", "json", *sorted(tmp_path.glob("*.html"))],
        capture_output=True,
        text=True,
        check=False,
    )

    messages = json.loads(checked.stderr)["messages"]
    assert [f"{m['url'].rsplit('/', 1)[1]}: {m['message']} {m.get('extract', '')}" for m in messages] == []
