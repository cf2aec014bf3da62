import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect } from 'vitest'
import { TrackError } from '#domain/errors.ts'
import type { Item } from '#domain/fields.ts'
import { revisionOf } from '#testing/builders.ts'
import { DAY_MS } from '#testing/clock.ts'
import type { TestServer, TestUser } from '#testing/test-server.ts'
import {
  bucketOf,
  copyOf,
  emptyState,
  type ModelItem,
  Refused,
  type State,
  type Step,
  applyStep,
  todayOf,
} from './model.ts'

/** A user in the model. */
export interface Account {
  state: State
  /** The states before each write that was not undone. */
  past: State[]
  revision: number
  /** The number of handles; `Real` maps them to the server's ids. */
  handles: number
  /** The number of handles before the present write, which can't refer to items that it adds itself. */
  known: number
}
export interface Model {
  accounts: Account[]
  today: string
}
/** The server, with its id for each handle. */
export interface Real {
  server: TestServer
  users: { user: TestUser; ids: string[] }[]
}

type Command = fc.AsyncCommand<Model, Real>
/** Makes a step for the items that exist when it runs. */
type Plan = (account: Account) => Step

const KINDS = ['todo', 'chore', 'gift', 'grocery'] as const
const POOLS = { todo: 'todo', chore: 'chore', gift: 'gift', grocery: 'grocery' }
/** The handle of an item that never existed. */
const NONE = -1
const visibleFields = ({ every, anchor: _, next: _n, write: _w, added: _a, changed: _c, ...item }: ModelItem) => ({
  ...item,
  every: every && (every === 1 ? 'daily' : `${every} days`),
})
export const newAccount = (): Account => ({ state: emptyState(), past: [], revision: 0, handles: 0, known: 0 })

/** The operation of a step. Handles without an id become an unknown id. */
function inputOf(step: Step, ids: readonly string[]): { op: string; input: Record<string, unknown> } {
  if (step.op === 'add') {
    const { every, ...item } = step.item
    return { op: 'items.add', input: { ...item, ...(every && { every: `${every} days` }) } }
  }
  const id = ids[step.handle] ?? 't-ffffff'
  if (step.op === 'update') return { op: 'items.update', input: { id, ...step.fields } }
  if (step.op === 'move') return { op: 'items.move', input: { id, to: step.to } }
  if (step.op === 'beside') return { op: 'items.move', input: { id, [step.side]: ids[step.other] ?? 't-ffffff' } }
  return { op: `items.${step.op}`, input: { id } }
}

/** Several steps as one write by one user: expects the model's answers and order, and one revision or none. */
class Write implements Command {
  readonly #user: number
  readonly #plans: readonly Plan[]
  #description = ''

  constructor(user: number, plans: readonly Plan[]) {
    this.#user = user
    this.#plans = plans
  }

  check = () => true
  toString = () => this.#description || `a write of user ${this.#user}`

  async run(model: Model, { users }: Real): Promise<void> {
    const account = model.accounts[this.#user]!
    const { user, ids } = users[this.#user]!
    const before = copyOf(account.state)
    const after = copyOf(account.state)
    account.known = account.handles
    const steps = this.#plans.map((plan) => plan(account))
    const floating: number[] = []
    const states: State[] = []
    this.#description = `user ${this.#user}: ${steps.map((step) => JSON.stringify(step)).join(', ')}`
    let refusal: Refused | null = null
    try {
      for (const step of steps) {
        const returned = applyStep(after, step, model.today, account.revision + 1)
        if (returned !== null) floating.push(returned)
        states.push(copyOf(after))
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusal = error
    }
    const operations = steps.map((step) => inputOf(step, ids))
    const answer = await user.track.batch.run({ operations }).catch((error: TrackError) => error)
    if (refusal) return expect(answer, this.#description).toMatchObject({ code: refusal.code })
    if (answer instanceof TrackError) throw answer
    for (const [i, step] of steps.entries()) checkResult(states[i]!, step, answer.results[i], ids)
    await compareOrder(user, after, ids, floating)
    if (isDeepStrictEqual(before, after)) return
    account.past.push(before)
    account.state = after
    account.revision++
  }
}

/** Records the ids that a step received, and compares its answer with the model. */
function checkResult(state: State, step: Step, result: unknown, ids: string[]): void {
  if (step.op === 'remove') return
  const { item, added } =
    step.op === 'done' ? (result as { item: Item; added: Item | null }) : { item: result as Item, added: null }
  if (step.op === 'add') ids[step.handle] = item.id
  if (step.op === 'done') {
    const left = state.items.get(step.copy)
    expect(added !== null, JSON.stringify(step)).toBe(left !== undefined)
    if (added) ids[step.copy] = added.id
    if (added) expect(added).toMatchObject(visibleFields(left!))
  }
  expect(new Set(ids.filter(Boolean)).size, 'ids are never given twice').toBe(ids.filter(Boolean).length)
  const is = state.items.get(step.handle)
  if (is) expect(item).toMatchObject({ id: ids[step.handle], ...visibleFields(is) })
}

/** Compares the order of each list. Reopened items may be anywhere; the model takes their place from the server. */
async function compareOrder(
  user: TestUser,
  state: State,
  ids: readonly string[],
  floating: readonly number[],
): Promise<void> {
  for (const kind of KINDS) {
    const { items } = await user.track.items.list({ kind: POOLS[kind], limit: 1000 })
    for (const priority of [1, 2, 3]) {
      const name = bucketOf({ kind, priority })
      const listed = items.filter((item) => item.priority === priority).map((item) => ids.indexOf(item.id))
      const returned = floating.filter((handle) => listed.includes(handle))
      expect(
        listed.filter((handle) => !returned.includes(handle)),
        name,
      ).toEqual((state.order.get(name) ?? []).filter((handle) => !returned.includes(handle)))
      if (returned.length) state.order.set(name, listed)
    }
  }
}

class Undo implements Command {
  readonly #user: number
  constructor(user: number) {
    this.#user = user
  }
  check = () => true
  toString = () => `user ${this.#user}: undo`
  async run({ accounts }: Model, { users }: Real): Promise<void> {
    const account = accounts[this.#user]!
    const { user, ids } = users[this.#user]!
    const answer = await user.track.changes.undo({}).catch((error: TrackError) => error)
    const past = account.past.pop()
    if (!past) return expect(answer).toMatchObject({ code: 'conflict' })
    if (answer instanceof TrackError) throw answer
    account.state = past
    account.revision++
    await compareOrder(user, past, ids, [])
  }
}

class Read implements Command {
  readonly #user: number
  constructor(user: number) {
    this.#user = user
  }
  check = () => true
  toString = () => `user ${this.#user} looks`
  async run(model: Model, { users }: Real): Promise<void> {
    const { state, revision } = model.accounts[this.#user]!
    const { user, ids } = users[this.#user]!
    expect(await revisionOf(user.track)).toBe(revision)
    const view = await user.track.views.today()
    const sections = todayOf(state, model.today)
    expect(view.date).toBe(model.today)
    for (const name of ['overdue', 'today', 'doing', 'priority'] as const)
      expect(
        view[name].map((item) => ids.indexOf(item.id)).toSorted((a, b) => a - b),
        name,
      ).toEqual(sections[name].toSorted((a, b) => a - b))
    for (const [handle, item] of state.items)
      expect(await user.track.items.get({ id: ids[handle]! })).toMatchObject(visibleFields(item))
    for (const { user: other } of users.filter((one) => one.user !== user)) {
      for (const id of ids.filter(Boolean).slice(0, 3)) {
        const theirs = await other.track.items.get({ id }).catch((error: TrackError) => error)
        if ('code' in theirs) expect(theirs.code).toBe('not_found')
        else expect(users.find((one) => one.user === other)!.ids).toContain(id) // the same id, another item
      }
    }
  }
}

class NextDay implements Command {
  check = () => true
  toString = () => 'a day later'
  async run(model: Model, { server }: Real): Promise<void> {
    server.clock.advance(DAY_MS)
    model.today = server.clock.now().toISOString().slice(0, 10)
  }
}

const DUES = [null, '2026-03-05', '2026-03-10', '2026-03-12'] as const
const priority = fc.integer({ min: 1, max: 3 })
const pick = (n: number) => (account: Account) => (account.known ? n % account.known : NONE)

const anyAdd = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    title: fc.constantFrom('milk', 'taxes', 'bins'),
    priority,
    due: fc.constantFrom(...DUES),
    every: fc.constantFrom(null, 2, 7),
  })
  .map((item): Plan => (account) => ({
    op: 'add',
    handle: account.handles++,
    item: { ...item, every: item.kind === 'chore' ? (item.every ?? 3) : item.kind === 'todo' ? item.every : null },
  }))
const anyDone = fc.nat().map((n): Plan => (account) => ({
  op: 'done',
  handle: pick(n)(account),
  copy: account.handles++,
}))
const anyUpdate = fc
  .tuple(
    fc.nat(),
    fc.oneof(
      fc.record({ title: fc.constantFrom('milk', 'honey') }),
      fc.record({ priority }),
      fc.record({ due: fc.constantFrom('2026-03-08', '2026-03-20') }),
    ),
  )
  .map(([n, fields]): Plan => (account) => ({ op: 'update', handle: pick(n)(account), fields }))
const anyVerb = fc
  .tuple(fc.nat(), fc.constantFrom('start', 'cancel', 'reopen', 'remove'))
  .map(([n, op]): Plan => (account) => ({ op, handle: pick(n)(account) }))
const anyMove = fc
  .tuple(fc.nat(), fc.constantFrom('top', 'bottom', 'up', 'down'))
  .map(([n, to]): Plan => (account) => ({ op: 'move', handle: pick(n)(account), to }))
const anyMoveBeside = fc
  .tuple(fc.nat(), fc.constantFrom('before', 'after'), fc.nat())
  .map(([n, side, m]): Plan => (account) => ({ op: 'beside', handle: pick(n)(account), side, other: pick(m)(account) }))

const anyUser = fc.nat(1)
const one = (plan: fc.Arbitrary<Plan>) => fc.tuple(anyUser, plan).map(([who, step]) => new Write(who, [step]))
/** Several steps as one write; none of them reopens an item. */
const several = fc
  .tuple(anyUser, fc.array(fc.oneof(anyAdd, anyUpdate), { minLength: 2, maxLength: 4 }), anyDone)
  .map(([who, plans, last]) => new Write(who, [...plans, last]))

export const commands: fc.Arbitrary<Command>[] = [
  one(anyAdd),
  one(anyAdd),
  one(anyDone),
  one(anyUpdate),
  one(anyVerb),
  one(anyMove),
  one(anyMoveBeside),
  several,
  anyUser.map((who) => new Undo(who)),
  anyUser.map((who) => new Read(who)),
  fc.constant(new NextDay()),
]
