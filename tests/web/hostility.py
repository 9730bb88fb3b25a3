"""Words that would run a script, fetch something, or deceive, if a page let them.

In:  nothing.   Out: ``PAYLOADS``, written by hand; ``HOSTILE_WORDS``, made by hypothesis of parts.
Each calls ``canary``, or asks for an address that holds that word: a test listens for either.
"""

from hypothesis import strategies as st

__all__ = ["HOSTILE_WORDS", "PAYLOADS"]

PAYLOADS = (
    # elements
    "<script>canary()</script>",
    "<ScRiPt src=/canary.js></sCrIpT >",
    '"><img src=/canary onerror=canary()>',
    "<svg onload=canary()><script href=data:text/javascript,canary() />",
    "<svg><animate onbegin=canary() attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.canary()</script>'></iframe>",
    "<object data=/canary></object><embed src=/canary>",
    "<base href=//canary.example/>",
    "<meta http-equiv=refresh content='0;url=/canary'>",
    "<link rel=stylesheet href=/canary.css><style>@import '/canary.css';</style>",
    "<form action=/canary><button autofocus onfocus=canary()>",
    "<details open ontoggle=canary()><video src=/canary onerror=canary()>",
    # out of where a template puts text: attribute, title, text area, comment, script
    "' autofocus onfocus=canary() x='",
    '" style="background:url(/canary)" onpointerenter="canary()',
    "</textarea></title></style></script><script>canary()</script>",
    "--><!--><script>canary()</script>]]><script>canary()</script>",
    '<noscript><p title="</noscript><img src=/canary onerror=canary()>">',
    "<math><mtext><table><mglyph><style><!--</style><img src=/canary onerror=canary()>",
    "\\u003cscript\\u003ecanary()\\u003c/script\\u003e \\x3cscript\\x3ecanary()",
    "&lt;script&gt;canary()&lt;/script&gt; &#60;script&#62;canary()&#60;/script&#62;",
    "%3Cscript%3Ecanary()%3C/script%3E",
    # addresses
    "javascript:canary()",
    "java\tscript:canary()//",
    "data:text/html,<script>canary()</script>",
    "//canary.example/x",
    "http://canary.example/\"onclick='canary()'>",
    "../../../canary",
    # templates and libraries that read attributes
    "{{canary()}}${canary()}{% canary %}#{canary()}<%= canary() %>",
    "{{7*7}}{{constructor.constructor('canary()')()}}{% raw %}",
    "<b hx-get=/canary hx-trigger=load hx-on::load=canary()>",
    "<b data-hx-get='/canary' data-hx-trigger='load' data-hx-on:load='canary()'>",
    '"usermeta": {"embedOptions": {"loader": "/canary"}}, "href": "javascript:canary()"',
    "=HYPERLINK(\"http://canary.example\")+cmd|'/c canary'!A1",
    # characters that turn, hide or end text, and words that never end
    "\u202egnitteles\u202c\u2066\u200b\u00ad\u200e",
    "bell\x07escape\x1b[31m\x9b31m\x7f\ufeff",
    "line\u2028canary()\u2029paragraph\x0b\x0c\x85",
    "W" * 3_000,
    "Za\u0301" + "\u0301" * 300,
    "مرحبا <script>canary()</script> שלום",
)

_PARTS = (
    *("<", ">", "</", "/>", '"', "'", "`", "=", "&", ";", "#", "/", "//", "\\", "?", "%", " "),
    *("<!--", "-->", "]]>", "<![CDATA[", "&#x3c;", "&lt;", "%3C", "\\u003c", "\xa0", "\t"),
    *("script", "svg", "img", "style", "iframe", "base", "title", "textarea", "template"),
    *(
        " src=",
        " href=",
        " onload=",
        " onerror=",
        " style=",
        " id=main",
        " hx-get=",
        " hx-on:load=",
    ),
    *("canary()", "/canary", "javascript:", "data:text/html,", "http://canary.example/"),
    *("{{", "}}", "{%", "%}", "${", "\u202e", "\u2066", "\u200b", "\u2028", "\x07", "\x1b", "é"),
)
_MADE = st.lists(
    st.one_of(
        st.sampled_from(_PARTS),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5),
    ),
    min_size=1,
    max_size=14,
)
HOSTILE_WORDS = _MADE.map("".join).filter(bool)
