"""The program: its command line, configuration, wiring and web server; it knows everything and decides nothing.

commands  the command `fairway`      settings  config.yaml and the environment     wiring  what is made of what
running   start all, stop cleanly    web       health, readiness, metrics           logs    events with fields
"""
