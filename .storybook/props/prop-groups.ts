/** A prop of a component, from its type and docstring. */
export interface Prop {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** First sentence of its docstring. */
  readonly summary: string;
  /** Text of `@default`. */
  readonly initial: string;
}

/** The groups of props in their order, each with the names that belong to it whatever else they are. */
const groups = {
  Essentials: [
    'consentId',
    'consentIds',
    'label',
    'children',
    'description',
    'legend',
    'links',
    'termsUrl',
    'privacyUrl',
  ],
  Behaviour: ['required', 'readOnly', 'renderConsent', 'require', 'optional'],
  Texts: ['title', 'lang', 'wordingVersion', 'headingLevel', 'messages', 'locale'],
  Callbacks: [],
  Advanced: ['orderId', 'kind', 'className', 'classNames', 'style', 'render', 'ref', 'id'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Group = keyof typeof groups;

/** Returns the props by group, without empty groups. Refused props, which accept no value, are left out. */
export function groupProps(
  props: readonly Prop[],
): readonly (readonly [group: Group, props: readonly Prop[]])[] {
  const names = Object.keys(groups) as Group[];
  return names
    .map((group) => [group, props.filter((prop) => groupOf(prop) === group).sort(byPlace(group))] as const)
    .filter(([, members]) => members.length > 0);
}

function groupOf({ name, isRequired }: Prop): Group {
  if (isRequired) return 'Essentials';
  const named = (Object.keys(groups) as Group[]).find((group) => placeOf(group, name) !== -1);
  if (named !== undefined) return named;
  if (/^on[A-Z]/.test(name)) return 'Callbacks';
  return /(Label|Text|Title|Wording|Name)$/.test(name) ? 'Texts' : 'Behaviour';
}

function byPlace(group: Group) {
  const rank = ({ name, isRequired }: Prop) => (isRequired ? -1 : placeOf(group, name) + 1 || Infinity);
  return (one: Prop, other: Prop) => rank(one) - rank(other) || one.name.localeCompare(other.name);
}

function placeOf(group: Group, name: string): number {
  return (groups[group] as readonly string[]).indexOf(name);
}
