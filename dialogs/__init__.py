"""What people can do, one folder per feature, and `kit/`, the toolkit that they are made of."""
