"""What changed, in sentences for the public: “Roscosmos left: 2022”."""

from django.utils.translation import gettext as _

from editorial.loading import relation_field
from editorial.wording import Wording, row_at

MOST = 12  # sentences about one publication; how many more there are is said
SHORT = 60  # characters up to which a value is given in full


def about(model, before, after):
    """[{"text": sentence, "names": [keys of the records it names]}] from one public state to the next."""
    if before is None:
        return [{"text": _("Published."), "names": []}]
    return Sentences(model, before, after).all()


class Sentences:
    def __init__(self, model, before, after):
        self.model, self.before, self.after = model, before, after
        self.wording = Wording(model)

    def all(self):
        parts_of, whole = {}, []
        for difference in self.wording.differences(self.before, self.after):
            path = difference.path
            if len(path) >= 3:
                place = path[:4] if path[2] == "citations" else path[:2]
                parts_of.setdefault(place, []).append(difference)
            else:
                whole.append((path, [difference]))
        found = [self.sentence(path, parts) for path, parts in [*parts_of.items(), *whole]]
        found.sort(key=lambda sentence: sentence["routine"])
        told = [{"text": s["text"], "names": s["names"]} for s in found]
        if len(told) > MOST:
            more = _("Further changes: %(n)s.") % {"n": len(told) - MOST + 1}
            told = [*told[: MOST - 1], {"text": more, "names": []}]
        return told

    def sentence(self, path, parts):
        """Of one field, one item of a list, or one row with all that changed in it."""
        names = self.names(path)
        if len(path) >= 2 and path[-2] == "citations":
            return {"text": self.of_source(path), "names": names, "routine": True}
        if len(path) >= 2 and self.wording.is_row(self.model, path[0]):
            return {"text": self.of_row(path, parts), "names": names, "routine": False}
        if len(path) == 2:
            return {"text": self.of_item(parts[0]), "names": names, "routine": False}
        return {"text": of_field(parts[0].label, parts[0]), "names": names, "routine": False}

    def of_source(self, path):
        old, new = row_at(self.before, path), row_at(self.after, path)
        name = {"name": self.wording.title(path, new or old)}
        if old is None:
            return _("Source added: %(name)s") % name
        if new is None:
            return _("Source removed: %(name)s") % name
        return _("Source corrected: %(name)s") % name

    def of_item(self, part):
        added = bool(part.after)
        text = _("%(label)s: %(name)s added") if added else _("%(label)s: %(name)s removed")
        return text % {"label": part.label, "name": part.after or part.before}

    def of_row(self, path, parts):
        old, new = (self.row(path, data) for data in (self.before, self.after))
        name = self.wording.label(path, self.before, self.after)
        if new is None:
            return old.farewell() or _("%(row)s: removed") % {"row": name}
        if told := new.news(old):
            return told
        if old is None:
            return _("%(row)s: added") % {"row": name}
        fields = ", ".join(part.label.rsplit(": ", 1)[-1] for part in parts)
        return _("%(row)s: changed (%(fields)s)") % {"row": name, "fields": fields}

    def row(self, path, data):
        row = row_at(data, path)
        return None if row is None else self.wording.instance(path, row)

    def names(self, path):
        """The keys of the records with a page that a sentence about the path may name."""
        model, named = self.model, set()
        for number in range(0, len(path) - 1, 2):
            part = path[: number + 2]
            if not self.wording.is_row(model, part[-2]):
                named.add(part[-1])
                break
            model = relation_field(model, part[-2])[0].related_model
            for data in (self.before, self.after):
                named |= keys_in(model, row_at(data, part))
        if len(path) == 1:
            for data in (self.before, self.after):
                named |= keys_in(self.model, {"fields": {path[0]: data["fields"].get(path[0])}})
        return sorted(named)


def keys_in(model, row):
    """The keys to records with a page of their own among the row's fields."""
    fields = (row or {"fields": {}})["fields"]
    references = [
        f.name
        for f in model._meta.concrete_fields
        if f.is_relation and hasattr(f.related_model, "get_absolute_url")
    ]
    return {fields[name] for name in references if fields.get(name)}


def of_field(label, part):
    """Short values in full, of long ones that they changed."""
    values = {"label": label, "before": part.before, "after": part.after}
    if max(len(part.before), len(part.after)) > SHORT:
        return _("%(label)s: rewritten") % values if part.before else _("%(label)s: added") % values
    if not part.before:
        return _("%(label)s: %(after)s") % values
    if not part.after:
        return _("%(label)s: no longer given (was %(before)s)") % values
    return _("%(label)s: %(before)s → %(after)s") % values
