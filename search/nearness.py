"""The query that was perhaps meant: words that are found nowhere, as titles write the nearest ones."""

from functools import lru_cache

from django.core.cache import cache

from editorial import generation
from search import analysis, engines
from search.models import Document, Mark

NEAR_ENOUGH = 0.3  # of the trigrams of two words together, those that both have
LETTERS = 2  # by which two words may differ in length
KEPT = 3600  # seconds


def instead(query):
    """The query with what is found nowhere written as a title writes it; "" if there is nothing to change."""
    known, parts, at = vocabulary(), [], 0
    for word in analysis.words(query):
        found = nearest(analysis.fold(word.group()), known) if is_strange(word.group(), known) else ""
        parts += [query[at : word.start()], found or word.group()]
        at = word.end()
    meant = "".join([*parts, query[at:]])
    return meant if meant != query else ""


def is_strange(word, known):
    """Whether no title has the word, and no text either."""
    terms = analysis.terms(word)
    if not terms or analysis.fold(word) in known:
        return False
    return not Document.objects.public().filter(engines.condition(terms, every=True)).exists()


def nearest(word, known):
    """The known word with most trigrams in common, as it is written; "" if none is near enough."""
    best, nearness = "", NEAR_ENOUGH
    for other, written in known.items():
        if abs(len(other) - len(word)) <= LETTERS and (found := shared(word, other)) > nearness:
            best, nearness = written, found
    return best


def shared(word, other):
    ours, theirs = trigrams(word), trigrams(other)
    return len(ours & theirs) / len(ours | theirs)


@lru_cache(maxsize=2**16)
def trigrams(word):
    padded = f"  {word[: analysis.LONGEST]} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def vocabulary():
    """{folded word: as it is written} of all titles and acronyms, kept until the content changes."""
    if Mark.objects.filter(changed=True).exists():
        return words_of_titles()  # some of the titles are not public just now
    key = f"words-of-titles-{generation.current()}"
    return cache.get_or_set(key, words_of_titles, KEPT)


def words_of_titles():
    titles = Document.objects.public().order_by("title", "record").values_list("title", "acronym")
    texts = (text for title in titles for text in title)
    written = (word.group() for text in texts for word in analysis.words(text))
    return {analysis.fold(word): word for word in written}
