export const KINDS = ['todo', 'chore', 'task', 'gift', 'shopping', 'grocery'] as const
export type Kind = (typeof KINDS)[number]

/** The fixed pools. A project's tasks are ordered in a pool of their own, named by its slug. */
export const POOLS = ['todos', 'chores', 'shopping', 'groceries'] as const
export type Pool = (typeof POOLS)[number]

interface KindRules {
  /** First letter of the ids. */
  prefix: string
  /** Items that are ordered together; null: each project is a pool of its own. */
  pool: Pool | null
  /** As it stands in a sentence. */
  one: string
}

export const KIND: Record<Kind, KindRules> = {
  todo: { prefix: 't', pool: 'todos', one: 'a todo' },
  chore: { prefix: 'c', pool: 'chores', one: 'a chore' },
  task: { prefix: 'k', pool: null, one: 'a task' },
  gift: { prefix: 's', pool: 'shopping', one: 'a gift' },
  shopping: { prefix: 's', pool: 'shopping', one: 'a shopping item' },
  grocery: { prefix: 'g', pool: 'groceries', one: 'a grocery' },
}

export const FEATURE_PREFIX = 'f'

export function isKind(text: string): text is Kind {
  return (KINDS as readonly string[]).includes(text)
}

/** The name of the pool that orders an item of this kind. */
export function poolOf(kind: Kind, project: string | null): string {
  return KIND[kind].pool ?? project ?? ''
}

/** The fixed pool of an item with this id, or this beginning of one; null for tasks and what is no id. */
export function poolOfId(id: string): Pool | null {
  const kind = KINDS.find((one) => id.trim().toLowerCase().startsWith(`${KIND[one].prefix}-`))
  return kind ? KIND[kind].pool : null
}

const USUAL_KINDS: Record<string, Kind> = { t: 'todo', c: 'chore', k: 'task', s: 'shopping', g: 'grocery' }

/** The kind that an item with this id has, unless it is a gift: these have the letter of shopping items. */
export const usualKindOf = (id: string): Kind | undefined => USUAL_KINDS[id[0]!]

/** The kinds that a fixed pool holds; none for anything else. */
export function kindsOfPool(pool: string): Kind[] {
  return KINDS.filter((kind) => KIND[kind].pool === pool)
}
