import type { FrameMessage, PageMessage } from '../payment-provider.ts';
import './payment.css';

// The document in the frame, a stand-in. In a shop it belongs to the payment provider.

const form = document.querySelector('form');
const status = document.querySelector('[role=status]');
const send = (message: FrameMessage) => parent.postMessage(message, location.origin);

let isSuspended = false;

/** Not `disabled`: the focus may be in the frame while the page writes. */
function show(): void {
  form?.setAttribute('aria-busy', String(isSuspended));
  if (status === null) return;
  const text = navigator.onLine
    ? 'One moment, your order is being updated\u00A0…'
    : 'Waiting for a connection. Your order is updated as soon as there is one.';
  status.textContent = isSuspended ? text : '';
}

addEventListener('message', ({ origin, data }: MessageEvent<PageMessage>) => {
  if (origin !== location.origin) return;
  isSuspended = data === 'suspend';
  show();
});
for (const type of ['online', 'offline']) addEventListener(type, show);
for (const type of ['click', 'keydown'] as const) {
  form?.addEventListener(type, (event) => {
    const isTab = event instanceof KeyboardEvent && event.key === 'Tab';
    if (form.ariaBusy === 'true' && !isTab) event.preventDefault();
  });
}
const { body } = document;
const sendHeight = () => send({ height: body.offsetHeight });
new ResizeObserver(sendHeight).observe(body);
// A tab in the background renders nothing, so its observers are not called.
sendHeight();
