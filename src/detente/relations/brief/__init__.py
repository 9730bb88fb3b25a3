"""How two sides stand, as a brief: what it says, and its forms as text, Markdown, HTML, JSON."""
