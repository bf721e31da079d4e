"""Presses of a stand's head: each looks at the right anew."""

from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit
from dialogs.news.staff import end_right, invite
from dialogs.news.terms import A_WORD, soon
from dialogs.team import rules, screens
from dialogs.team.access import access_team
from dialogs.team.feature import feature
from dialogs.team.letters import TeamList
from dialogs.team.routes import AskRevoke, InviteColleague, OpenTeam, RevokeColleague
from dialogs.team.screens import Team
from storage.fair.exhibition import Stand
from storage.staff.staff import Role

_IN_PRIVATE = say("Please press this in our private chat.")


async def _team(visit: Visit, stand: Stand) -> Team:
    lines = await visit.work.staff.everybody(stand.id)
    names = await visit.work.questions.boards.names([line.person_id for line in lines])
    return Team(stand, lines, names, visit.person.id, await visit.work.staff.organises(visit.person.id))


@feature.on(OpenTeam, changes=True)
async def open_team(visit: Visit, route: OpenTeam) -> Reply:
    """In a group, where colleagues read along, it comes in private."""
    stand = await access_team(visit, route.stand)
    if visit.event.private:
        return Reply(screens.team(await _team(visit, stand), route.at))
    if not visit.person.reachable:
        return Reply(toast=say("I cannot write to you in private: open a chat with me and press “Start”."))
    letter = TeamList(stand.id)
    posting = soon(letter.kind, letter.about(), visit.now, A_WORD)
    await visit.work.outbox.put(posting, visit.person.address, visit.person.id)
    return Reply(toast=say("The list is in your private chat with me."))


@feature.on(InviteColleague, changes=True)
async def invite_colleague(visit: Visit, route: InviteColleague) -> Reply:
    """A code of one use for each messenger; who else heads the stand is decided by organisers."""
    stand = await access_team(visit, route.stand)
    if not visit.event.private:  # others would see the codes
        return Reply(toast=_IN_PRIVATE)
    role, messengers = Role("stand", stand_id=stand.id), sorted(visit.policy.links)
    codes = await invite(visit.work, visit.catalogue, role, messengers, visit.person.id, visit.now, group=False)
    return Reply(screens.invited(stand, codes.links(visit.policy.link)), anew=True)


@feature.on(AskRevoke, changes=True)
async def ask_revoke(visit: Visit, route: AskRevoke) -> Reply:
    stand = await access_team(visit, route.stand)
    if not visit.event.private:
        return Reply(toast=_IN_PRIVATE)
    team = await _team(visit, stand)
    line = rules.find(team.lines, route.colleague)
    if line is None or not rules.may_revoke(line, visit.person.id, organiser=team.organiser):
        return Reply(screens.team(team, 0, _GONE))
    return Reply(screens.ask_revoke(team, line))


@feature.on(RevokeColleague, changes=True)
async def revoke_colleague(visit: Visit, route: RevokeColleague) -> Reply:
    """It counts from the colleague's next press on."""
    stand = await access_team(visit, route.stand)
    if not visit.event.private:
        return Reply(toast=_IN_PRIVATE)
    before = await _team(visit, stand)
    line = rules.find(before.lines, route.colleague)
    word, more = _GONE, []
    if line is not None and rules.may_revoke(line, visit.person.id, organiser=before.organiser):
        right = await visit.work.staff.right(line.id)
        if right is not None:
            groups = await end_right(visit.work, visit.catalogue, right, visit.person.id, visit.now)
            more = screens.to_leave(groups or [])
        word = screens.revoked(before, line)
    return Reply(screens.team(await _team(visit, stand), 0, word, more), toast=word)


_GONE = say("This right cannot be taken away here, or was already.")
