import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Checkout } from './checkout';
import { isPlaced, orderId, startAgain } from './sandbox';
import './shop.css';

function Shop() {
  const [isThanking, setIsThanking] = useState(isPlaced);
  if (isThanking) {
    return (
      <main>
        <h1 tabIndex={-1} ref={(heading) => heading?.focus()}>
          Thank you
        </h1>
        <p>We have received order {orderId}.</p>
        <button type="button" onClick={startAgain}>
          Start again
        </button>
      </main>
    );
  }
  return (
    <main>
      <h1>Checkout</h1>
      <Checkout onPlaced={() => setIsThanking(true)} />
    </main>
  );
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Shop />
    </StrictMode>,
  );
}
