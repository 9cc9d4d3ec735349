import { attempt, byId, control, element } from './elements.js';
import { setUpFaults, showFaults } from './faults.js';
import { setUpOrders, showOrders } from './orders.js';
import { clearReceipts, showReceipts, takeReceipts } from './receipts.js';

const { seeds, ...about } = await control('GET', '/about');
const facts = {
  Address: location.origin,
  Key: about.apiKey,
  Merchant: about.merchant,
  Channel: about.channel,
};
byId('connect').replaceChildren(
  ...Object.entries(facts).flatMap(([name, value]) => [
    element('dt', { textContent: name }),
    element('dd', {}, element('code', { textContent: value })),
  ]),
);
byId('snippet').textContent = `createOrderHandler({
  upstream: {
    baseUrl: '${location.origin}',
    apiKey: '${about.apiKey}',
    merchant: '${about.merchant}',
    channel: '${about.channel}',
  },
  authorize: …,
})`;
setUpOrders(seeds, showReceipts);
setUpFaults();
byId('only-order').addEventListener('change', showReceipts);
byId('reset').addEventListener('click', () => {
  if (confirm('Forget all orders, receipts and faults?')) {
    void attempt(() => control('POST', '/reset'), 'The sandbox is as it was at its start.');
  }
});

const events = new EventSource('/__sandbox/events');
const connection = (text, tone) => {
  byId('connection').textContent = text;
  byId('connection').className = `pill ${tone}`;
};
events.addEventListener('open', () => connection('Live', 'good'));
events.addEventListener('error', () => connection('Not connected. Is the sandbox running?', 'bad'));
events.addEventListener('start', ({ data }) => {
  const { receipts, faults } = JSON.parse(data);
  clearReceipts();
  takeReceipts(receipts);
  showFaults(faults);
  void showOrders();
});
events.addEventListener('orders', () => void showOrders());
events.addEventListener('receipts', ({ data }) => takeReceipts(JSON.parse(data)));
events.addEventListener('faults', ({ data }) => showFaults(JSON.parse(data)));
