// Puts the page together and keeps it true: loads the state, follows what changes, says when the link is lost.

import { Clock } from "./clock.js";
import { showHints } from "./dialogs.js";
import { toast } from "./notices.js";
import { People } from "./people.js";
import { Phones } from "./phones.js";
import { follow } from "./server.js";
import { startSpeech } from "./speech.js";
import { State } from "./state.js";
import { Steps } from "./steps.js";
import { Waking } from "./waking.js";

const link = document.getElementById("link");
const notices = document.getElementById("notices");

function showLink(words) {
  link.hidden = !words;
  link.textContent = words;
}

const notify = (text) => toast(notices, text);
startSpeech();
const state = new State();
const clock = new Clock(state, notify);
const phones = new Phones(state, clock);
new People(state, phones, notify);
new Steps(state, clock);
new Waking(state);
document.getElementById("help").addEventListener("click", showHints);

follow({
  found(snapshot) {
    state.load(snapshot);
    showLink("");
  },
  lost: () => showLink("нет связи, переподключаюсь…"),
  event: (event) => state.apply(event),
});
