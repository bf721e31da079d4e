"""The messengers on your desk: a Bot API server and a page on which one is several people at once.

It is built from the messengers' published behaviour and knows nothing of the bot's code: any bot that speaks
the Bot API can be pointed at it. Nothing leaves the machine and nothing is kept after the process ends.

    python -m simulator [--host 127.0.0.1] [--port 0] [--clock 2020-04-27T09:45:00+03:00] [--zone Europe/Moscow]
                        [--people FILE.json] [--token 42:SIMULATOR] [--no-limits]

prints `simulator: http://127.0.0.1:PORT/` when it is ready and ends cleanly on SIGTERM or SIGINT. A test starts it in
its own process: `async with simulator.server.serve() as desk: desk.url …`.

The map
    server.py    puts the parts together, starts and stops them          __main__.py  the command line
    desk.py      all the parts in one hand                               bodies.py    what the control API reads
    clock.py     the fair's clock, which only moves forward              events.py    what changed, for the page
    world.py     people, chats and messages as the page shows them       files.py     uploaded bytes
    faults.py    misfortunes ordered by a test                           calls.py     the transcript of API calls
    web.py       the control API below; acts.py, asking.py beside it     page/        the page itself
    messenger.py what every simulated messenger lets a person do
    telegram/    one messenger: its API, its updates, what its people do. Another one is a folder beside it

What a bot calls: `/bot<token>/<method>` and `/file/bot<token>/<path>`. Timeouts and limits are in real
time; messages are dated by the fair's clock.

The control API: JSON in and out; moments are ISO 8601 with an offset; a refusal is 400, 404 or 409 {"reason": "…"}
-----------------------------------------------------------------------------------------------------------------
GET  /                       the page; its files are /static/<file>
GET  /sim/state              {"clock": Clock, "people": [Person…], "chats": [Chat…], "event": id of the newest event}
GET  /sim/events             server-sent events, see below
GET  /sim/files/<id>         the bytes of a photo or a document

POST /sim/people             {"name", "role", "last_name"?, "username"?, "language"?, "messenger"?} → Person
POST /sim/chats/<id>/start   {"payload": "session-s-001" | null}: the Start button or a deep link;
                             unblocks a blocked bot first
POST /sim/chats/<id>/text    {"text", "reply_to"?: message id}
POST /sim/chats/<id>/press   {"message", "row", "column"} → {"kind": "callback" | "url" | "other", "url"?};
                             409 when the button is gone
POST /sim/chats/<id>/keyboard {"row", "column"}: a key of the reply keyboard: its text, the own contact or a place
POST /sim/chats/<id>/contact {"phone", "own": bool}
POST /sim/chats/<id>/block   {"blocked": bool}
POST /sim/chats/<id>/deactivate {}: the person deletes the account
POST /sim/chats/<id>/edit    {"message", "text"}: an own message
POST /sim/chats/<id>/send    {"kind": "photo" | "document" | "sticker" | "voice" | "video" | "location" | …, "caption"?}
POST /sim/update?messenger=telegram  a raw update put into the bot's queue as it is (an absent update_id is added)

GET  /sim/clock              Clock. It runs in real seconds from its start
POST /sim/clock/advance      {"minutes": 5} or {"seconds": 30} → Clock
POST /sim/clock/next         to the next stop → Clock; 404 when there is none
PUT  /sim/clock/stops        {"stops": [moment…]}: moments worth stopping at, from whoever knows the programme → Clock

GET  /sim/calls?method=&since=  [{"n", "at", "method", "params", "status", "answer"}…]: since leaves out n ≤ since;
                             "at" is real time, nested params are JSON, files are {"file", "size"}; a dropped
                             request has status 0 and answer null; DELETE forgets them
POST /sim/faults             {"method": "sendMessage" | "*", "kind": "429" | "500" | "502" | "403" | "not_json" |
                             "latency" | "drop_request" | "drop_answer", "times": n | null, "chance": 0…1,
                             "seconds": n};
                             GET lists what is left, DELETE clears. All but latency and drop_answer keep the method
                             from being done; seconds are the latency or the retry_after
POST /sim/limits             {"enforce": bool}: rate limits, off in `serve()` and on at the command line

Clock    {"now", "zone", "running": true, "stops": [moment…]}
Person   {"id", "name", "last_name", "role", "username", "language", "messenger", "demo": bool, "blocked",
          "deactivated", "typing": bool (the bot is shown typing to this person)}
Chat     {"id": "telegram:5000001", "messenger", "person", "title", "bot": {"username", "name", "description"},
          "started": bool, "messages": [Message…], "keyboard": null | Keyboard,
          "commands": [{"command", "description"}…]}
Keyboard {"rows": [[{"text", "contact": bool, "location": bool}…]…], "resize": bool, "one_time": bool, "placeholder"}
Message  {"id", "out": bool (the person wrote it), "date", "edited": moment | null, "text",
          "entities": [{"type", "offset", "length", "url"?, "language"?}…] (UTF-16 units; the page draws from these),
          "photo": null | {"url", "width", "height"}, "document": null | {"name", "size", "url"},
          "contact": null | {"phone", "name", "own": bool}, "link_preview": bool,
          "buttons": null | [[{"text", "kind": "callback" | "url" | "other", "url"?, "style"?}…]…],
          "service": null | str, "reply_to": null | message id, "album": null | str}

Events: every one has an `id:`; after a reconnect with Last-Event-ID (or ?after=<id>) the missed ones come again, or one
{"kind": "reload"} when they are forgotten.
    message, edit  {"chat", "message": Message}            delete   {"chat", "message": id}
    chat           {"chat", "whole": Chat}: new, started, or the bot's name changed
    person         {"person": Person}                      keyboard {"chat", "keyboard": Keyboard | null}
    toast          {"chat", "text", "alert": bool}         commands {"chat", "commands": […]}
    pressed        {"chat", "message", "row", "column", "state": "waiting" | "done"}: a button waits for its answer
    clock          Clock: it was moved, or has new stops
"""
