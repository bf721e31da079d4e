"""What happens as time passes, and what leaves then.

clock      what runs when                   delivery  the outbox's loop                drawing  letters as they read now
composing  which letters leave together     pacing    how fast they may leave          judging  what an outcome means
noting     what came of a letter, for certain                                          simplifying  what is refused
"""
