"""What runs the features: events in, one transaction each, answers out; features are written in `dialogs.kit` alone.

dispatch   one event, one transaction       meaning    what an act asks for         reception  events in, answers out
registry   all features together            answers    on their way to people       locks      one at a time by name
strangers  who acts unknown in a group      adapter    a messenger switched on      bookmark   where reading stopped
library    files as a messenger has them    stopping   waits that end with us       wire       JSON from outside
"""
