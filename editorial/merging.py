"""Two records that turn out to be one: whatever refers to the one refers to the other from then on.

The relations are found from the models themselves, so that one declared later is not forgotten.
"""

from django.contrib.contenttypes.fields import GenericRelation
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import addresses, drafts, followers, history, recovery
from editorial.models import FormerAddress, Publishable, Revision
from editorial.publishing import Refused, usage
from editorial.renaming import rename
from editorial.rows import combine, generic_relations, restate, twin_of


class NotTwo(Refused):
    reason = _("Two different records of one kind are merged.")


class DraftWaits(Refused):
    reason = _("A draft waits. Publish it or give it up first:")


class KeptIsHidden(Refused):
    reason = _("What is published cannot be merged into what is not. Publish it first:")


class GoesRound(Refused):
    reason = _("Merged, it would come after itself. Change this first:")


@followers.atomic()
def merge(kept, gone, *, by, why=""):
    """Give everything of the one to the other, and delete it; the other as it is now.

    The fields of `kept` stay as they are. The address of `gone` leads to it, and its last state can
    be recovered. Raises Refused, or Disagree where both have a row that says something else.
    """
    first, second = sorted((kept, gone), key=lambda record: str(record.pk))  # two at once lock alike
    locked = {record.pk: drafts.locked(record) for record in (first, second)}
    kept, gone = locked[kept.pk], locked[gone.pk]
    check(kept, gone)
    return Merging(kept, gone, by, why).done()


def check(kept, gone):
    """Raises Refused if the two cannot be merged as they stand."""
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise NotTwo
    if waiting := [record for record in (kept, gone) if drafts.of(record)]:
        raise DraftWaits(waiting)
    if gone.is_published and not kept.is_published:
        raise KeptIsHidden([kept])


class Merging:
    def __init__(self, kept, gone, by, why):
        self.kept, self.gone, self.by = kept, gone, by
        names = {"gone": gone, "kept": kept}
        self.why = why or gettext("%(gone)s was merged into %(kept)s.") % names
        self.keys = {str(gone.pk): str(kept.pk)}  # of what is gone, with the key of what stands for it

    def done(self):
        pages = [*(page for page in usage(self.gone) if page != self.kept), self.kept]
        for page in (*pages, self.gone):
            history.begin(page)
            history.record(page, Revision.Step.SAVED, by=self.by, why=gettext("Before: %s") % self.why)
        before = [latest(page) for page in pages]
        self.take_over(self.kept, self.gone)
        self.untangle()
        rename(self.keys, but=before)
        self.leave()
        for page in pages:
            self.keep(page)
        self.kept.refresh_from_db()
        return self.kept

    def take_over(self, new, old):
        """Lead every relation to the old record, and its own rows and lists, to the new one."""
        for relation in relations_to(type(old)):
            if relation.many_to_many:
                self.move_list(relation.field, new, old)
            else:
                self.move_rows(relation.field, new, old)
        for field in old._meta.local_many_to_many:
            getattr(new, field.name).add(*getattr(old, field.name).exclude(pk=new.pk))
        for relation in generic_relations(type(old)):
            for row in getattr(old, relation.name).all():
                restate(row, new, old)
                self.move(row, {relation.object_id_field_name: new.pk})

    def move_rows(self, field, new, old):
        for row in field.model._base_manager.filter(**{field.name: old}):
            if row == new:  # it does not refer to itself: it takes what the other referred to
                target = getattr(old, field.name)
                target = None if target == new else target
                field.model._base_manager.filter(pk=row.pk).update(**{field.name: target})
            elif row != old:
                self.move(row, {field.name: new})

    def move_list(self, field, new, old):
        for owner in field.model._base_manager.filter(**{field.name: old}):
            named = getattr(owner, field.name)
            named.remove(old)
            if owner != new:
                named.add(new)

    def move(self, row, values):
        """Give the row these values; where there is one like it already, that takes it over."""
        twin = twin_of(row, values)
        if twin is None:
            type(row)._base_manager.filter(pk=row.pk).update(**values)
            return
        combine(twin, row, without=values)
        self.take_over(twin, row)
        self.keys[str(row.pk)] = str(twin.pk)
        row.delete()

    def untangle(self):
        """Raises GoesRound if the record now follows itself, through whatever others."""
        for field in self.kept._meta.concrete_fields:
            if field.related_model is not type(self.kept):
                continue
            seen, key = {self.kept.pk}, self.follow(field, self.kept.pk)
            while key is not None and key not in seen:
                seen.add(key)
                key = self.follow(field, key)
            if key == self.kept.pk:
                raise GoesRound(labels=[field.verbose_name])

    def follow(self, field, key):
        key = field.model._base_manager.values_list(field.attname, flat=True).get(pk=key)
        return None if key == self.gone.pk else key

    def leave(self):
        """The address of what is gone leads to what stands for it; its last state is kept."""
        address = self.gone.get_absolute_url() if self.gone.is_published else None
        FormerAddress.objects.of(self.gone).update(object_id=self.kept.pk)
        gone = type(self.gone)._base_manager.get(pk=self.gone.pk)
        recovery.delete(gone, by=self.by, why=self.why)
        addresses.follow(self.kept, address)

    def keep(self, page):
        """What became of a page goes into its history; readers are told of the record's own only."""
        page = type(page)._base_manager.get(pk=page.pk)
        public = isinstance(page, Publishable) and page.is_published
        if isinstance(page, Publishable):
            type(page)._base_manager.filter(pk=page.pk).update(changed_at=timezone.now())
        step = Revision.Step.PUBLISHED if public else Revision.Step.SAVED
        said = []
        if page == self.kept and self.gone.is_published:
            text = gettext("%(gone)s has been merged into this: its address leads here.")
            said = [{"text": text % {"gone": self.gone}, "names": []}]
        history.record(page, step, by=self.by, why=self.why, said=said)


def relations_to(model):
    """Every relation to the model, those without a name from here too; of a list, not its table."""
    for field in model._meta.get_fields(include_hidden=True):
        if not field.auto_created or field.concrete or field.related_model._meta.auto_created:
            continue
        if not isinstance(field.field, GenericRelation):  # whose rows move with what they stand on
            yield field


def latest(page):
    """The key of the page's last revision."""
    return Revision.objects.of(page).order_by("-pk").values_list("pk", flat=True).first()


def moves(record):
    """[(kind in words, how many)] of what refers to the record and would move with it."""
    found = [(way.related_model, {way.field.name: record}) for way in relations_to(type(record))]
    counts = [(model, model._base_manager.filter(**named).count()) for model, named in found]
    own = generic_relations(type(record))
    counts += [(way.related_model, getattr(record, way.name).count()) for way in own]
    return [(model._meta.verbose_name_plural, number) for model, number in counts if number]
