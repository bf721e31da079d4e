"""VK's side of the benchmark: the least API of communities, what people send, and the rows of who gets letters."""
