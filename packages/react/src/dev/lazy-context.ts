/**
 * Throws where a box or the gate of the lazy entry has no provider of that entry: the box would save no answer, and the gate
 * stay closed.
 */
export function checkLazyContext(caller: string, context: object | undefined): void {
  if (context === undefined) {
    throw new Error(
      `${caller} was rendered outside of an OrderProvider, so it does not know which order it is about. ` +
        'Wrap the checkout in <OrderProvider client={…} orderId={…}>.',
    );
  }
  // A provider of the lazy entry adds `gates` to the stores of the engine.
  if ('stores' in context && !('gates' in context)) {
    throw new Error(
      `${caller} is of @norce-kit/react/lazy, and its OrderProvider of @norce-kit/react. Import both from the same entry.`,
    );
  }
}
