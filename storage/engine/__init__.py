"""What the stores stand on: how SQLite is driven, what its dialects differ in, columns and tables, trouble named."""
