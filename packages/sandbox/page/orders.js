import { attempt, byId, control, element, fill, replace } from './elements.js';

const statuses = ['checkout', 'processing', 'accepted', 'completed', 'declined', 'removed'];
const tones = {
  checkout: '',
  processing: 'warn',
  accepted: 'good',
  completed: 'good',
  declined: 'bad',
  removed: 'bad',
};

let selected = location.hash.slice(1);
let shown = '';
let turns = 0;

/** Returns the id of the selected order. */
export const selectedOrder = () => selected;

/** Sets up the list of orders and the selected order; calls `changed` after another order was selected. */
export function setUpOrders(seeds, changed) {
  fill(
    byId('seed'),
    seeds.map((name) => [name, words(name)]),
  );
  fill(
    byId('status-value'),
    statuses.map((status) => [status, status]),
  );
  byId('new-order').addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(async () => {
      const { id } = await control('POST', `/orders?seed=${byId('seed').value}`, {});
      select(id, changed);
    }, 'A new order is there.');
  });
  byId('status').addEventListener('submit', (event) => {
    event.preventDefault();
    const status = byId('status-value').value;
    void attempt(() => control('PUT', `${path()}/status`, { status }), `The order is ${status} now.`);
  });
  byId('orders').addEventListener('click', (event) => {
    const id = event.target.closest('button')?.dataset.id;
    if (id) select(id, changed);
  });
}

/** Reads and shows the newest orders and the selected one. */
export async function showOrders() {
  const turn = ++turns;
  const {
    orders,
    total,
    selected: order = orders[0],
  } = await control('GET', `/orders?limit=50&selected=${encodeURIComponent(selected)}`);
  // Ignore a response that is older than the latest request.
  if (turn !== turns) return;
  selected = order?.id ?? '';
  const more = total > orders.length ? `The newest ${orders.length} of ${total} orders.` : '';
  byId('orders-count').textContent = total === 0 ? 'There are none.' : more;
  replace(byId('orders'), orders.map(orderButton));
  showOrder(order);
}

function select(id, changed) {
  selected = id;
  history.replaceState(null, '', `#${id}`);
  void showOrders();
  changed();
}

function showOrder(order) {
  byId('no-order').hidden = order !== undefined;
  byId('order-body').hidden = order === undefined;
  if (order === undefined) return;
  const json = JSON.stringify(order, null, 2);
  if (json === shown) return;
  shown = json;
  const { currentStatus } = order.state;
  byId('order-id').textContent = order.id;
  byId('order-status').textContent = currentStatus;
  byId('order-status').className = `pill ${tones[currentStatus] ?? ''}`;
  byId('order-facts').textContent = factsOf(order);
  replace(byId('consents'), order.consents.map(consentBox));
  byId('order-json').textContent = json.length > 100_000 ? `${json.slice(0, 100_000)} …` : json;
}

function orderButton({ id, state, culture, consents }) {
  const ticked = consents.filter(({ checked }) => checked).length;
  const about = [state.currentStatus, culture, `${ticked} of ${consents.length} ticked`]
    .filter(Boolean)
    .join(' · ');
  const button = element('button', { type: 'button', id: `order-${id}` });
  button.append(
    element('span', { className: 'id', textContent: id }),
    element('small', { textContent: about }),
  );
  button.dataset.id = id;
  if (id === selected) button.setAttribute('aria-current', 'true');
  return element('li', {}, button);
}

function consentBox({ id, checked, required, text }, index) {
  const box = element('input', { type: 'checkbox', id: `consent-${index}`, checked: checked === true });
  box.addEventListener('change', () => {
    const done = `${id} is ${box.checked ? 'ticked' : 'not ticked'} on the order now.`;
    void attempt(
      () => control('PUT', `${path()}/consents/${encodeURIComponent(id)}`, { checked: box.checked }),
      done,
    );
  });
  const words = element(
    'span',
    {},
    element('span', { className: 'text', textContent: (text ?? '(no text)').slice(0, 2000) }),
    element('small', { textContent: `${id}, ${required ? 'required' : 'optional'}` }),
  );
  return element('li', {}, element('label', {}, box, words));
}

function factsOf({ total, currency, customer, validations, attributes }) {
  const name = [customer?.billing?.givenName, customer?.billing?.familyName].filter(Boolean).join(' ');
  const amount = total?.includingVat === undefined ? '' : `${total.includingVat} ${currency ?? ''}`;
  const count = (list, one, many) => `${list.length} ${list.length === 1 ? one : many}`;
  const counts = [
    count(Object.keys(attributes), 'attribute', 'attributes'),
    count(validations, 'validation', 'validations'),
  ];
  return [name, amount, ...counts].filter(Boolean).join(' · ');
}

function path() {
  return `/orders/${encodeURIComponent(selected)}`;
}

function words(name) {
  return name
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^./, (letter) => letter.toUpperCase());
}
