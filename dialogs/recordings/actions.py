"""Asking for a recording, giving it up, and how recordings come."""

from dataclasses import replace

from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit
from dialogs.programme.routes import FROM_LETTER, ForgoRecording, OpenSession, WantRecording
from dialogs.recordings import screens
from dialogs.recordings.feature import feature
from dialogs.recordings.letters import told_of
from dialogs.recordings.routes import SendRecordings
from dialogs.settings.routes import OpenSettings


@feature.on(WantRecording, changes=True)
async def want_recording(visit: Visit, route: WantRecording) -> Reply:
    session, person = visit.session(route.session), visit.person
    if session.recording:
        return Reply(toast=say("The recording is here already."), onward=OpenSession(session.id, route.came))
    if session.cancelled:
        return Reply(toast=say("This session is cancelled."), onward=OpenSession(session.id, route.came))
    await visit.work.plans.subscriptions.add(person.id, session.id, visit.now)
    await visit.work.plans.subscriptions.want_recording(person.id, session.id)
    numbers = frozenset({session.id})
    visit.person = replace(person, plan=person.plan | numbers, awaited=person.awaited | numbers)
    onward = None if route.came == FROM_LETTER else OpenSession(session.id, route.came)  # the letter stays as it is
    return Reply(toast=say("I will send you the recording."), onward=onward, promises=not person.plan)


@feature.on(ForgoRecording, changes=True)
async def forgo_recording(visit: Visit, route: ForgoRecording) -> Reply:
    session = visit.session(route.session)
    await visit.work.plans.subscriptions.forgo_recording(visit.person.id, session.id)
    visit.person = replace(visit.person, awaited=visit.person.awaited - {session.id})
    return Reply(toast=say("I will not send the recording."), onward=OpenSession(session.id, route.came))


@feature.on(SendRecordings, changes=True)
async def send_recordings(visit: Visit, route: SendRecordings) -> Reply:
    visit.person = replace(visit.person, recordings_at_once=route.at_once)
    toast = (
        say("Recordings come as soon as they are there.") if route.at_once else say("Recordings come in the evening.")
    )
    if not route.told:
        return Reply(toast=toast, onward=OpenSettings())
    sessions = await told_of(visit.work, visit.catalogue, visit.person.id, route.told)
    if not sessions:
        raise Stale
    return Reply(screens.recorded(visit.catalogue, visit.person, sessions, route.told), toast=toast)
