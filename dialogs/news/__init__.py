"""Who is told what, by which lane, until when: what features share when a question, a request or a session changes.

leads      requests to stands       questions  questions to sessions       sessions  the programme and its plans
threads    visitor and stand        terms      how soon, and for how long      enclosures  files beside words
forgetting  whoever takes words and contacts back
staff      invitations, groups and rights, as they are given and as they end
"""
