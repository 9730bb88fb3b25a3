"""Words that are said to speak -> whether they can, and for whom.

In:  a phrase of a speaker and its setting.   Out: the link of who speaks; whether it is a thing.
Does not: find speech, or resolve names.

A text speaks for those who put it out ("a ministry's statement", "the letter by the envoy"), and
for nobody it is about ("a report on Norland"). What happened speaks for nobody.
"""

from collections.abc import Iterator

from detente.events.setting import Setting
from detente.records import Link, Sentence, Span, Token

_COMMON = "NOUN"
_TEXTS = frozenset({
    "account", "analysis", "announcement", "appeal", "article", "audit", "autopsy", "bill", "book",
    "broadcast", "bulletin", "cable", "census", "communique", "communiqué", "complaint", "data",
    "decree", "diary", "document", "dossier", "draft", "email", "estimate", "evidence", "figure",
    "file", "filing", "finding", "footage", "forecast", "indictment", "inquiry", "investigation",
    "law", "lawsuit", "leaflet", "letter", "log", "memo", "memoir", "memorandum", "message", "news",
    "note", "notice", "petition", "poll", "post", "posting", "probe", "record",
    "recording", "report", "research", "resolution", "result", "review", "rumor", "rumour", "study",
    "statement", "statistic", "statistics", "story", "suit", "survey", "tape", "test", "text",
    "transcript", "tweet", "verdict", "video", "warning",
})  # fmt: skip
_EVENTS = frozenset({
    "agreement", "arrest", "attack", "ban", "battle", "blast", "bombing", "ceremony", "clash",
    "conflict", "coup", "crash", "crisis", "death", "decision", "deal", "discussion", "earthquake",
    "election", "event", "explosion", "incident", "killing", "march", "meeting", "move", "percent",
    "process", "protest", "raid", "rally", "referendum", "ruling", "shooting", "storm", "strike",
    "summit", "talk", "tradition", "trial", "violence", "visit", "vote", "war",
})  # fmt: skip
_ABOUT = frozenset({
    "about", "against", "at", "concerning", "for", "in", "into", "on", "over", "regarding", "to",
    "with",
})  # fmt: skip
_CARRIERS = frozenset({"channel", "network", "page", "radio", "site", "television", "website"})
_MEDIA = "JRN"


def voice_at(span: Span, setting: Setting) -> Link | None:
    """Find who speaks: the link that heads the phrase, of a text the one who put it out."""
    link, head = setting.link_at(span), _head(span, setting)
    if link is None or head is None or head.lemma.lower() not in _TEXTS:
        return link
    sentence = setting.sentences[link.mention.sentence]
    is_topic = any(_is_about(sentence, token) for token in _way(sentence, link, head))
    return link if link.actors[0].sector == _MEDIA or not is_topic else None


def is_thing(span: Span, setting: Setting) -> bool:
    """Whether a phrase is headed by a common noun of a text or of what happened."""
    head = _head(span, setting)
    if head is None or not (head.pos == _COMMON or head.text.islower()):
        return False
    return head.lemma.lower() in _TEXTS | _EVENTS


def _head(span: Span, setting: Setting) -> Token | None:
    around = (sentence for sentence in setting.sentences if span in sentence.span)
    return next((sentence.head_of(span) for sentence in around), None)


def _way(sentence: Sentence, link: Link, head: Token) -> Iterator[Token]:
    """Yield the words from a name up to the head of its phrase."""
    token = sentence.tokens[link.mention.head]
    while token.index not in {head.index, token.head}:
        yield token
        token = sentence.tokens[token.head]


def _is_about(sentence: Sentence, token: Token) -> bool:
    """Whether a word leads to what a text is about: "*on* Norland", not "*on* the web site"."""
    below = (sentence.tokens[index].lemma for index in sentence.children[token.index])
    return token.pos == "ADP" and token.lemma in _ABOUT and _CARRIERS.isdisjoint(below)
