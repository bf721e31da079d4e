"""What askers do: write a question, read what was asked, and follow or take back one of them."""
