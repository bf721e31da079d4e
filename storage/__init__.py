"""Everything that is kept: tables, frozen records and stores; SQL never leaves this package.

One folder is one thing of the fair, and one file of it a table with its record and its store. `Storage` opens
transactions, and `Work` holds the stores of one.
"""
