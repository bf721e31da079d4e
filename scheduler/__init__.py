"""What happens as time passes, and what leaves then.

clock      what runs when                   delivery  the outbox's loop                drawing  letters as they read now
composing  which letters leave together     pacing    how fast they may leave          judging  what an outcome means
noting     what came of a letter, for certain                                 holding  when a messenger is left in peace
hearing    what a messenger's answers say of it                               simplifying  what is refused
presses    a pressed message of a group is shown anew at once                resting  news at night, and too many
leading    which of several processes sends for a messenger
"""
