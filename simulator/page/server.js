// Speaks with the simulator: requests, and the state followed by the stream of what changes in it.

const RETRY_MS = 1500;

export class Refused extends Error {
  constructor(reason, status = 0) {
    super(reason);
    this.status = status;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused("Симулятор не отвечает");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(answer?.reason ?? `Симулятор ответил: ${response.status}`, response.status);
  return answer;
}

export const server = {
  clock: () => call("GET", "/sim/clock"),
  advance: (minutes) => call("POST", "/sim/clock/advance", { minutes }),
  toNextStop: () => call("POST", "/sim/clock/next", {}),
  addPerson: (person) => call("POST", "/sim/people", person),
  act: (chat, action, body = {}) => call("POST", `/sim/chats/${encodeURIComponent(chat)}/${action}`, body),
};

// Whatever breaks, there is one way back: the whole state again, then the events after it.
export async function follow(watcher) {
  let source;
  const again = (wait) => {
    source?.close();
    setTimeout(() => follow(watcher), wait);
  };
  try {
    const state = await call("GET", "/sim/state");
    watcher.found(state);
    source = new EventSource(`/sim/events?after=${state.event}`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    watcher.lost();
    again(RETRY_MS);
    return;
  }
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.kind === "reload") again(0);
    else watcher.event(event);
  };
  source.onerror = () => {
    watcher.lost();
    again(RETRY_MS);
  };
}
