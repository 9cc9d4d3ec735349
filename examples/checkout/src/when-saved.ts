import type { QueryClient } from '@tanstack/react-query';

/** Resolves when none of the kit's writes is under way any more, however they ended. */
export function whenSaved(queryClient: QueryClient): Promise<void> {
  const isSaving = () => queryClient.isMutating({ mutationKey: ['norce'] }) > 0;
  return new Promise((resolve) => {
    const check = () => {
      if (isSaving()) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = queryClient.getMutationCache().subscribe(check);
    check();
  });
}
