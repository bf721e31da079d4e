"""The messenger-neutral language that features are written in; it knows no feature and no messenger by name.

route      where a button leads             screen     what is shown, as data       phrase     words in one's language
event      what a human did                 letter     what we tell later           form       asking, step by step
feature    what answers to what             visit      what an action knows         errors     the kinds of trouble
messenger  the one port                     spoken     a screen in words that fit   paging     long lists in pages
times      moments as people read them      words      texts that fit               reading    typed words understood
clock      the time, passed in              languages  which one a person reads     similar    questions alike
filenames  what sent files are called       tables     spreadsheets to download     mailing    words around every mail
recently_posted  what a job need not post again                      policy     how this fair is run
weather    how a messenger is doing         traffic    what came of answers to presses
simpler    a screen without what is refused              incoming   which sent files are taken
contents   what is inside of them           pictures   what a picture tells         pdfs       what a PDF does
kinds      what sessions are called         limits     how much in which time
room       how much is unpacked of one file         looking    files looked at beside the loop
clashes    sessions at one time, and free time      callers    who calls a page, and how often
choice     what visitors tell of themselves, and how it orders lists     watching   when a player is worth pressing
links      what can be pressed in words, and made harmless  nights     when nobody is woken
instead    what to see where a session does not take place  zones      zones by how far their clocks are
vocabulary  what people write, as data                kept       screens that are the same for many
"""
