"""What the stores stand on: how each database is driven, what the two differ in, columns and tables, trouble named."""
