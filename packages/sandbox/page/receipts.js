import { byId, element } from './elements.js';
import { selectedOrder } from './orders.js';

const limit = 200;
const receipts = new Map();
let fresh = new Set();

/** Adds new and changed receipts and shows the list. */
export function takeReceipts(list) {
  fresh = new Set(list.map(({ sequence }) => sequence));
  for (const receipt of list) receipts.set(receipt.sequence, receipt);
  for (const sequence of [...receipts.keys()].sort((a, b) => a - b).slice(0, -1000))
    receipts.delete(sequence);
  showReceipts();
}

/** Removes all receipts. */
export function clearReceipts() {
  receipts.clear();
  showReceipts();
}

/** Shows the newest receipts of the selected order or of all orders. */
export function showReceipts() {
  const order = byId('only-order').checked ? selectedOrder() : undefined;
  const list = [...receipts.values()].filter(({ orderId }) => order === undefined || orderId === order);
  list.sort((a, b) => b.sequence - a.sequence);
  byId('no-receipts').hidden = list.length > 0;
  byId('receipts').replaceChildren(...list.slice(0, limit).map(entry));
}

function entry({ sequence, time, operation, orderId, consentId, value, attempt, applied, status, fault }) {
  const when = element('time', { dateTime: new Date(time).toISOString(), textContent: clock(time) });
  const again = attempt > 1 ? `, time ${attempt}` : '';
  const what = element('span', { className: 'what' });
  what.append(element('strong', { textContent: operation }), ` ${consentId ?? ''} → ${short(value)}${again}`);
  const facts = element('span', { className: 'facts' });
  facts.append(
    pill(applied ? 'applied' : 'not applied', applied ? 'good' : 'bad'),
    pill(status === undefined ? 'no response' : `response ${status}`, responseTone(status)),
    ...(fault === undefined ? [] : [pill(`met ${fault}`, 'warn')]),
    element('code', { textContent: orderId }),
  );
  const tone = applied ? 'applied' : 'refused';
  return element('li', { className: fresh.has(sequence) ? `${tone} new` : tone }, when, what, facts);
}

function pill(textContent, tone) {
  return element('span', { className: `pill ${tone}`, textContent });
}

function responseTone(status) {
  if (status === undefined) return '';
  return status < 300 ? 'good' : 'bad';
}

function short(value) {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > 160 ? `${text.slice(0, 160)} …` : text;
}

function clock(time) {
  const date = new Date(time);
  return `${date.toLocaleTimeString('en-GB')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
