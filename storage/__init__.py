"""Everything that is kept: tables, frozen records and stores; SQL never leaves this package.

One file is one thing (its table, its record, its store). `database.py` opens transactions, `catalogue.py` holds the
programme and the exhibition in memory, `outbox.py` is the durable queue of letters.
"""
