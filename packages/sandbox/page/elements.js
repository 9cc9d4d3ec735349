/** An element by its id. */
export const byId = (id) => document.getElementById(id);

/** A new element. Text is only ever set as text: orders hold what strangers typed. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Fills a select with [value, text] pairs. */
export function fill(select, pairs) {
  select.replaceChildren(...pairs.map(([value, textContent]) => element('option', { value, textContent })));
}

/** Replaces the children of a list, and gives the focus back to the control with the same id. */
export function replace(list, children) {
  const focused = document.activeElement?.id;
  list.replaceChildren(...children);
  if (focused) byId(focused)?.focus();
}

/** Tells, aloud too, what was done. */
export function say(text) {
  const said = byId('said');
  said.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (said.textContent = ''), 4000);
}

/** Speaks to the control door; rejects with the reason if it refuses. */
export async function control(method, path, body) {
  const answer = await fetch(`/__sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const value = text === '' ? undefined : JSON.parse(text);
  if (!answer.ok) throw new Error(value?.message ?? `The sandbox answered ${answer.status}.`);
  return value;
}

/** Runs a task and tells what came of it. */
export async function attempt(task, success) {
  try {
    await task();
    say(success);
  } catch (error) {
    say(error.message);
  }
}
