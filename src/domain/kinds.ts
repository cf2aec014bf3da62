export const KINDS = ['todo', 'chore', 'task', 'gift', 'shopping', 'grocery'] as const
export type Kind = (typeof KINDS)[number]

/** Fields that only some kinds have; every kind has title, priority, due, tags, notes and every. */
export const OWN_FIELDS = [
  'last_done',
  'project',
  'feature',
  'estimate',
  'recipient',
  'occasion',
  'budget',
  'url',
] as const
export type OwnField = (typeof OWN_FIELDS)[number]

export const POOLS = ['todos', 'chores', 'shopping', 'groceries'] as const

interface KindRules {
  /** First letter of the ids. */
  prefix: string
  /** Items that are ordered together; null: each project is a pool of its own. */
  pool: (typeof POOLS)[number] | null
  fields: readonly OwnField[]
  /** As it stands in a sentence. */
  one: string
}

export const KIND: Record<Kind, KindRules> = {
  todo: { prefix: 't', pool: 'todos', fields: ['estimate'], one: 'a todo' },
  chore: { prefix: 'c', pool: 'chores', fields: ['last_done', 'estimate'], one: 'a chore' },
  task: { prefix: 'k', pool: null, fields: ['project', 'feature', 'estimate'], one: 'a task' },
  gift: { prefix: 's', pool: 'shopping', fields: ['recipient', 'occasion', 'budget', 'url'], one: 'a gift' },
  shopping: { prefix: 's', pool: 'shopping', fields: ['budget', 'url'], one: 'a shopping item' },
  grocery: { prefix: 'g', pool: 'groceries', fields: [], one: 'a grocery' },
}

export const FEATURE_PREFIX = 'f'

export function isKind(text: string): text is Kind {
  return (KINDS as readonly string[]).includes(text)
}

export function hasField(kind: Kind, field: OwnField): boolean {
  return KIND[kind].fields.includes(field)
}

/** The name of the pool that orders an item of this kind. */
export function poolOf(kind: Kind, project: string | null): string {
  return KIND[kind].pool ?? project ?? ''
}

/** The kinds that a fixed pool holds; none for anything else. */
export function kindsOfPool(pool: string): Kind[] {
  return KINDS.filter((kind) => KIND[kind].pool === pool)
}
