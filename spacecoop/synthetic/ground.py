"""What the made-up missions stand on, as it is shipped: countries, treaties with their acts, glossary."""

import json
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from editorial import shipping

WHOLE = (
    *("partners.country", "partners.countryname", "treaties.treaty", "treaties.article"),
    *("treaties.action", "treaties.printedtotal", "faq.topic", "faq.term"),
)


def bring_in(folder):
    """Load that part of the shipped content, with the organisations that act in treaties."""
    with TemporaryDirectory() as part:
        for name, rows in chosen(folder).items():
            (Path(part) / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
        return shipping.bring_in(Path(part))


def chosen(folder):
    """{model: rows of its file}, such that no row refers to one that is left out."""
    found = defaultdict(list, {name: read(folder, name) for name in WHOLE})
    bodies = {row["fields"]["slug"]: row for row in read(folder, "partners.agency")}
    wanted = [slug for row in found["treaties.action"] for slug in row["fields"].get("organisation", ())]
    while wanted:
        if body := bodies.pop(wanted.pop(), None):
            found["partners.agency"].append(body)
            wanted += [slug for end in ("parent", "successor") for slug in body["fields"].get(end, ())]
    kept = {(name, row["pk"]) for name, rows in found.items() for row in rows}
    found["editorial.citation"] = [
        row
        for row in read(folder, "editorial.citation")
        if (".".join(row["fields"]["content_type"]), row["fields"]["object_id"]) in kept
    ]
    cited = {tuple(row["fields"]["source"]) for row in found["editorial.citation"]}
    sources = read(folder, "editorial.source")
    found["editorial.source"] = [row for row in sources if (row["fields"]["slug"],) in cited]
    return found


def read(folder, name):
    return json.loads((Path(folder) / f"{name}.json").read_text(encoding="utf-8"))
