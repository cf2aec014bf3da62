import { type Household, isMember, type ModelSpace, type Outcome, type Refusal } from './household.ts'

export interface ModelItem {
  kind: 'todo' | 'chore'
  title: string
  status: 'todo' | 'done'
  assigned: string | null
  turns: string[] | null
  done_by: string | null
  last_done: string | null
}

/** A write to an item: by whom, the item before and after, whether it stands, and its other half in another space. */
export interface ModelWrite {
  by: number
  id: string
  before: ModelItem | null
  after: ModelItem | null
  stands: boolean
  other?: { space: ModelSpace; write: ModelWrite }
}

interface Whose {
  by: number
  space: number
}

/** Users are numbers; `turns` are of a chore. */
export type ItemStep =
  | (Whose & { op: 'add' | 'import'; assigned: number | null; turns: number[] | null })
  | (Whose & { op: 'assign'; nth: number; user: number })
  | (Whose & { op: 'done'; nth: number; credited: number | null })
  | (Whose & { op: 'remove'; nth: number })

export type MoveStep = Whose & { op: 'move'; nth: number; to: number; drop: boolean }

/** The first of the turns has the item where nobody has. */
const withTurns = (item: ModelItem): ModelItem => ({ ...item, assigned: item.assigned ?? item.turns?.[0] ?? null })

export function withoutName(item: ModelItem, name: string): ModelItem {
  const left = item.turns?.filter((one) => one !== name) ?? []
  const assigned = item.assigned === name ? null : item.assigned
  return withTurns({ ...item, assigned, turns: left.length < 2 ? null : left })
}

function membersOf(space: ModelSpace, names: readonly string[]): Set<string> {
  return new Set(names.filter((_, user) => isMember(space, user)))
}

export function changeItem(household: Household, step: ItemStep, { id, title }: Outcome): Refusal {
  const { spaces, names } = household
  const space = spaces[step.space]!
  const before = space.items.get(id) ?? null
  if (!('assigned' in step) && !before) return 'not_found'
  const members = membersOf(space, names)
  const named = 'user' in step ? [step.user] : 'credited' in step ? [step.credited] : []
  if ([...named, ...(step.op === 'add' ? [step.assigned, ...(step.turns ?? [])] : [])].some(isStranger))
    return 'invalid'
  const after = 'assigned' in step ? newItem(step, title) : changed(step, before!)
  if (JSON.stringify(before) === JSON.stringify(after)) return null
  put(space, id, after)
  space.writes.push({ by: step.by, id, before, after, stands: true })
  return null

  function isStranger(user: number | null): boolean {
    return user !== null && !members.has(names[user]!)
  }

  function newItem({ op, ...given }: Extract<ItemStep, { assigned: unknown }>, title: string): ModelItem {
    const kind = given.turns ? 'chore' : 'todo'
    const [assigned] = [given.assigned ?? -1].flatMap((user) => names[user] ?? [])
    const turns = given.turns?.map((user) => names[user]!) ?? null
    const history = { status: 'todo', done_by: null, last_done: null } as const
    const item: ModelItem = { kind, title, assigned: assigned ?? null, turns, ...history }
    if (op === 'add') return withTurns(item)
    const left = turns?.filter((name) => members.has(name)) ?? []
    return withTurns({
      ...item,
      assigned: assigned !== undefined && members.has(assigned) ? assigned : null,
      turns: left.length < 2 ? null : left,
    })
  }

  function changed(step: Exclude<ItemStep, { assigned: unknown }>, item: ModelItem): ModelItem | null {
    if (step.op === 'remove') return null
    if (step.op === 'assign') return withTurns({ ...item, assigned: names[step.user]! })
    return doneItem(item, names[step.credited ?? step.by]!, household.today())
  }
}

/** Once a day: a chore's turn passes to the next. */
function doneItem(item: ModelItem, by: string, day: string): ModelItem {
  const { kind, status, turns, assigned, last_done } = item
  if (kind === 'todo') return status === 'done' ? item : { ...item, status: 'done', done_by: by }
  if (last_done === day) return item // done again on a day changes nothing
  const next = turns ? turns[(turns.indexOf(assigned ?? '') + 1) % turns.length]! : assigned
  return { ...item, assigned: next, done_by: by, last_done: day }
}

/** To another space, without those who are no members there; refused where one of them has it, or a turn. */
export function moveItem({ spaces, names }: Household, step: MoveStep, { id, formerId }: Outcome): Refusal {
  const [from, to] = [spaces[step.space]!, spaces[step.to]!]
  if (!isMember(to, step.by)) return 'not_found'
  const item = from.items.get(formerId)
  if (!item) return 'not_found'
  const members = membersOf(to, names)
  const named = [item.assigned, item.done_by, ...(item.turns ?? [])]
  const strangers = named.filter((name) => name !== null).filter((name) => !members.has(name))
  if (!step.drop && [item.assigned, ...(item.turns ?? [])].some((name) => strangers.includes(name ?? '')))
    return 'invalid'
  const kept = [...new Set(strangers)].reduce(withoutName, item)
  const moved = { ...kept, done_by: strangers.includes(kept.done_by ?? '') ? null : kept.done_by }
  put(from, formerId, null)
  put(to, id, moved)
  const left: ModelWrite = { by: step.by, id: formerId, before: item, after: null, stands: true }
  const added: ModelWrite = { by: step.by, id, before: null, after: moved, stands: true }
  from.writes.push({ ...left, other: { space: to, write: added } })
  to.writes.push(Object.assign(added, { other: { space: from, write: from.writes.at(-1)! } }))
  return null
}

const put = ({ items }: ModelSpace, id: string, item: ModelItem | null) =>
  item ? items.set(id, item) : items.delete(id)

const FIELDS = ['title', 'status', 'assigned', 'turns', 'done_by', 'last_done'] as const
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The item as an undo leaves it; undefined where it has changed since. */
function restored({ before, after }: ModelWrite, now: ModelItem | null): ModelItem | null | undefined {
  if (!before) return isSame(now, after) ? null : undefined
  if (!after) return now ? undefined : before
  const changed = FIELDS.filter((name) => !isSame(before[name], after[name]))
  if (!now || changed.some((name) => !isSame(now[name], after[name]))) return undefined
  return { ...now, ...Object.fromEntries(changed.map((name) => [name, before[name]])) }
}

/**
 * Takes back the newest write of a user, unless what it left has changed since, or names who is no member, or its other
 * half is where the user is none.
 */
export function undoNewest({ spaces, names }: Household, space: ModelSpace, by: number): Refusal {
  const newest = space.writes.findLast((one) => one.by === by && one.stands)
  if (!newest) return 'conflict'
  const halves = [{ space, write: newest }, ...(newest.other ? [newest.other] : [])]
  if (halves.some((half) => !spaces.includes(half.space) || !isMember(half.space, by))) return 'conflict'
  const undone = halves.map(({ space, write }) => {
    const now = space.items.get(write.id) ?? null
    return { space, write, now, item: restored(write, now) }
  })
  for (const { space, item, now } of undone) {
    if (item === undefined) return 'conflict'
    const members = membersOf(space, names)
    const isBack = (name: string) => name !== now?.assigned && !now?.turns?.includes(name) && !members.has(name)
    if (item?.turns?.some(isBack)) return 'conflict'
    if (item?.assigned && item.assigned !== now?.assigned && !members.has(item.assigned)) return 'conflict'
  }
  for (const { space, write, item } of undone) {
    put(space, write.id, item!)
    write.stands = false
  }
  return null
}
