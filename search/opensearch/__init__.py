"""The search in OpenSearch: what is asked and kept there. The database stays the truth, and answers while it is away."""
