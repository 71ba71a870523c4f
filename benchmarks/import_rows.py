"""How long an editor waits while a long table is imported: what docs/measurements.md holds.

    export DATA_DIR=$(mktemp -d)
    .venv/bin/python manage.py prepare
    .venv/bin/python benchmarks/import_rows.py 10000

The worker is a process of its own, as in `manage.py work`; meanwhile an editor saves a draft again and again.
"""

import csv
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import django

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spacecoop.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 (Django is set up first)

from editorial import drafts  # noqa: E402
from editorial.imports import runs  # noqa: E402
from missions.models import Mission  # noqa: E402

PAUSE = 0.05  # seconds between two saves of the editor
COLUMNS = ("slug", "name", "summary", "category", "destination", "status")


def table(number, summary):
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for n in range(number):
        rows.writerow((f"row-{n}", f"Row {n}", summary, "astronomy", "leo", "proposed"))
    return written.getvalue().encode()


def saves_during(work, save):
    """The seconds that the work took, and those of each save of the editor meanwhile."""
    began, waited = time.monotonic(), []
    worker = subprocess.Popen([sys.executable, HERE / "manage.py", *work])  # noqa: S603 (ours)
    while worker.poll() is None:
        before = time.monotonic()
        save()
        waited.append(time.monotonic() - before)
        time.sleep(PAUSE)
    if worker.returncode:
        sys.exit("The worker failed.")
    return time.monotonic() - began, waited


def main(number):
    chief = get_user_model().objects.filter(is_superuser=True).first()
    mission = Mission.objects.published().first()

    def save():
        def change(record):
            record.summary = f"Saved at {time.time()}."
            record.save()

        drafts.amend(mission, change, by=chief)

    for summary, publish in (("New.", False), ("Changed.", False), ("Published.", True)):
        run = runs.bring(Mission, table(number, summary), by=chief, file_name="rows.csv", publish=publish)
        for step in ("checked", "applied"):
            took, waited = saves_during(["run_imports", "--one"], save)
            run.refresh_from_db()
            if run.state != step:
                sys.exit(f"It is {run.state}: {run.outcome}")
            longest, usual = max(waited), sorted(waited)[len(waited) // 2]
            sys.stdout.write(
                f"{summary:11} {step}: {took:.1f} s; the editor's {len(waited)} saves: "
                f"{usual:.2f} s usually, {longest:.2f} s at most\n"
            )
            sys.stdout.flush()
            runs.agree(run)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
