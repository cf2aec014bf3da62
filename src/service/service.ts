import type { NamedOperation, OperationName } from '#contract/operations.ts'
import type { OutputOf } from '#contract/signatures.ts'
import { type CallOptions, type CallResult, type Track, trackFrom } from '#contract/track.ts'
import type { ParsedInput } from '#contract/schemas.ts'
import { EFFECTS } from '#domain/effects/effects.ts'
import { type Step, together } from '#domain/effects/steps.ts'
import { todayIn } from '#domain/dates.ts'
import { unauthenticated } from '#domain/errors.ts'
import type { Now } from '#domain/lifecycle.ts'
import type { User } from '#domain/users.ts'
import type { Db } from '#store/schema.ts'
import { runSteps, waitFor } from '#store/run-steps.ts'
import { userOfKey } from '#store/users.ts'
import { repetition } from './idempotency.ts'
import { add } from './add-item.ts'
import * as batch from './batch.ts'
import * as changes from './changes.ts'
import type { Reading, Session, World } from './context.ts'
import { readDocument } from './document.ts'
import { exportAll } from './export.ts'
import { findCaller } from './find.ts'
import { mayCall, readInput } from './guard.ts'
import { importDocument } from './import.ts'
import * as items from './items.ts'
import * as projects from './projects.ts'
import * as settings from './settings.ts'
import { snapshot } from './snapshot.ts'
import { Text } from './text.ts'
import { undo } from './undo.ts'
import * as users from './users.ts'
import * as views from './views.ts'
import { Write } from './write.ts'

type Output<Name extends OperationName> = OutputOf<Name>
type ReadHandler<Name extends OperationName> = (
  reading: Reading,
  input: never,
) => Promise<Output<Name> | Text<Output<Name>>>
type WriteHandler<Name extends OperationName> = (write: Write, input: never) => Step<Output<Name>>

const READS = {
  'items.list': items.list,
  'items.get': items.get,
  'views.today': views.today,
  'views.upcoming': views.upcoming,
  'search.find': views.find,
  'projects.list': projects.list,
  'projects.get': projects.get,
  'features.list': projects.listFeatures,
  'changes.list': changes.list,
  'changes.snapshot': snapshot,
  'data.export': exportAll,
  'calendar.get': settings.calendar,
  'me.get': settings.me,
  'users.list': users.list,
} satisfies { [Name in OperationName]?: ReadHandler<Name> }

/** A handler that waits for several answers in turn, and so is no step. */
const waiting =
  <Input, T>(handler: (write: Write, input: Input) => Promise<T>) =>
  (write: Write, input: Input) =>
    waitFor(() => handler(write, input))

/** Writes are effects, or what is more than the effect of one operation. */
const WRITES: { [Name in Exclude<OperationName, keyof typeof READS>]: WriteHandler<Name> } = {
  ...EFFECTS,
  'items.add': add,
  'batch.run': (write, input: ParsedInput<'batch.run'>) => batch.run(writeHandler, write, input),
  'changes.undo': waiting(undo),
  'data.import': waiting(importDocument),
  'calendar.rotate': waiting(settings.rotateCalendar),
  'me.update': waiting(settings.updateMe),
  'users.add': waiting(users.add),
  'users.rotate': waiting(users.rotate),
  'users.update': waiting(users.update),
  'users.remove': waiting(users.remove),
}

const writeHandler = (name: OperationName) =>
  WRITES[name as keyof typeof WRITES] as (write: Write, input: unknown) => Step<unknown>
const readHandler = (name: OperationName) =>
  READS[name as keyof typeof READS] as (reading: Reading, input: unknown) => Promise<unknown>

/** The caller of `--local`: works straight on the database, with an administrator's rights but no account, and so no items and no revision. */
const LOCAL: User = { id: '', name: 'local', role: 'admin', timezone: 'UTC', revision: 0, created_at: '' }

/** The administration of users without a key, for who holds the machine. */
export function localTrack(world: World): Pick<Track, 'users'> {
  return { users: trackFor(world, { ...LOCAL, timezone: world.timezone() }, { client: 'local', origin: '' }).users }
}

/** Everything that Track can do, for one user that a key has opened. */
export function trackFor(world: World, user: User, session: Session): Track {
  return trackFrom(async (operation, input, options) => {
    const { output, revision } = await carryOut({ world, user, session, operation, input, options })
    return { output: Text.read(output), revision }
  })
}

/** One call of an operation by a user. */
export interface Call {
  world: World
  user: User
  session: Session
  operation: NamedOperation
  input: object
  options: CallOptions
}

/** Carries an operation out; its output is in whichever form it was made. */
export function carryOut(call: Call): Promise<CallResult> {
  return call.operation.method === 'GET' ? read(call) : write(call)
}

function nowOf(world: World, user: User): Now {
  const instant = world.now()
  return { at: instant.toISOString(), today: todayIn(user.timezone, instant) }
}

async function read({ world, user, session, operation, input }: Call): Promise<CallResult> {
  mayCall(operation, user)
  const admitted = readInput(operation, input)
  const reading = { world, db: world.engine.read, user, now: nowOf(world, user), session }
  return { output: await readHandler(operation.name)(reading, admitted), revision: null }
}

/** What a transaction did, to be told once it is committed. */
interface Outcome {
  result: CallResult
  /** Whose revision it raised. */
  raised: ReadonlySet<string>
  settings: boolean
}

async function write(call: Call): Promise<CallResult> {
  const { world, user, operation, input } = call
  mayCall(operation, user)
  const admitted = operation.large ? await readDocument(operation, input) : readInput(operation, input)
  // what changes other users waits for all that does, so that no two wait for each other
  const lock = operation.noun === 'users' ? 'users' : (`user ${user.id}` as const)
  const { result, raised, settings } = await world.engine.write(lock, (db) => runSteps(transact(call, db, admitted)))
  if (raised.size) {
    world.written(raised, settings)
    world.engine.publishChange(settings ? null : [...raised])
  }
  return result
}

/** All of a write between the first statement and the commit. */
function* transact(call: Call, db: Db, input: object): Step<Outcome> {
  const { world, session, operation, options } = call
  if (operation.noun === 'users') yield* world.engine.lock(db, `user ${call.user.id}`)
  const { idempotencyKey: key } = options
  const [user, repeated] = yield* together(
    present(db, call),
    key === undefined ? nothing() : repetition(db, call.user.id, operation, call.input, key),
  )
  const reading = { world, db, user, now: nowOf(world, user), session }
  const write = new Write(reading, operation.name, operation.supportsIfMatch && options.ifMatch)
  if (repeated?.given) return { result: repeated.given, raised: write.raised, settings: false }
  const output = yield* handle(write, operation.name, input)
  const result: CallResult = { output, revision: write.changesAnything ? write.revision : null }
  yield* together(write.close(), (!write.ended && repeated?.keep(result, write.now.at)) || nothing())
  return { result, raised: write.raised, settings: write.settings || write.ended }
}

function* nothing(): Step<null> {
  return null
}

function* handle(write: Write, name: OperationName, input: object): Step<unknown> {
  try {
    return yield* writeHandler(name)(write, input)
  } catch (error) {
    return yield* write.failed(error)
  }
}

/** The caller as the transaction sees them: removal, demotion and a replaced key count up to the last moment. */
function* present(db: Db, { user: caller, session: { hash }, operation }: Call): Step<User> {
  if (caller.id === LOCAL.id) return LOCAL
  const user = hash === undefined ? yield* findCaller(db, caller.id) : yield* userOfKey(db, hash)
  if (!user) throw unauthenticated()
  mayCall(operation, user)
  return user
}
