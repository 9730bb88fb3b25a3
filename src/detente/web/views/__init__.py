"""Pages for people, one module a kind of page; each has its twin in JSON."""
