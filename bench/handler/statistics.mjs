/** @param {readonly number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below = NaN, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/** Median, minimum and maximum of all rounds. @param {readonly number[]} values */
export function summarize(values) {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** Formats a summary. @param {ReturnType<typeof summarize>} summary @param {number} digits */
export function show(summary, digits) {
  const { median, least, most } = summary;
  return `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}

/** Least-squares line through the points: growth of y per x, with its standard error. */
/** @param {readonly (readonly [x: number, y: number])[]} points */
export function slope(points) {
  const mean = (/** @type {0 | 1} */ axis) =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const spreadX = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const perX = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spreadX;
  const misses = points.reduce((sum, [x, y]) => sum + (y - meanY - perX * (x - meanX)) ** 2, 0);
  return { perX, error: Math.sqrt(misses / (points.length - 2) / spreadX) };
}
