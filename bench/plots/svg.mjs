const font = 'font-family="system-ui, sans-serif" font-size="13"';
const ink = '#1b1b1f';
const colors = ['#1f6feb', '#8a3ffc', '#0f766e', '#9a6700', '#b42318', '#57606a'];
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function frame(width, height, title, content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ${font} fill="${ink}">
<title>${escape(title)}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="16" y="26" font-size="15" font-weight="600">${escape(title)}</text>
${content.join('\n')}
</svg>
`;
}

/** Draws horizontal bars, the kit's own in blue; a bar beyond the scale is marked. @param {{ name: string, value: number, text?: string }[]} rows */
export function bars(title, rows, { bar, limit } = {}) {
  const [left, width, step] = [300, 760, 24];
  const most = limit ?? Math.max(...rows.map(({ value }) => value));
  const scale = (width - left - 90) / most;
  const height = 48 + rows.length * step + (bar === undefined ? 0 : 22);
  const content = rows.flatMap(({ name, value, text = String(value) }, index) => {
    const y = 44 + index * step;
    const isCut = value > most;
    const length = Math.max(1, Math.min(value, most) * scale);
    return [
      `<text x="${left - 10}" y="${y + 13}" text-anchor="end">${escape(name)}</text>`,
      `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="17" fill="${name.includes('norce-kit') ? colors[0] : '#afb8c1'}"/>`,
      `<text x="${(left + length + 6).toFixed(1)}" y="${y + 13}">${escape(text)}${isCut ? ' →' : ''}</text>`,
    ];
  });
  if (bar !== undefined) {
    const x = (left + bar * scale).toFixed(1);
    const bottom = 44 + rows.length * step;
    content.push(
      `<line x1="${x}" x2="${x}" y1="40" y2="${bottom}" stroke="#b42318" stroke-dasharray="4 3"/>`,
      `<text x="${x}" y="${bottom + 14}" text-anchor="middle" fill="#b42318">bar ${bar}</text>`,
    );
  }
  return frame(width, height, title, content);
}

/** Draws lines over a logarithmic x axis. @param {{ name: string, points: (readonly [x: number, y: number])[] }[]} series */
export function lines(title, unit, series, { bar } = {}) {
  const [left, top, width, height, right] = [60, 50, 760, 320, 500];
  const all = series.flatMap(({ points }) => points);
  const xs = [...new Set(all.map(([x]) => x))].sort((a, b) => a - b);
  const most = Math.max(...all.map(([, y]) => y), bar ?? 0) * 1.08;
  const bottom = height - 40;
  const xOf = (x) =>
    left + ((Math.log10(x) - Math.log10(xs[0])) / Math.log10(xs.at(-1) / xs[0])) * (right - left);
  const yOf = (y) => bottom - (y / most) * (bottom - top);
  const content = [
    `<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}" stroke="${ink}"/>`,
    ...xs.map((x) => `<text x="${xOf(x)}" y="${bottom + 18}" text-anchor="middle">${x}</text>`),
    `<text x="${(left + right) / 2}" y="${bottom + 34}" text-anchor="middle">${escape(unit)}</text>`,
  ];
  for (let tick = 0; tick <= 4; tick++) {
    const y = (most / 1.08 / 4) * tick;
    content.push(
      `<line x1="${left}" x2="${right}" y1="${yOf(y).toFixed(1)}" y2="${yOf(y).toFixed(1)}" stroke="#d0d7de"/>`,
      `<text x="${left - 8}" y="${(yOf(y) + 4).toFixed(1)}" text-anchor="end">${Number(y.toPrecision(2))}</text>`,
    );
  }
  if (bar !== undefined) {
    const y = yOf(bar).toFixed(1);
    content.push(
      `<line x1="${left}" x2="${right}" y1="${y}" y2="${y}" stroke="#b42318" stroke-dasharray="4 3"/>`,
    );
  }
  // Labels to the right of the lines, moved apart where they overlap.
  const ends = series
    .map(({ points }, index) => ({ index, y: yOf(points.at(-1)[1]) }))
    .sort((a, b) => a.y - b.y);
  ends.forEach((end, at) => (end.y = Math.max(end.y, (ends[at - 1]?.y ?? 0) + 16)));
  for (const { index, y } of ends) {
    const { name, points } = series[index];
    const color = colors[index % colors.length];
    const path = points.map(([x, value]) => `${xOf(x).toFixed(1)},${yOf(value).toFixed(1)}`).join(' ');
    content.push(
      `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>`,
      ...points.map(
        ([x, value]) =>
          `<circle cx="${xOf(x).toFixed(1)}" cy="${yOf(value).toFixed(1)}" r="3" fill="${color}"/>`,
      ),
      `<text x="${right + 10}" y="${(y + 4).toFixed(1)}" fill="${color}">${escape(name)}</text>`,
    );
  }
  return frame(width, height, title, content);
}
