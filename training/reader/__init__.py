"""How the reader learns: encoder and deciders from marked real reports, and what is shipped."""
