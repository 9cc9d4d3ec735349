/** Returns the element with an id. */
export const byId = (id) => document.getElementById(id);

/** Creates an element. Sets text as text only, because orders contain text that customers typed. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Replaces the options of a select with [value, text] pairs. */
export function fill(select, pairs) {
  select.replaceChildren(...pairs.map(([value, textContent]) => element('option', { value, textContent })));
}

/** Replaces the children of a list and restores focus to the control with the same id. */
export function replace(list, children) {
  const focused = document.activeElement?.id;
  list.replaceChildren(...children);
  if (focused) byId(focused)?.focus();
}

/** Shows a result in the status region for 4 seconds. */
export function say(text) {
  const said = byId('said');
  said.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (said.textContent = ''), 4000);
}

/** Sends a request to `/__sandbox`; rejects with the message of an error response. */
export async function control(method, path, body) {
  const response = await fetch(`/__sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const value = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new Error(value?.message ?? `The sandbox responded ${response.status}.`);
  return value;
}

/** Runs a task and shows `success` or the error message. */
export async function attempt(task, success) {
  try {
    await task();
    say(success);
  } catch (error) {
    say(error.message);
  }
}
