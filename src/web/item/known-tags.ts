import type { State } from '#web/live/replica/state.ts'

/** All tags in use, the commonest first. */
export function knownTags({ items }: Pick<State, 'items'>): string[] {
  const times = new Map<string, number>()
  for (const { tags } of items.values()) for (const tag of tags) times.set(tag, (times.get(tag) ?? 0) + 1)
  return [...times].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([tag]) => tag)
}
