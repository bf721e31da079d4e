"""The messenger-neutral toolkit of the dialogs; it knows no feature and no messenger by name.

route     where a button leads          screen    what is shown, as data        phrase  words in the reader's language
event     what a human did              letter    what we tell later            form    questions answered by typing
feature   what answers to what          dispatch  one event, one transaction    messenger  the one port
adapter   a messenger switched on       reception events in, answers out        answers    on their way to people
spoken    a screen in words that fit    wire      JSON and words from outside   stopping   waits that end with us
"""
