"""Texts and queries become tokens that no database reads otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.analysis import Term

TEXTS = [
    ("Rescue of Astronauts", ["rescue", "rescu", "of", "astronauts", "astronaut"]),
    ("Webb's naïve façade", ["webb", "naive", "naiv", "facade", "facad"]),
    ("1998-067A", ["1998", "067a", "1998067a"]),
    ("A/RES/2222 (XXI)", ["a", "res", "2222", "xxi", "ares2222"]),
    ("Роскосмос", ["роскосмос"]),
    ("космонавтов", ["космонавтов", "космонавт"]),
    ("外层空间", ["外层", "层空", "空间", "间"]),
    ("ＮＡＳＡ ﬁt", ["nasa", "fit"]),
    ("الفضاء", ["الفضاء", "فضاء"]),
    ("\u200fNASA\u200e\x00ESA", ["nasa", "esa"]),
    ("_*\"'():^-~ 💥", []),
]
QUERIES = [
    ("hubble", [Term("hubbl", "hubble")]),
    ("hubble ", [Term("hubbl")]),
    ("rescue of the astron", [Term("rescu"), Term("astron", "astron")]),
    ("the", [Term("the", "the")]),
    ("who is", [Term("who"), Term("is", "is")]),
    ("25544", [Term("25544")]),
    ("1998-067A", [Term("1998"), Term("067a", "067a")]),
    ("空", [Term("空", "空")]),
    ("空间 ", [Term("空间")]),
    ('foo" AND (bar*', [Term("foo"), Term("bar")]),
    ("- \" ' *", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "tokens"), TEXTS)
def test_a_text_becomes_words_and_their_stems(text, tokens):
    assert list(analysis.tokens(text)) == tokens


@pytest.mark.parametrize(("query", "terms"), QUERIES)
def test_a_query_becomes_terms_of_which_the_last_may_be_unfinished(query, terms):
    assert analysis.terms(query) == terms


@given(st.text())
def test_a_token_holds_letters_and_digits_alone(text):
    found = [
        *analysis.tokens(text),
        *(part for term in analysis.terms(text) for part in (term.token, term.prefix)),
    ]

    assert [token for token in found if token and not token.isalnum()] == []
    assert [token for token in found if len(token) > analysis.LONGEST] == []


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1, max_size=12))
def test_a_word_is_found_by_itself_however_far_it_is_typed(word):
    tokens = set(analysis.tokens(word))

    for end in range(1, len(word) + 1):
        typed = analysis.terms(word[:end])
        if len(typed) == 1 and typed[0].prefix:  # a number is meant whole, mixed scripts are several words
            assert any(token == typed[0].token or token.startswith(typed[0].prefix) for token in tokens)


def test_at_most_ten_words_of_a_query_count():
    assert len(analysis.terms(" ".join(f"word{number}" for number in range(50)))) == 10
