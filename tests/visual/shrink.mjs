import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { writeKnown } from '../../scripts/known-pictures.mjs';

// Shrinks the pictures: sixteen steps per colour are finer than the tolerance of the comparison, and each picture uses its
// best PNG filter.
const step = 17;
const folder = new URL('baselines/', import.meta.url);
const pictures = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter((file) =>
  file.endsWith('.png'),
);
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
writeKnown();
const total = pictures.reduce((sum, file) => sum + statSync(new URL(file, folder)).size, 0);
console.log(`${pictures.length} pictures, ${Math.round(total / 1000)} kB`);
