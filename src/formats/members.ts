import type { Track } from '#contract/track.ts'
import type { Me } from '#contract/types.ts'
import { type NamesOfItem, TURN_RULES } from '#domain/turns.ts'
import { excerptOf } from '#domain/typed-text.ts'
import type { Finding } from './draft.ts'

const MAX_STRANGERS = 100

/** The members of a space, which may be named by its id; nobody where it is undefined or one's own. */
export async function membersOf(
  { spaces }: Pick<Track, 'spaces'>,
  me: Me,
  space: string | undefined,
): Promise<Set<string>> {
  const shared = me.spaces.find(({ id, name }) => space === id || space === name)
  if (!shared) return new Set()
  const { members } = await spaces.get({ name: shared.name })
  return new Set(members.filter(({ role }) => role !== 'invited').map(({ name }) => name))
}

/** Whom an item names, which may not be validated yet. */
const namesIn = ({ assigned, turns, done_by }: NamesOfItem): string[] => [
  ...new Set([assigned, turns, done_by].flat().filter((name) => typeof name === 'string')),
]

export const namesAnybody = (item: NamesOfItem): boolean => namesIn(item).length > 0

/** Those whom items name and who are no members of the space that the items come to, which leaves them out. */
export function findStrangers(items: readonly NamesOfItem[], members: ReadonlySet<string>): Finding[] {
  const counts = new Map<string, number>()
  for (const name of items.flatMap(namesIn)) if (!members.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].slice(0, MAX_STRANGERS).map(([name, count]) => ({
    place: count === 1 ? '1 item' : `${count} items`,
    text: excerptOf(name),
    problem: 'is no member of this space, and is left out',
  }))
}

const NAMING = ['assigned', 'turns', 'turn_rule', 'done_by'] as const

/** Names of users as a file has them, by the fields of an item; undefined where there is none. */
export function readNames(textOf: (field: (typeof NAMING)[number]) => string): NamesOfItem | undefined {
  const [assigned, turns, rule, done_by] = NAMING.map((field) => textOf(field).trim().toLowerCase() || null)
  if (!assigned && !turns && !done_by) return undefined
  return {
    assigned,
    turns: turns ? [...new Set(turns.split(/[,;\s]+/).filter(Boolean))] : null,
    turn_rule: TURN_RULES.find((known) => known === rule),
    done_by,
  }
}
