/** A minimal second implementation of shared spaces: who is in them, and what they hold. */
export interface Household {
  spaces: ModelSpace[]
  /** Of the users. */
  names: string[]
}

interface ModelItem {
  title: string
  status: 'todo' | 'done'
  assigned: string | null
}

interface ModelSpace {
  name: string
  /** By user. */
  roles: Map<number, 'owner' | 'member' | 'invited'>
  items: Map<string, ModelItem>
  /** Of each write to an item: by whom, the item before and after, and whether it stands. */
  writes: { by: number; id: string; before: ModelItem | null; after: ModelItem | null; stands: boolean }[]
}

type ItemStep =
  | { op: 'add'; by: number; space: number; assigned: number | null }
  | { op: 'assign'; by: number; space: number; nth: number; user: number }
  | { op: 'done' | 'remove'; by: number; space: number; nth: number }

export type SpaceStep =
  | ItemStep
  | { op: 'set'; by: number; space: number; user: number; role: 'owner' | 'member' }
  | { op: 'join' | 'remove space' | 'undo'; by: number; space: number }
  | { op: 'take out'; by: number; space: number; user: number }

type Refusal = 'not_found' | 'forbidden' | 'conflict' | 'invalid' | null

export const newSpace = (name: string, owner: number): ModelSpace => ({
  name,
  roles: new Map([[owner, 'owner']]),
  items: new Map(),
  writes: [],
})

const isMember = ({ roles }: ModelSpace, user: number) => roles.has(user) && roles.get(user) !== 'invited'
const isLastOwner = ({ roles }: ModelSpace, user: number) =>
  roles.get(user) === 'owner' && [...roles.values()].filter((role) => role === 'owner').length === 1

/** The items of a space as one of its members sees them; of others nothing. */
export const visibleTo = (space: ModelSpace, user: number): object[] =>
  isMember(space, user) ? [...space.items].map(([id, item]) => ({ id, ...item, space: space.name })) : []

interface Outcome {
  /** Of the item that the step is about. */
  id: string
  title: string
}

/** Carries a step out; returns why it is refused, or null. */
export function applyStep({ spaces, names }: Household, step: SpaceStep, { id, title }: Outcome): Refusal {
  const space = spaces[step.space]!
  if (step.op === 'join') return join(space, step.by)
  if (step.op === 'take out' && step.by === step.user && space.roles.get(step.by) === 'invited')
    return takeOut(space, step.user, names)
  if (!isMember(space, step.by)) return 'not_found'
  if (step.op === 'set') return setRole(space, step)
  if (step.op === 'take out') {
    if (step.by !== step.user && space.roles.get(step.by) !== 'owner') return 'forbidden'
    return takeOut(space, step.user, names)
  }
  if (step.op === 'remove space') {
    if (space.roles.get(step.by) !== 'owner') return 'forbidden'
    spaces[step.space] = { ...newSpace(space.name, step.by), roles: new Map() }
    return null
  }
  return step.op === 'undo' ? undo(space, step.by, names) : change(space, step as ItemStep, { id, title }, names)
}

function join({ roles }: ModelSpace, user: number): Refusal {
  if (!roles.has(user)) return 'not_found'
  if (roles.get(user) === 'invited') roles.set(user, 'member')
  return null
}

function setRole(space: ModelSpace, { by, user, role }: Extract<SpaceStep, { op: 'set' }>): Refusal {
  const { roles } = space
  if (roles.get(by) !== 'owner') return 'forbidden'
  const present = roles.get(user)
  if (present === undefined || present === 'invited') {
    if (role === 'owner') return 'conflict'
    roles.set(user, 'invited')
  } else {
    if (role === 'member' && isLastOwner(space, user)) return 'conflict'
    roles.set(user, role)
  }
  return null
}

function takeOut(space: ModelSpace, user: number, names: readonly string[]): Refusal {
  if (!space.roles.has(user)) return 'not_found'
  if (isLastOwner(space, user)) return 'conflict'
  space.roles.delete(user)
  for (const [id, item] of space.items)
    if (item.assigned === names[user]) space.items.set(id, { ...item, assigned: null })
  return null
}

function change(space: ModelSpace, step: ItemStep, { id, title }: Outcome, names: readonly string[]): Refusal {
  const before = space.items.get(id) ?? null
  if (step.op !== 'add' && !before) return 'not_found'
  const assignee = step.op === 'add' ? step.assigned : step.op === 'assign' ? step.user : null
  if (assignee !== null && !isMember(space, assignee)) return 'invalid'
  const assigned = assignee === null ? null : names[assignee]!
  const after: ModelItem | null =
    step.op === 'remove'
      ? null
      : step.op === 'add'
        ? { title, status: 'todo', assigned }
        : step.op === 'assign'
          ? { ...before!, assigned }
          : { ...before!, status: 'done' }
  if (JSON.stringify(before) === JSON.stringify(after)) return null
  put(space, id, after)
  space.writes.push({ by: step.by, id, before, after, stands: true })
  return null
}

const put = ({ items }: ModelSpace, id: string, item: ModelItem | null) =>
  item ? items.set(id, item) : items.delete(id)

const FIELDS = ['title', 'status', 'assigned'] as const

/** The item as an undo leaves it; undefined where it has changed since. */
function restored(
  { before, after }: ModelSpace['writes'][number],
  now: ModelItem | null,
): ModelItem | null | undefined {
  if (!before) return JSON.stringify(now) === JSON.stringify(after) ? null : undefined
  if (!after) return now ? undefined : before
  const changed = FIELDS.filter((name) => before[name] !== after[name])
  if (!now || changed.some((name) => now[name] !== after[name])) return undefined
  return { ...now, ...Object.fromEntries(changed.map((name) => [name, before[name]])) }
}

/** Takes back the newest write of a user, unless what it left has changed since, or names who is no member. */
function undo(space: ModelSpace, by: number, names: readonly string[]): Refusal {
  const write = space.writes.findLast((one) => one.by === by && one.stands)
  if (!write) return 'conflict'
  const now = space.items.get(write.id) ?? null
  const item = restored(write, now)
  if (item === undefined) return 'conflict'
  const assigned = item?.assigned ?? null
  if (assigned !== null && assigned !== now?.assigned && !isMember(space, names.indexOf(assigned))) return 'conflict'
  put(space, write.id, item)
  write.stands = false
  return null
}
