"""What is read in place of words that no key of ours opens; a phrase that meets it says so kindly."""

UNREADABLE = "🔒"
