"""What is read in place of words that no key of ours opens; a phrase that meets it says so kindly."""

UNREADABLE = "\ue000🔒"  # begins with a sign for private use, which is taken out of whatever people write
