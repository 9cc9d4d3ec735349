import { attempt, byId, control, element, fill, replace } from './elements.js';
import { selectedOrder } from './orders.js';

const switches = [
  ['Slow', 'Takes 2 seconds more', { kind: 'delay', before: 2000 }],
  [
    'Overloaded',
    '429, try again in 2 seconds',
    { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
  ],
  ['Server error', '500, nothing saved', { kind: 'status', status: 500 }],
  ['Error after saving', 'Saved, and still a 500', { kind: 'status', status: 500, when: 'after' }],
  ['Connection breaks', 'Nothing saved, no response', { kind: 'drop' }],
  ['Response lost', 'Saved, then the connection breaks', { kind: 'apply-then-drop' }],
  [
    'Saved late',
    'The connection breaks, 5 seconds later it is saved',
    { kind: 'drop-then-apply', after: 5000 },
  ],
  ['No response', 'The connection stays open', { kind: 'hang' }],
  ['Cut short', 'Saved, then the response breaks off', { kind: 'truncate' }],
  ['Silence', 'Saved, a 200 that never ends', { kind: 'silence' }],
  ['Redirected', '302 to a login page, nothing saved', { kind: 'redirect' }],
  ['Login page', '200 with HTML, nothing saved', { kind: 'login-page' }],
  ['Delivered twice', 'Saved two times', { kind: 'duplicate' }],
];

const writes = [
  'patchAttributes',
  'createOrder',
  'createConsent',
  'patchConsents',
  'patchConsent',
  'deleteConsent',
  'createValidation',
  'updateValidation',
  'deleteValidation',
  'updateOrderState',
  'updateCart',
  'updateBillingAddress',
  'updateShippingAddress',
  'updateReference',
  'createPayment',
  'updatePayment',
  'createShipping',
  'updateShipping',
];
const reads = ['getOrder', 'listPayments', 'getPayment', 'listShippings', 'getShipping'];
const targets = {
  all: ['Every request', () => ({})],
  writes: ['Writes', () => ({ operation: writes })],
  consents: ['Ticks of consents', () => ({ operation: ['patchConsent', 'patchConsents'] })],
  reads: ['Reads', () => ({ operation: reads })],
  order: ['This order', () => ({ orderId: selectedOrder() })],
};
const often = {
  always: ['Every time', {}],
  once: ['Once', { times: 1 }],
  half: ['About half the time', { probability: 0.5 }],
};

let active = [];

/** Creates the switches. */
export function setUpFaults() {
  fill(
    byId('target'),
    Object.entries(targets).map(([value, [text]]) => [value, text]),
  );
  fill(
    byId('often'),
    Object.entries(often).map(([value, [text]]) => [value, text]),
  );
  byId('switches').replaceChildren(...switches.map(switchItem));
}

/** Shows the active faults. */
export function showFaults(list) {
  active = list;
  for (const [index, [, , fault]] of switches.entries()) {
    byId(`switch-${index}`).checked = active.some((entry) => isKind(entry.fault, fault));
  }
  byId('no-active').hidden = active.length > 0;
  replace(byId('active'), active.map(activeItem));
}

function switchItem([name, about, fault], index) {
  const box = element('input', { type: 'checkbox', id: `switch-${index}` });
  box.setAttribute('role', 'switch');
  box.setAttribute('aria-describedby', `switch-${index}-about`);
  box.addEventListener('change', () => void (box.checked ? on(name, fault) : off(name, fault)));
  const words = element(
    'span',
    {},
    element('span', { id: `switch-${index}-name`, textContent: name }),
    element('small', { id: `switch-${index}-about`, textContent: about }),
  );
  box.setAttribute('aria-labelledby', `switch-${index}-name`);
  return element('li', {}, element('label', {}, box, words));
}

function on(name, fault) {
  const meets = { ...targets[byId('target').value][1](), ...often[byId('often').value][1] };
  return attempt(() => control('POST', '/faults', { ...fault, ...meets }), `${name} is on.`);
}

function off(name, fault) {
  const ids = active.filter((entry) => isKind(entry.fault, fault)).map(({ id }) => id);
  return attempt(() => Promise.all(ids.map((id) => control('DELETE', `/faults/${id}`))), `${name} is off.`);
}

function activeItem({ id, fault, applied }) {
  const name = switches.find(([, , known]) => isKind(fault, known))?.[0] ?? fault.kind;
  const { operation, orderId, consentId, times, probability } = fault;
  const facts = [
    nameOf(operation),
    orderId,
    consentId,
    times === undefined ? '' : `${times - applied} left`,
    probability === undefined ? '' : `${probability * 100} %`,
    `applied ${applied === 1 ? 'once' : `${applied} times`}`,
  ];
  const remove = element('button', { type: 'button', id: `remove-${id}`, textContent: 'Switch off' });
  remove.setAttribute('aria-label', `Switch off ${name}`);
  remove.addEventListener(
    'click',
    () => void attempt(() => control('DELETE', `/faults/${id}`), `${name} is off.`),
  );
  const words = element('span', { className: 'what' });
  words.append(element('strong', { textContent: name }), ` ${facts.filter(Boolean).join(' · ')}`);
  return element('li', {}, words, remove);
}

/** Returns the name of a target, or the operations of a fault that was added through the API. */
function nameOf(operation) {
  const names = [operation].flat().join(', ');
  const target = Object.values(targets).find(([, meets]) => [meets().operation].flat().join(', ') === names);
  return operation === undefined ? '' : (target?.[0] ?? names);
}

// A switch represents all faults of its kind, including those added through the API and for other targets.
function isKind(fault, known) {
  const members = ({ kind, status, when }) => JSON.stringify([kind, status, when]);
  return members(fault) === members(known);
}
