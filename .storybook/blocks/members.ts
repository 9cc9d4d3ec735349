import type { Member } from '../../scripts/hook-api.mjs';

export interface MemberGroup {
  readonly title: string;
  readonly members: readonly Member[];
}

/** Groups members: the essentials in their given order, the others of the kit, and those of TanStack Query. */
export function groupMembers(
  members: readonly Member[],
  essentials: readonly string[],
): readonly MemberGroup[] {
  const rest = members.filter(({ name }) => !essentials.includes(name));
  const groups = [
    {
      title: essentials.length === members.length ? 'All' : 'Essentials',
      members: essentials.flatMap((name) => members.find((member) => member.name === name) ?? []),
    },
    {
      title: essentials.length === 0 ? 'All' : 'More',
      members: rest.filter(({ origin }) => origin === 'own'),
    },
    { title: 'As in TanStack Query', members: rest.filter(({ origin }) => origin === 'library') },
  ];
  return groups.filter((group) => group.members.length > 0);
}
