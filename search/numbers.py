"""The numbers of documents: the shorter its text, the lower; the kind stands in it too.

So the full-text index, which gives numbers in their order, gives the shortest of many finds first
and says how many of each kind there are, without a document being read.
"""

from search.documents import KINDS
from search.models import Document

LONGEST = 2**13 - 1  # characters of a text that count
KIND_BITS, KEY_BITS = 4, 24
BY_KIND = {kind.name: number for number, kind in enumerate(KINDS)}
KIND_OF = f"((id >> {KEY_BITS}) & {2**KIND_BITS - 1})"  # in SQL


def number(document):
    """What a document is to be called; its record's key decides among those of one length and kind."""
    length = min(len(document.text_tokens), LONGEST)
    key = document.record.int >> (128 - KEY_BITS)
    return (length << KIND_BITS | BY_KIND[document.kind]) << KEY_BITS | key


def kinds_of(numbers):
    """The kinds of the documents of these numbers."""
    return [KINDS[kind] for kind in {number >> KEY_BITS & 2**KIND_BITS - 1 for number in numbers}]


def give(documents):
    """Give each of the new documents its number, or the next that is free."""
    wanted = {number(document) for document in documents}
    taken = set(Document.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for document in documents:
        pk = number(document)
        while pk in taken or (pk not in wanted and Document.objects.filter(pk=pk).exists()):
            pk += 1
        document.pk = pk
        taken.add(pk)
    return documents
