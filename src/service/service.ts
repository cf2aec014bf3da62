import type { NamedOperation, OperationName } from '#contract/operations.ts'
import { type CallOptions, type CallResult, type Named, type OutputOf, type Track, trackFrom } from '#contract/track.ts'
import type { Read } from '#contract/schemas.ts'
import { EFFECTS } from '#domain/effects/effects.ts'
import type { Records } from '#domain/effects/records.ts'
import type { Step } from '#domain/effects/steps.ts'
import { todayIn } from '#domain/dates.ts'
import { unauthenticated } from '#domain/errors.ts'
import type { Now } from '#domain/lifecycle.ts'
import type { User } from '#domain/users.ts'
import type { Db } from '#store/schema.ts'
import { allSettledOrThrow } from '#store/all-settled.ts'
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
import { carryOutStep } from './steps.ts'
import { Text } from './text.ts'
import { undo } from './undo.ts'
import * as users from './users.ts'
import * as views from './views.ts'
import { Write } from './write.ts'

type Context = Reading | Write
type Handler<Name extends OperationName> = (
  context: Write,
  input: never,
) => Promise<OutputOf<Named<Name>> | Text<OutputOf<Named<Name>>>>
type AnyHandler = (context: Context, input: unknown) => Promise<unknown>

/** How the operations are done that are no effect alone: reads are handed a Reading, all others a Write. */
const HANDLERS: { [Name in Exclude<OperationName, keyof typeof EFFECTS> | 'items.add']: Handler<Name> } = {
  'items.list': items.list,
  'items.add': add,
  'items.get': items.get,
  'batch.run': (write: Write, input: Read<'batch', 'run'>) => batch.run(handlerOf, write, input),
  'views.today': views.today,
  'views.upcoming': views.upcoming,
  'search.find': views.find,
  'projects.list': projects.list,
  'projects.get': projects.get,
  'features.list': projects.listFeatures,
  'changes.list': changes.list,
  'changes.snapshot': snapshot,
  'changes.undo': undo,
  'data.export': exportAll,
  'data.import': importDocument,
  'calendar.get': settings.calendar,
  'calendar.rotate': settings.rotateCalendar,
  'me.get': settings.me,
  'me.update': settings.updateMe,
  'users.list': users.list,
  'users.add': users.add,
  'users.rotate': users.rotate,
  'users.update': users.update,
  'users.remove': users.remove,
}

function handlerOf(name: OperationName): AnyHandler {
  if (name in HANDLERS) return HANDLERS[name as keyof typeof HANDLERS] as AnyHandler
  const effect = EFFECTS[name as keyof typeof EFFECTS] as (records: Records, input: unknown) => Step<unknown>
  return (context, input) => carryOutStep(effect(context as Write, input))
}

/** The caller of `--local`: works straight on the database, with an administrator's rights but no account, and so no items and no revision. */
const LOCAL: User = { id: '', name: 'local', role: 'admin', timezone: 'UTC', revision: 0, created_at: '' }

/** The administration of users without a key, for who holds the machine. */
export function localTrack(world: World): Pick<Track, 'users'> {
  return { users: trackFor(world, { ...LOCAL, timezone: world.timezone() }, { client: 'local', origin: '' }).users }
}

/** Everything that Track can do, for one user that a key has opened. */
export function trackFor(world: World, user: User, session: Session): Track {
  return trackFrom(async (operation, input, options) => {
    const { output, revision } = await carryOut(world, user, session, operation, input, options)
    return { output: Text.read(output), revision }
  })
}

/** One operation, its output in whichever form it was made. */
export function carryOut(
  world: World,
  user: User,
  session: Session,
  operation: NamedOperation,
  input: object,
  options: CallOptions,
): Promise<CallResult> {
  const run = handlerOf(operation.name)
  return operation.method === 'GET'
    ? read(world, user, session, operation, input, run)
    : write(world, user, session, operation, input, options, run)
}

function nowOf(world: World, user: User): Now {
  const instant = world.now()
  return { at: instant.toISOString(), today: todayIn(user.timezone, instant) }
}

async function read(
  world: World,
  user: User,
  session: Session,
  operation: NamedOperation,
  input: object,
  run: AnyHandler,
): Promise<CallResult> {
  mayCall(operation, user)
  const admitted = readInput(operation, input)
  const output = await run({ world, db: world.engine.read, user, now: nowOf(world, user), session }, admitted)
  return { output, revision: null }
}

async function write(
  world: World,
  caller: User,
  session: Session,
  operation: NamedOperation,
  input: object,
  options: CallOptions,
  run: AnyHandler,
): Promise<CallResult> {
  mayCall(operation, caller)
  const admitted = operation.large ? await readDocument(operation, input) : readInput(operation, input)
  const governs = operation.noun === 'users' // what changes other users waits for all that does, so that no two wait for each other
  const { result, raised, settings } = await world.engine.write(governs ? 'users' : `user ${caller.id}`, async (db) => {
    if (governs) await world.engine.lock(db, `user ${caller.id}`)
    const { idempotencyKey: key } = options
    const [user, repeated] = await allSettledOrThrow(
      present(db, caller, session, operation),
      key === undefined ? null : repetition(db, caller.id, operation, input, key),
    )
    const write = new Write(
      { world, db, user, now: nowOf(world, user), session },
      operation.name,
      operation.guarded && options.ifMatch,
    )
    if (repeated?.given) return { result: repeated.given, raised: write.raised, settings: false }
    const output = await run(write, admitted).catch((error: unknown) => write.failed(error))
    const result: CallResult = { output, revision: write.changesAnything ? write.revision : null }
    await allSettledOrThrow(write.close(), write.ended ? null : repeated?.keep(result, write.now.at))
    return { result, raised: write.raised, settings: write.settings || write.ended }
  })
  if (raised.size) {
    world.written(raised, settings)
    world.engine.publishChange(settings ? null : [...raised])
  }
  return result
}

/** The caller as the transaction sees them: removal, demotion and a replaced key count up to the last moment. */
async function present(db: Db, caller: User, { hash }: Session, operation: NamedOperation): Promise<User> {
  if (caller.id === LOCAL.id) return LOCAL
  const user = hash === undefined ? await findCaller(db, caller.id) : await userOfKey(db, hash)
  if (!user) throw unauthenticated()
  mayCall(operation, user)
  return user
}
