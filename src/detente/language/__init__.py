"""English grammar that every room shares: the parsed sentence's tree, its phrases and clauses."""
