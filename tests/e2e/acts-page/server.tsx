import { createOrderClient } from '@norce-kit/core';
import { lazy } from 'react';
// React's edge build needs no Node modules, so that the bundle runs from any path.
import { renderToReadableStream } from 'react-dom/server.browser';
import LateBoxes from './late-boxes.tsx';
import { Page } from './page.tsx';

/** Renders the page as a stream: the boxes come after the rest. */
export async function renderPage(orderId: string): Promise<string> {
  const client = createOrderClient({ baseUrl: 'https://shop.example/api/norce' });
  const Late = lazy(async () => {
    await new Promise((resolve) => setTimeout(resolve));
    return { default: LateBoxes };
  });
  const stream = await renderToReadableStream(<Page client={client} orderId={orderId} Late={Late} />);
  return new Response(stream).text();
}
