"""VK: an API server for one community, its Bots Long Poll, its Callback API, and what its people can do.

    api.py          a request on its way: parameters, token, rates, faults, method, transcript, answer
    methods/        what the bot may call, one file per subject
    script.py       VKScript as far as clients write it; execute.py runs it: many calls in one
    parameters.py   what came with a request; errors.py refusals with the words of the real server
    community.py    the bot's account: its people and its messages; dialogs.py one of its chats
    people.py       what a person does, as the events that the bot gets; samples.py all that people send
    groups.py       chats of many people: who is in, and what the community hears
    clients.py      what old and new apps can draw
    events.py       an event of the community, and which kinds are switched on
    longpoll.py     the history of events, and asking for them; callback.py the same delivered to the bot's address
    presses.py      pressed callback buttons that wait for an answer
    limits.py       how many calls a second, how many messages to one person
    media.py        photos and documents: uploaded, saved, attached
    posts.py        a message as the server keeps it; objects.py as VK's JSON; drawing.py as the page shows it
    keyboards.py    keyboards, read and checked; formatting.py text with bold, links and the like
    timing.py       how long things live and when they are tried again

Known methods: see `methods/`; any other answers error 3. A chat that was never laid does not exist (error 927).
Long poll is enabled, with every kind of event but `message_reply`; a new callback server has none switched on.
"""
