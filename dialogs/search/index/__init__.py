"""What is found by what is written: pure, in memory, made anew from each state of the catalogue."""
