"""The program: its command line, configuration, wiring and web server; it knows everything and decides nothing.

commands   the command `fairway`          settings    config.yaml and the environment   wiring     what is made of what
running    start all, stop cleanly        web         health, readiness, metrics        logs       events with fields
operating  what every command does        loading     `fairway import`                  checking   `fairway check`
exporting  `fairway export`               exports     what stands in those tables       staff      `fairway staff`
personal   personal data, for operators   addresses   the chats that were named         links      how the bot is opened
demo       `fairway demo`                 demo_staff  the demo's staff and desks        following  the simulator's clock
messages   `make messages`                speech      `--lang`, or the machine's locale   crowding   busy groups
auditing   `fairway audit`
"""
