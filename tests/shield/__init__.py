"""Attacks: what strangers, former employees, stands and neighbours on the network may try, and what comes of it.

A test that answers a row of the matrix is marked with its number, wherever it lives, and says its figures:

    @pytest.mark.shield("S1")
    async def test_nothing_forged_is_handled(client: Client, figure: Measure) -> None:
        ...
        figure("S1", "bad requests", len(sent), "≥ 10000")  # how much was tried counts in `make shield` alone
        figure("S1", "of them handled", handled, "= 0")

`make shield` runs all of them in full size (`tests.amount.attacked`) and prints the matrix.

figures       what was measured beside its bound, and the rows of the matrix, pure
matrix        the marker, the fixture and the table that is printed
advisories    whether known holes of what we depend on are published; asked by `make shield` alone
"""
