import { intents } from './page-state.ts';

/**
 * Sends the answers that the engine has not taken: when it cannot be loaded, and when the page is left, because nothing
 * runs afterwards. An answer that was saved is not sent again, because another tab may have changed it.
 */
export const sendIntents = (event?: Event): void => {
  for (const [name, { context, props, checked, id, sent }] of intents) {
    const value = `${checked}` as const;
    // Only a page that is left cannot wait for the request before, and sends an answer without its record.
    if (sent.saved?.[0] === id || (event ? sent.open === value : sent.open || context.evidence)) continue;
    try {
      // For the next page, see order/previous-page.ts, behind the note of the page before.
      const key = 'norce-kit-left' + context.orderId;
      const note = JSON.parse((sessionStorage[key] as string | undefined) ?? '[]') as unknown[];
      sessionStorage[key] = JSON.stringify([...note, [Date.now(), name, checked, [[checked]]]]);
    } catch {
      // Without storage the next page reads the order once.
    }
    void context.client
      .patchConsent(context.orderId, props.consentId, checked, {
        id,
        retry: 0,
        // Only the opposite one: with a settled request, the handler would wait for a later answer and undo it.
        followsWithin: sent.open ? 10_000 : 0,
      })
      .then(
        (response) => {
          sent.open = '';
          // A client of core has no response, and rejects where the answer was not saved.
          if ((response as Response | undefined)?.ok ?? true) sent.saved = [id, response as Response];
        },
        () => (sent.open = ''),
      );
    sent.open = value;
    sent[value] = id;
  }
};
