"""Texts and queries as tokens, the same for every database.

A token is a folded word, without case and marks, or its stem: both stand in the index, so that a
word that is still being typed finds what the whole word will. A token holds letters and digits and
nothing else, so that no query can hold an operator.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from Stemmer import Stemmer

LONGEST = 64  # characters of a word that count
MOST_WORDS = 10  # of a query
STEMMERS = {  # by the first word of a letter's Unicode name
    "LATIN": "english",
    "CYRILLIC": "russian",
    "GREEK": "greek",
    "ARABIC": "arabic",
    "ARMENIAN": "armenian",
    "DEVANAGARI": "hindi",
    "TAMIL": "tamil",
}
CJK = "\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0966-\u109f"  # of a word, not its end
WORD = re.compile(rf"(?:[^\W_]|[{MARKS}])+")
RUN = re.compile(rf"([{CJK}]+)")
POSSESSIVE = re.compile(r"(?<=\w)['’]s\b", re.IGNORECASE)
COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑–/.]+[^\W_]+)+")  # an identifier may be written as one word
SAY_LITTLE = {
    *("a", "an", "and", "are", "as", "at", "be", "by", "did", "do", "does", "for", "from", "has", "have"),
    *("how", "in", "is", "it", "its", "of", "on", "or", "that", "the", "their", "to", "was", "were", "what"),
    *("when", "where", "which", "who", "whom", "whose", "why", "will", "with"),
}


@dataclass(frozen=True)
class Term:
    """One word of a query: the token that finds it, and how it begins if it is still being typed."""

    token: str
    prefix: str = ""


def folded(text):
    """Without case, marks and all that is no letter or digit; words stay apart."""
    return " ".join(fold(word) for word in WORD.findall(POSSESSIVE.sub("", text)))


def fold(word):
    if word.isascii():
        return word.casefold()
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


@lru_cache(maxsize=2**14)
def stem(word):
    """The stem of a word by the language that its script is most often here, folded."""
    word = unicodedata.normalize("NFKC", word.casefold())
    language = STEMMERS.get(unicodedata.name(word[:1] or " ", "").split(" ")[0])
    if language and not any(letter.isdigit() for letter in word):
        word = Stemmer(language).stemWord(word)  # one for each word: it keeps state
    return fold(word)


@lru_cache(maxsize=2**14)
def forms(word):
    """The tokens of one word as it stands in a text: folded, and its stem if that differs."""
    if RUN.search(word):
        return tuple(token for part in RUN.split(word) for token in parts(part))
    found = fold(word), stem(word)
    return tuple(dict.fromkeys(token[:LONGEST] for token in found if token))


def parts(part):
    """The tokens of a part of a word that mixes scripts: each two signs, and the last one."""
    if not RUN.fullmatch(part):
        return forms(part) if part else ()
    signs = unicodedata.normalize("NFKC", part)
    return (*(signs[at : at + 2] for at in range(len(signs) - 1)), signs[-1])


def words(text):
    """The matches of the words in a text as it is written."""
    return WORD.finditer(text)


def tokens(text):
    """All tokens of a text, in its order."""
    text = POSSESSIVE.sub("", text)
    for word in WORD.findall(text):
        yield from forms(word[:LONGEST])
    for match in COMPOUND.findall(text):
        if any(letter.isdigit() for letter in match):
            yield fold("".join(WORD.findall(match)))[:LONGEST]


def terms(query):
    """The Terms of what a visitor typed, at most MOST_WORDS.

    What says little is left out unless there is nothing else. The last word may be unfinished,
    unless it is a number: an identifier is meant whole.
    """
    query = POSSESSIVE.sub("", query)
    found = list(dict.fromkeys(pair for word in WORD.findall(query) for pair in typed(word[:LONGEST])))
    telling = ([pair for pair in found if pair[0] not in SAY_LITTLE] or found)[:MOST_WORDS]
    unfinished = telling[-1:] == found[-1:] and WORD.search(query[-1:])
    going_on = {pair for pair in telling[-1:] if unfinished and not pair[1].isdigit()}
    going_on.update(pair for pair in telling if is_sign(pair[1]))
    return [Term(token, word if (token, word) in going_on else "") for token, word in telling]


def typed(word):
    """(token, as typed) of a word of a query; a single sign begins the pairs that hold it."""
    if not RUN.search(word):
        return [(stem(word)[:LONGEST], fold(word)[:LONGEST])] if fold(word) else []
    found = []
    for part in filter(None, RUN.split(word)):
        pairs = parts(part)[:-1] or parts(part)
        found += [(pair, pair) for pair in pairs] if RUN.fullmatch(part) else typed(part)
    return found


def is_sign(word):
    return len(word) == 1 and RUN.fullmatch(word) is not None
