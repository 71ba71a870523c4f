"""The query that was perhaps meant: words that are found nowhere, as titles write the nearest ones."""

from django.db.models import Count
from django.db.models.functions import Length

from search import analysis, signs
from search.engines import engine
from search.models import Document, Trigram

NEAR_ENOUGH = 0.3  # of the trigrams of two words together, those that both have
LETTERS = 2  # by which two words may differ in length
LOOKED_AT = 40  # words that share most trigrams


def learn(documents):
    """Know the words of the titles from now on; one whose titles have all gone does no harm."""
    texts = (text for document in documents for text in (document.title, document.acronym))
    words = {
        analysis.fold(word.group())[: analysis.LONGEST] for text in texts for word in analysis.words(text)
    }
    words -= set(Trigram.objects.filter(word__in=words).values_list("word", flat=True))
    new = [Trigram(word=word, letters=letters) for word in words if word for letters in trigrams(word)]
    Trigram.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)


def instead(query):
    """The query with what is found nowhere written as a title writes it; "" if there is nothing to change."""
    parts, at, words = [], 0, list(analysis.words(query))[: analysis.MOST_WORDS]
    for word, is_strange in zip(words, strange([word.group() for word in words]), strict=True):
        found = nearest(analysis.fold(word.group())) if is_strange else ""
        parts += [query[at : word.start()], found or word.group()]
        at = word.end()
    meant = "".join([*parts, query[at:]])
    return meant if meant != query else ""


def strange(words):
    """For each word whether no document has it."""
    terms = [analysis.terms(word) for word in words]
    expressions = [engine().every(map(engine().holds, found)) for found in terms if found]
    held = iter(engine().held(expressions))
    return [bool(found) and not next(held) for found in terms]


def nearest(word):
    """The word of a title with most trigrams in common, as it is written; "" if none is near enough."""
    length = max(len(word) - LETTERS, 1), len(word) + LETTERS
    rows = Trigram.objects.filter(letters__in=trigrams(word)).alias(length=Length("word"))
    rows = rows.filter(length__range=length).values("word").annotate(number=Count("pk"))
    found = rows.order_by("-number", "word").values_list("word", flat=True)[:LOOKED_AT]
    near = sorted((-shared(word, other), other) for other in found)
    return next(filter(None, (written(other) for nearness, other in near if -nearness > NEAR_ENOUGH)), "")


def written(word):
    """The folded word as a title that a visitor may see writes it."""
    numbers = engine().first([engine().is_word(signs.TITLE + word)], 1)
    documents = Document.objects.public().filter(pk__in=numbers)
    texts = (text for titles in documents.values_list("title", "acronym") for text in titles)
    words = (found.group() for text in texts for found in analysis.words(text))
    return next((found for found in words if analysis.fold(found) == word), "")


def shared(word, other):
    ours, theirs = trigrams(word), trigrams(other)
    return len(ours & theirs) / len(ours | theirs)


def trigrams(word):
    padded = f"  {word[: analysis.LONGEST]} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
