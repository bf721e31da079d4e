"""The messengers on your desk: Telegram's and VK's servers and a page on which one is several people at once.

It is built from the messengers' published behaviour and knows nothing of the bot's code: any bot that speaks
the Bot API or VK's API can be pointed at it. Nothing leaves the machine and nothing is kept after the process ends.

    python -m simulator [--host 127.0.0.1] [--port 0] [--clock 2020-04-27T09:45:00+03:00] [--zone Europe/Moscow]
                        [--people FILE.json] [--token 42:SIMULATOR] [--vk-token vk1.SIMULATOR] [--no-limits]

prints `simulator: http://127.0.0.1:PORT/` when it is ready and ends cleanly on SIGTERM or SIGINT. A test starts it in
its own process: `async with simulator.server.serve() as desk: desk.url …`.

The map
    server.py    puts the parts together, starts and stops them          __main__.py  the command line
    desk.py      all the parts in one hand                               bodies.py    what the control API reads
    clock.py     the fair's clock, which only moves forward              events.py    what changed, for the page
    world.py     people, chats and messages as the page shows them       files.py     uploaded bytes
    faults.py    misfortunes ordered by a test                           calls.py     the transcript of API calls
    web.py       the control API below; acts.py, asking.py beside it     page/        the page itself
    messenger.py what every simulated messenger lets a person do      site.py      the chat beside the fair's player
    mail.py      a mail server and its mailbox    crm.py a stand's CRM    signed.py events as both machines take them
    groups.py    chats of many people, as a test or the demo lays them
    telegram/    one messenger: its API, its updates, what its people do; vk/ another. A third is a folder beside them
    pictures.py  a photo for people to send

What a bot calls: in Telegram `/bot<token>/<method>` and `/file/bot<token>/<path>`; in VK `/vk/method/<name>` and the
addresses of the long poll (`/vk/lp/<group>`), of uploads (`/vk/upload/…`) and of what people attach (`/vk/doc/…`, which
leads on to `/vk/lies/…`) that the API and its events hand out; the site's chat is `/sim/site` and whatever stands below
it, a stand's CRM is `/sim/crm`, and mail is sent by SMTP to its own port. How to connect is at `/sim/messengers` and at
`/sim/site/settings`, `/sim/crm/settings` and `/sim/mail/settings`. Timeouts
and limits are in real time; messages are dated by the fair's clock.

The control API: JSON in and out; moments are ISO 8601 with an offset; a refusal is 400, 404 or 409 {"reason": "…"}
-----------------------------------------------------------------------------------------------------------------
GET  /                       the page; its files are /static/<file>
GET  /sim/state              {"clock": Clock, "people": [Person…], "chats": [Chat…], "site": [SiteMessage…],
                             "mail": [Mail…], "crm": [CrmEvent…], "event": id of the newest event}
GET  /sim/events             server-sent events, see below
GET  /sim/files/<id>         the bytes of a photo or a document

GET  /sim/messengers         {"telegram": {"token", "api_url"}, "vk": {"token", "group_id", "api_url"}}: what a bot's
                             configuration says of each messenger to be connected to this desk
POST /sim/messengers/<name>  {"name", "description"?}: what people see above the chat with the bot

POST /sim/people             {"name", "role", "last_name"?, "username"?, "language"?, "messenger"?, "client"?} → Person
POST /sim/chats/<id>/start   {"payload": "session-s-001" | null}: the Start button or a deep link (in VK its `ref`);
                             unblocks a blocked bot first
POST /sim/chats/<id>/text    {"text", "reply_to"?: message id}
POST /sim/chats/<id>/press   {"message", "row", "column"} → {"kind": "callback" | "url" | "text" | "other", "url"?};
                             409 when the button is gone; "text": the person said the button's words
                             In a group start, text, press, keyboard, send and edit also take "person": who does it
                             (needed there), and text, start and send "thread": the topic, null for the general one
POST /sim/chats/<id>/inline  {"query"} → {"query": id}: the person asks the bot from within this chat (not in VK); what
                             the bot answers stands among its calls, and POST /sim/chats/<id>/choose {"query": id,
                             "result": id} says it here in the person's name
POST /sim/chats/<id>/keyboard {"row", "column"}: a key of the keyboard below: its text, the own contact or a place;
                             in VK it answers as a press does
POST /sim/chats/<id>/contact {"phone", "own": bool, "forwarded"?: bool}; 400 in VK, which has no such thing
POST /sim/chats/<id>/block   {"blocked": bool}
POST /sim/chats/<id>/deactivate {}: the person deletes the account
POST /sim/chats/<id>/edit    {"message", "text"}: an own message
POST /sim/chats/<id>/send    {"kind": "photo" | "document" | "sticker" | "voice" | "video" | "location" | …, "caption"?,
                             "at"?: [latitude, longitude] of a location, Moscow unless told}
POST /sim/chats/<id>/file    {"name", "mime"?, "content": base64 | "size": bytes, "caption"?}, in a group also "person"
                             and "thread": any file; of one over 20 MB only the size need be told
POST /sim/chats/<id>/client  {"client": "new" | "no callback" | "no inline" | "no keyboard"}: an old app of VK does not
                             draw what it does not know, so it cannot be pressed
POST /sim/chats/<id>/refuse  {"code": 900 | 901 | 902 | 936 | null, "allowed": bool | null}: every message to this VK
                             person ends with the error; `allowed` is what isMessagesFromGroupAllowed says meanwhile.
                             In a VK group chat the codes are 912, 917, 922, 927 and 945
POST /sim/update?messenger=telegram  a raw update put into the bot's queue as it is (an absent update_id is added);
                             messenger=vk: an event, {"type", "object", …} → {"update_id": its ts}

POST /sim/groups             {"messenger", "title", "members": [person ids; the first is the owner], "admins"?: [ids],
                             "forum"?: bool, "admin"?: bool (the bot is an administrator; it is, unless told)} → Chat.
                             Telegram: a forum is a supergroup (id −100…), any other one a plain group (small id) until
                             it migrates. VK has no forums. The rest is about groups alone:
POST /sim/chats/<id>/topic   {"title", "person"?} → {"thread": id}: a member opens a topic
POST /sim/chats/<id>/topic-close {"thread", "closed": bool}; /topic-delete {"thread"}: by the owner's hand
POST /sim/chats/<id>/forum   {"forum": bool}: topics are switched on or off in a supergroup
POST /sim/chats/<id>/migrate {} → {"chat": the new id}: a plain group becomes a supergroup, the old chat goes away
POST /sim/chats/<id>/member  {"person", "in": bool, "admin"?: bool}: somebody joins, is promoted, or leaves
POST /sim/chats/<id>/anonymous {"person", "anonymous": bool}: an administrator of a supergroup who hides the name
POST /sim/chats/<id>/rights  {"admin": bool, "topics"?: bool, "pin"?: bool, "write"?: bool}: what the bot may do here
                             (without a word: all of it); `write` false silences a bot that is no administrator. In
                             VK there is `admin` alone. Administrators hear everything, others what is meant for them
POST /sim/chats/<id>/kick    {}: the bot is shown out; /invite {"admin"?: bool}: and asked in again

POST /sim/site/…             where the bot tells the site's chat of a question: {"event": "question.passed" |
                             "question.withdrawn", "question": which, …} with the headers `Idempotency-Key` and
                             `X-Fairway-Signature: t=<unix>,v1=<hex HMAC-SHA256(secret, "<t>.<body>")>`, or signed as
                             Standard Webhooks says, by the key of this address, HMAC-SHA256(secret, address).
                             200 {} when taken, 400 when it is no such event. The same key changes nothing again; a
                             passed question takes the place of the same question on the same path, a withdrawn one
                             is no more to be seen
GET  /sim/site/messages      [SiteMessage…]: what stands in the chat now; DELETE forgets all
GET  /sim/site/settings      {"url", "secret"}
POST /sim/crm/…              where the bot tells a stand's CRM of a request, signed as above: {"event": "lead.created" |
                             "lead.changed" | "lead.withdrawn", "stand": whose, "number": which, …}. A withdrawn one
                             takes along what was told of it before
GET  /sim/crm/events         [CrmEvent…]: what the CRM knows; DELETE forgets all
GET  /sim/crm/settings       {"url", "secret"}

GET  /sim/mail/mails         [Mail…]: all mail that was taken, to whomever; DELETE forgets it
GET  /sim/mail/settings      {"host", "port", "user", "password", "from", "tls"}: what a bot's configuration says
POST /sim/mail/door          {"open": bool}: a shut door lets nobody in and hangs up on who is there; it opens again at
                             the same port

GET  /sim/clock              Clock. It runs in real seconds from its start
POST /sim/clock/advance      {"minutes": 5} or {"seconds": 30} → Clock
POST /sim/clock/next         to the next stop → Clock; 404 when there is none
PUT  /sim/clock/stops        {"stops": [moment…], "due": [moment…], "chosen": number}: moments worth stopping at, from
                             whoever knows the programme, and how many sessions people have chosen; while something is
                             due within seconds, nothing leaps over it → Clock

GET  /sim/calls?method=&since=  [{"n", "at", "method", "params", "status", "answer", "within"}…]: since leaves out
                             n ≤ since; "at" is real time (in VK that of arrival), nested params are JSON, files are
                             {"file", "size"}; a dropped request has status 0 and answer null; DELETE forgets them.
                             In VK `within` is "execute" for a call of a script, `a_check` is the long poll, `upload`
                             a file
POST /sim/faults             {"method": "sendMessage" | "*", "kind": "500" | "502" | "not_json" | "latency" |
                             "drop_request" | "drop_answer", "times": n | null, "chance": 0…1, "seconds": n}.
                             Telegram alone has "429" and "403"; VK alone "5", "6", "9", "10", "14", "901" of methods
                             (all but 5 and 6 of those within `execute` too) and "failed1", "failed2", "failed3" of
                             `a_check`. The pseudo-methods "site" and "crm" know "500", "502", "latency" and the two
                             drops; "mail" knows "450" and "550" of a recipient, and "421", "451", "552", "latency"
                             and the two drops of a message. GET lists what is left, DELETE clears. All but latency and
                             drop_answer keep the method from being done; seconds are the latency or the retry_after
POST /sim/limits             {"enforce": bool}: rate limits, off in `serve()` and on at the command line

Clock    {"now", "zone", "running": true, "stops": [moment…], "due": [moment…], "chosen": number}

Person   {"id", "name", "last_name", "role", "username", "language", "messenger", "demo": bool, "blocked",
          "deactivated", "typing": bool (the bot is shown typing to this person), "client"}
Chat     {"id": "telegram:5000001" | "telegram:-1002000000001" | "vk:2000000001", "messenger",
          "kind": "private" | "group", "person": id | null (a group belongs to nobody), "title" (the bot's name or the
          group's), "bot": {"username", "name", "description"}, "started": bool (in a group: the bot is in it),
          "members": [person ids; of a private chat the one], "admins": [person ids], "forum": bool,
          "topics": [{"id", "title", "closed": bool}…], "messages": [Message…], "keyboard": null | Keyboard,
          "commands": [{"command", "description"}…]}
Keyboard {"rows": [[{"text", "contact": bool, "location": bool, "style"}…]…], "resize": bool, "one_time": bool,
          "placeholder"}
Message  {"id", "out": bool (a person wrote it, not the bot), "author": person id | null (the bot) | "anonymous",
          "thread": topic id | null, "pinned": bool, "notice": null | str (what happened to the group; said by nobody,
          drawn in the middle and without anything else), "date", "edited": moment | null, "text",
          "entities": [{"type", "offset", "length", "url"?, "language"?}…] (UTF-16 units; the page draws from these),
          "photo": null | {"url", "width", "height"}, "document": null | {"name", "size", "url"},
          "more_documents": [{"name", "size", "url"}…] (in VK, where several stand in one message),
          "contact": null | {"phone", "name", "own": bool}, "link_preview": bool,
          "buttons": null | [[{"text", "kind": "callback" | "url" | "text" | "other", "url"?, "style"?}…]…],
          "service": null | str, "reply_to": null | message id, "album": null | str}

SiteMessage {"key": of the event, "path": below /sim/site, "question", "at": the fair's time, "signed": bool (the
          signature is right and not older than five minutes), "body": the event as it came}

CrmEvent {"key", "path": below /sim/crm, "event", "stand", "number", "at": the fair's time, "signed": bool,
          "body": as it came}
Mail     {"id", "to": [address…], "sender", "subject", "at": the fair's time, "message_id", "text", "html": str | null,
          "attachments": [{"name", "size", "mime", "url"}…]}

A style is null or the messenger's own word: Telegram's danger, success, primary; VK's primary, secondary, negative,
positive. In VK the bot's username is the community's screen name: a deep link is https://vk.me/<username>?ref=<payload>.

Events: every one has an `id:`; after a reconnect with Last-Event-ID (or ?after=<id>) the missed ones come again, or one
{"kind": "reload"} when they are forgotten.
    message, edit  {"chat", "message": Message}            delete   {"chat", "message": id}
    chat           {"chat", "whole": Chat}: new, started, or its name, members or rights changed
    topics         {"chat", "topics": […], "forum": bool}  gone     {"chat", "moved": id of another chat | null}
    person         {"person": Person}                      keyboard {"chat", "keyboard": Keyboard | null}
    toast          {"chat", "person", "text", "alert"}     commands {"chat", "commands": […]}
    pressed        {"chat", "person", "message", "row", "column", "state": "waiting" | "done"}: a button waits for its
                   answer; this and a toast are seen by the person alone
    site           {"messages": [SiteMessage…]}: what stands in the site's chat changed
    crm            {"events": [CrmEvent…]}                 mail     {"mails": [Mail…]}
    clock          Clock: it was moved, or has new stops
"""
