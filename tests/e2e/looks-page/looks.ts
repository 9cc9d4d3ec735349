/** Position and size of a part, relative to its component. */
type Place = readonly [x: number, y: number, width: number, height: number];

/** The looks of the page: what a shopper would not see or hit, and where the parts are. */
export interface Looks {
  readonly faults: readonly string[];
  readonly places: Readonly<Record<string, Place>>;
}

const all = <Type extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document) => [
  ...within.querySelectorAll<Type>(selector),
];

/** Judges all components of the page by computed styles and geometry. */
export function inspectLooks(): Looks {
  const faults = new Set<string>();
  const fail = (element: Element, fault: string) => {
    faults.add(`${element.className || element.localName}: ${fault}`);
  };
  for (const consent of all('.nk-consent')) {
    inspectBox(consent, fail);
    inspectWords(consent, fail);
    inspectRetry(consent, fail);
  }
  for (const link of all('.nk-consent a, .nk-error-summary a')) inspectLink(link, fail);
  for (const group of all('.nk-consent-group')) inspectGroup(group, fail);
  for (const summary of all('.nk-error-summary')) inspectSummary(summary, fail);
  for (const control of all('.nk-consent :is(input, a, button), .nk-error-summary, .nk-error-summary a')) {
    inspectFocus(control, fail);
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.add(`the page scrolls sideways by ${scrollWidth - clientWidth} px`);
  return { faults: [...faults], places: findPlaces() };
}

type Fail = (element: Element, fault: string) => void;

function inspectBox(consent: HTMLElement, fail: Fail): void {
  const [box, row, label] = ['.nk-consent-box', '.nk-consent-row', '.nk-consent-label'].map(
    (selector) => all(selector, consent)[0],
  );
  if (!(box instanceof HTMLInputElement) || row === undefined || label === undefined) {
    fail(consent, 'has no box');
    return;
  }
  const style = getComputedStyle(box);
  const around = backgroundOf(row);
  const { x, y, width, height } = box.getBoundingClientRect();
  if (Math.min(width, height) < 16 || Math.abs(width - height) > 1 || width > 60) {
    fail(box, `is ${width} × ${height} px`);
  }
  const isOutlined = bordersOf(style).every(
    ([line, size, color]) => line === 'solid' && size >= 1 && contrast(color, around) >= 3,
  );
  if (!isOutlined && contrast(style.backgroundColor, around) < 3) fail(box, 'has neither outline nor fill');
  if (style.opacity !== '1' || style.visibility !== 'visible') fail(box, 'is transparent');
  if (document.elementFromPoint(x + width / 2, y + height / 2) !== box) fail(box, 'is covered');

  const tick = getComputedStyle(box, '::before');
  const sizes = [tick.width, tick.paddingLeft, tick.paddingRight].map(parseFloat);
  const isTicked =
    tick.content !== 'none' &&
    tick.visibility === 'visible' &&
    tick.display !== 'none' &&
    tick.opacity === '1' &&
    tick.transform === 'none' &&
    sizes.reduce((sum, size) => sum + size) > width / 2;
  if (isTicked !== box.checked) fail(box, box.checked ? 'shows no tick' : 'shows a tick');
  const fill = flatten(style.backgroundColor, around);
  if (box.checked && contrast(tick.backgroundColor, fill) < 3) fail(box, 'has a pale tick');

  if (getComputedStyle(label, '::after').content !== 'none') fail(label, 'is followed by a drawing');
  if (getComputedStyle(box, '::after').content !== 'none') fail(box, 'has a second drawing');
  const drawn = getComputedStyle(label, '::before');
  if (bordersOf(drawn).some(([line]) => line !== 'none')) fail(label, 'has a second box');

  const lines = linesOf(label);
  const [first] = lines;
  const isRtl = getComputedStyle(consent).direction === 'rtl';
  const gap = Math.min(...lines.map(({ left, right }) => (isRtl ? x - right : left - x - width)));
  if (first === undefined || gap < 4 || gap > 40) {
    fail(label, 'does not start beside the box');
  } else if (Math.abs(first.y + first.height / 2 - y - height / 2) > 2) {
    fail(box, 'is not on the first line');
  }
  const bounds = row.getBoundingClientRect();
  if (bounds.height < 44) fail(row, `is ${bounds.height} px high`);
  for (const left of [bounds.left + 2, bounds.right - 2]) {
    for (const top of [bounds.top + 2, bounds.bottom - 2]) {
      const target = document.elementFromPoint(left, top);
      // The target of a link extends over the empty end of the row.
      if (target?.closest('label, .nk-consent-link') == null) fail(row, 'is not all target');
    }
  }
}

/** Text is readable, complete and on one line of alignment with the label. */
function inspectWords(consent: HTMLElement, fail: Fail): void {
  const isRtl = getComputedStyle(consent).direction === 'rtl';
  const startOf = (element: Element | undefined) => {
    const starts =
      element === undefined ? [] : linesOf(element).map(({ left, right }) => (isRtl ? -right : left));
    return starts.length === 0 ? undefined : Math.min(...starts);
  };
  const label = startOf(all('.nk-consent-label', consent)[0]);
  for (const text of all('.nk-consent-label, .nk-consent-description, .nk-consent-link', consent)) {
    const start = startOf(text);
    const isAfterAnother = text.closest('li')?.previousElementSibling != null;
    if (start !== undefined && label !== undefined && !isAfterAnother && Math.abs(start - label) > 1) {
      fail(text, `starts ${start - label} px beside the label`);
    }
  }
  for (const text of all('[class^="nk-"]:not(input)', consent)) {
    const { color, opacity, display } = getComputedStyle(text);
    if (text.textContent === '' || opacity === '0' || text.matches('.nk-consent-name')) continue;
    if (contrast(color, backgroundOf(text)) < 4.5) fail(text, `has pale text ${color}`);
    const isClipped = text.scrollWidth > text.clientWidth + 1 && text.clientWidth > 0;
    if (display !== 'inline' && isClipped) fail(text, 'is clipped');
  }
  for (const message of all('.nk-consent-status-text, .nk-consent-error', consent)) {
    const icon = getComputedStyle(message, '::before');
    if (icon.content === 'none' || parseFloat(icon.width) < 8 || parseFloat(icon.height) < 8) {
      fail(message, 'has no icon');
    }
  }
}

function inspectRetry(consent: HTMLElement, fail: Fail): void {
  for (const retry of all('.nk-consent-retry', consent)) {
    const style = getComputedStyle(retry);
    const { width, height } = retry.getBoundingClientRect();
    if (Math.min(width, height) < 44 || width > 300) fail(retry, `is ${width} × ${height} px`);
    const around = backgroundOf(consent);
    const hasShadow = style.boxShadow.includes('inset') && contrast(colorOf(style.boxShadow), around) >= 3;
    const hasBorder = bordersOf(style).every(([line, size, color]) => {
      return line === 'solid' && size >= 1 && contrast(color, around) >= 3;
    });
    if (!hasShadow && !hasBorder) fail(retry, 'looks like text');
  }
}

function inspectLink(link: HTMLElement, fail: Fail): void {
  const { textDecorationLine, color } = getComputedStyle(link);
  if (!textDecorationLine.includes('underline')) fail(link, 'looks like text');
  if (contrast(color, backgroundOf(link)) < 4.5) fail(link, `has a pale ${color}`);
  if (link.closest('label') !== null) return;
  const { x, y, width, height } = link.getBoundingClientRect();
  for (const reach of [-11, 11]) {
    const target = document.elementFromPoint(x + width / 2, y + height / 2 + reach);
    if (target?.closest('a') !== link) fail(link, 'is lower than 24 px');
  }
}

function inspectGroup(group: HTMLElement, fail: Fail): void {
  const [legend, consent] = [all('legend', group)[0], all('.nk-consent', group)[0]];
  if (legend === undefined || consent === undefined) {
    fail(group, 'is empty');
    return;
  }
  const style = getComputedStyle(group);
  if (bordersOf(style).some(([line, size]) => line !== 'none' && size > 0)) fail(group, 'has a border');
  if (legend.getBoundingClientRect().bottom > consent.getBoundingClientRect().top + 1) {
    fail(legend, 'is not above the boxes');
  }
  if (Number(getComputedStyle(legend).fontWeight) < 600) fail(legend, 'is not bold');
}

function inspectSummary(summary: HTMLElement, fail: Fail): void {
  const style = getComputedStyle(summary);
  const around = backgroundOf(summary);
  const isOutlined = bordersOf(style).every(
    ([line, size, color]) => line === 'solid' && size >= 1 && contrast(color, around) >= 3,
  );
  if (!isOutlined) fail(summary, 'has no outline');
  if (parseFloat(style.paddingInlineStart) < 8) fail(summary, 'has no padding');
  const [title, list] = ['h2', 'ul'].map((name) => all(name, summary)[0]?.getBoundingClientRect());
  if (title && list && title.bottom > list.top + 1) fail(summary, 'has its title beside the list');
  for (const item of all('li', summary)) {
    const { display, listStyleType } = getComputedStyle(item);
    if (display === 'list-item' && listStyleType !== 'none') fail(item, 'has a bullet');
    if (item.getBoundingClientRect().height < 24) fail(item, 'is lower than 24 px');
    if (getComputedStyle(item, '::before').content !== 'none') fail(item, 'has a dash');
  }
}

/** The last input was a key, so an element that is focused by a script matches `:focus-visible`. */
function inspectFocus(control: HTMLElement, fail: Fail): void {
  control.focus();
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(control);
  if (document.activeElement !== control) fail(control, 'takes no focus');
  if (outlineStyle !== 'solid' || parseFloat(outlineWidth) < 2) fail(control, 'has no focus ring');
  if (contrast(outlineColor, backgroundOf(control.parentElement ?? control)) < 3) {
    fail(control, 'has a pale focus ring');
  }
  const isPale = contrast(getComputedStyle(control).color, backgroundOf(control)) < 4.5;
  if (control.localName !== 'input' && isPale) fail(control, 'has pale text under the focus');
  control.blur();
}

/** Returns the place of each part in its component, to half a pixel. */
function findPlaces(): Readonly<Record<string, Place>> {
  const places: Record<string, Place> = {};
  for (const [index, component] of all('.nk-consent, .nk-consent-group, .nk-error-summary').entries()) {
    const { x: left, y: top } = component.getBoundingClientRect();
    for (const part of all('[class^="nk-"], li, h2', component)) {
      if (part.closest('.nk-consent, .nk-consent-group, .nk-error-summary') !== component) continue;
      const { x, y, width, height } = part.getBoundingClientRect();
      // Weights and marks of text differ, so its width does, and the place of text behind it.
      const isText = part.matches('span, a, button, li');
      const isBehindText = part.matches('.nk-consent-required');
      const name = `${index} ${part.className || part.localName} ${all('*', component).indexOf(part)}`;
      places[name] = [isBehindText ? 0 : x - left, y - top, isText ? 0 : width, height].map(
        (value) => Math.round(value * 2) / 2,
      ) as unknown as Place;
    }
  }
  return places;
}

function bordersOf(
  style: CSSStyleDeclaration,
): readonly (readonly [line: string, size: number, color: string])[] {
  return ['top', 'right', 'bottom', 'left'].map((side) => {
    const valueOf = (name: string) => style.getPropertyValue(`border-${side}-${name}`);
    return [valueOf('style'), parseFloat(valueOf('width')), valueOf('color')] as const;
  });
}

function linesOf(element: Element): readonly DOMRect[] {
  const range = document.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()].filter(({ width }) => width > 1);
}

function colorOf(value: string): string {
  return /(?:rgb|color|oklch|oklab|lab)a?\([^)]*\)/.exec(value)?.[0] ?? 'transparent';
}

type Color = readonly [red: number, green: number, blue: number, alpha: number];
const known = new Map<string, Color>();
const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

function parse(color: string): Color {
  const found = known.get(color);
  if (found !== undefined) return found;
  if (canvas === null) throw new Error('There is no canvas.');
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
  const parsed = [red, green, blue, alpha / 255] as const;
  known.set(color, parsed);
  return parsed;
}

/** Returns a color that may be transparent as it looks on another one. */
function flatten(color: string, below: string): string {
  const [top, bottom] = [parse(color), parse(below)];
  const mixed = [0, 1, 2].map((at) => (top[at] ?? 0) * top[3] + (bottom[at] ?? 0) * (1 - top[3]));
  return `rgb(${mixed.map(Math.round).join(', ')})`;
}

/** The contrast of WCAG 2. */
function contrast(color: string, below: string): number {
  const luminance = (of: string) => {
    const [red = 0, green = 0, blue = 0] = parse(of)
      .slice(0, 3)
      .map((value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [one, other] = [luminance(flatten(color, below)), luminance(below)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function backgroundOf(element: Element): string {
  for (let each: Element | null = element; each !== null; each = each.parentElement) {
    const { backgroundColor } = getComputedStyle(each);
    if (parse(backgroundColor)[3] > 0.99) return backgroundColor;
  }
  return 'rgb(255, 255, 255)';
}
