/** Whether the values are those of the answers, in their order; answers that a later one replaced may be missing. */
export function isInOrder(values: readonly unknown[], answers: readonly boolean[]): boolean {
  // A value that arrives again is a repeated attempt, or corrects a late write.
  const news = values.filter((value, index) => value !== values[index - 1]);
  let from = 0;
  return news.every((value) => {
    const at = answers.indexOf(value === true, from);
    from = at + 1;
    return at >= 0;
  });
}
