"""Telegram: a Bot API server for one bot, and what its people can do.

    api.py          a request on its way: token, faults, method, transcript, answer
    methods/        what the bot may call, one file per subject
    parameters.py   what came with a request, in any of its encodings; attachments.py the files of it
    answers.py      what goes back; errors.py refusals with the exact words of the real server
    account.py      the bot's account: its people, its messages, what it calls itself; commands.py its commands
    dialogs.py      one chat as the server keeps it; topics.py the topics of a forum
    people.py       what a person does, as the updates that the bot gets; samples.py all that people send
    groups.py       what people do with a group; hearing.py what the bot hears of them
    updates.py      the queue of updates and long polling
    webhook.py      the same queue delivered to the bot's address
    presses.py      pressed buttons that wait for an answer; inline.py what is asked for from other chats
    limits.py       how many messages a second
    posts.py        a message as the server keeps it
    objects.py      the same as the Bot API's JSON
    drawing.py      the same as the page shows it
    texts.py        text with entities: read, cleaned, measured; html.py and found.py beside it
    markup.py       keyboards, read and checked; links.py which web addresses are accepted

Known methods: see `methods/`; any other answers `Not Found: method not found`. Of parse modes only HTML is known.
"""
