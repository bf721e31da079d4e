"""The fair itself: programme, exhibition, materials, files, and the catalogue that holds them in memory."""
