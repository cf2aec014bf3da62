/** A minimal second implementation of shared spaces: who is in them. What they hold is in household-items.ts. */
import {
  changeItem,
  type ItemStep,
  type ModelItem,
  type ModelWrite,
  moveItem,
  type MoveStep,
  undoNewest,
  withoutName,
} from './household-items.ts'

export interface Household {
  spaces: ModelSpace[]
  /** Of the users. */
  names: string[]
  today(): string
}

export interface ModelSpace {
  name: string
  /** By user. */
  roles: Map<number, 'owner' | 'member' | 'invited'>
  items: Map<string, ModelItem>
  /** To its items, oldest first. */
  writes: ModelWrite[]
}

export type SpaceStep =
  | ItemStep
  | MoveStep
  | { op: 'set'; by: number; space: number; user: number; role: 'owner' | 'member' }
  | { op: 'join' | 'remove space' | 'undo' | 'next day'; by: number; space: number }
  | { op: 'take out'; by: number; space: number; user: number }

export type Refusal = 'not_found' | 'forbidden' | 'conflict' | 'invalid' | null

export const newSpace = (name: string, owner: number): ModelSpace => ({
  name,
  roles: new Map([[owner, 'owner']]),
  items: new Map(),
  writes: [],
})

export const isMember = ({ roles }: ModelSpace, user: number) => roles.has(user) && roles.get(user) !== 'invited'
const isLastOwner = ({ roles }: ModelSpace, user: number) =>
  roles.get(user) === 'owner' && [...roles.values()].filter((role) => role === 'owner').length === 1

/** The items of a space as one of its members sees them; of others nothing. */
export const visibleTo = (space: ModelSpace, user: number): object[] =>
  isMember(space, user) ? [...space.items].map(([id, item]) => ({ id, ...item, space: space.name })) : []

/** The item that a step is about, or adds. */
export interface Outcome {
  id: string
  /** Of an item that is moved: what it was. */
  formerId: string
  title: string
}

/** Carries a step out; returns why it is refused, or null. */
export function applyStep(household: Household, step: SpaceStep, outcome: Outcome): Refusal {
  const { spaces, names } = household
  const space = spaces[step.space]!
  if (step.op === 'next day') return null
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
  if (step.op === 'undo') return undoNewest(household, space, step.by)
  return step.op === 'move' ? moveItem(household, step, outcome) : changeItem(household, step as ItemStep, outcome)
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
  for (const [id, item] of space.items) space.items.set(id, withoutName(item, names[user]!))
  return null
}
