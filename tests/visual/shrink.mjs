import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';

// Keeps the pictures small: sixteen steps a colour are far finer than what the comparison tells apart, and each is packed
// in the way that suits it best.
const step = 17;
const folder = new URL('baselines/', import.meta.url);
const pictures = readdirSync(folder).filter((file) => file.endsWith('.png'));
for (const file of pictures) {
  const path = new URL(file, folder);
  const before = readFileSync(path);
  const picture = PNG.sync.read(before);
  picture.data.forEach((value, at) => (picture.data[at] = Math.round(value / step) * step));
  const [smallest = before] = [0, 1, 2, 4]
    .map((filterType) =>
      PNG.sync.write(picture, { deflateLevel: 9, deflateStrategy: 0, colorType: 2, filterType }),
    )
    .sort((a, b) => a.length - b.length);
  if (smallest.length < before.length) writeFileSync(path, smallest);
}
const total = pictures.reduce((sum, file) => sum + statSync(new URL(file, folder)).size, 0);
console.log(`${pictures.length} pictures, ${Math.round(total / 1000)} kB`);
