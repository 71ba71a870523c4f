"""The checks of a record's constraints, put to the database together."""

from django.core.exceptions import FieldError
from django.db import models, router
from django.db.models import CheckConstraint, Q


class CheckedAtOnce(models.Model):
    """A record whose checks are one question where all hold; where one does not, Django asks each."""

    _holds = False

    class Meta:
        abstract = True

    def validate_constraints(self, exclude=None):
        self._holds = self.holds(exclude)
        try:
            super().validate_constraints(exclude)
        finally:
            self._holds = False

    def get_constraints(self):
        """Those that are still to be asked."""
        found = super().get_constraints()
        if not self._holds:
            return found
        return [(model, [each for each in some if not is_check(each)]) for model, some in found]

    def holds(self, exclude):
        """Whether all the checks hold; False too where they cannot be asked together."""
        checks = [constraint.condition for constraint in filter(is_check, self._meta.constraints)]
        if not checks:
            return True
        against = self._get_field_expression_map(meta=self._meta, exclude=exclude)
        try:
            return Q(*checks).check(against, using=router.db_for_write(type(self), instance=self))
        except FieldError:  # some speak of a field that is left out
            return False


def is_check(constraint):
    return isinstance(constraint, CheckConstraint)
