"""What runs the features: events in, one transaction each, answers out; features are written in `dialogs.kit` alone.

adapter    a messenger switched on              answers    on their way to people     actor      one transaction
bookmark   where reading stopped                dispatch   from event to reply        group      the way among others
library    files as a messenger has them        locks      one at a time by name      look       what is read before
meaning    what an act asks for                 private    the way of one's own chat  reception  events in, answers out
registry   all features together                stopping   waits that end with us     strangers  unknown in a group
wire       JSON from outside                    buckets    how fast one may act
"""
