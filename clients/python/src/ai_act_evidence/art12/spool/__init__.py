"""Events on disk until the sink has them."""
