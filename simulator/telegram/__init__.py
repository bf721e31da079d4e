"""Telegram: a Bot API server for one bot, and what its people can do.

    api.py         a request on its way: token, faults, limits, method, transcript, answer
    methods/       what the bot may call, one file per subject
    account.py     the bot's account: its people, its messages, its commands
    people.py      what a person does, as the updates that the bot gets
    updates.py     the queue of updates and long polling
    webhook.py     the same queue delivered to the bot's address
    presses.py     pressed buttons that wait for an answer
    limits.py      how many messages per second
    posts.py       a message as the server keeps it
    objects.py     the same as the Bot API's JSON
    drawing.py     the same as the page shows it
    texts.py       text with entities: read, cleaned, measured; html.py and found.py beside it
    markup.py      keyboards, read and checked
    links.py       which web addresses are accepted
    parameters.py  what came with a request, in any of its encodings
    errors.py      refusals with the exact words of the real server

What it does not know answers `Not Found: method not found`.
"""
