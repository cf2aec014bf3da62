import { setImmediate as nextTurn } from 'node:timers/promises'
import type { NamedOperation } from '#contract/operations.ts'
import { type CallResult, type Track, trackFrom } from '#contract/track.ts'
import { type Step, together } from '#domain/effects/steps.ts'
import { TrackError } from '#domain/errors.ts'
import { ownerOf, type User } from '#domain/users.ts'
import { type EndPart, type Later, type Lock, lockOf } from '#store/engine.ts'
import { StaleRevision } from '#store/revision-check.ts'
import type { Db, OwnerRow } from '#store/schema.ts'
import { runSteps } from '#store/run-steps.ts'
import { userByName } from '#store/users.ts'
import { ALL_SPACES, inAllSpaces, requireAllSpaces, spaceToUndoIn } from './all-spaces.ts'
import { beginWrite, type WriteCall, type WriteStart } from './begin-write.ts'
import { type Call, nowOf } from './call.ts'
import type { ReadContext, Session, ServiceDeps } from './context.ts'
import { currentUser } from './current-user.ts'
import { isLong, readDocument } from './document.ts'
import { DEFAULT_SPACE, inDefaultSpace, withSpace } from './default-space.ts'
import { findCaller } from './find.ts'
import { mayLetIn, searchGifts } from './gift-secrecy.ts'
import { mayCall, readInput } from './guard.ts'
import { readHandler } from './handlers.ts'
import { otherSpaceOf } from './move.ts'
import { callerInSpace } from './space-of-call.ts'
import { JsonAnswer, MAX_WRITE_CHARACTERS } from './json-answer.ts'
import { readOfAll } from './reads-of-all-spaces.ts'
import { purgeBeforeAnswer } from './removed-spaces.ts'
import { StreamedAnswer } from './streamed-answer.ts'
import { leaveMemory, TransactionMemory } from './transaction-memory.ts'
import { WriteParts } from './write-parts.ts'
import type { Write } from './write.ts'

/** All operations, for one authenticated user. */
export function trackFor(deps: ServiceDeps, user: User, session: Session): Track {
  return trackFrom(async (operation, input, options) => {
    const { output, revision } = await carryOut({ deps, user, session, operation, input, options })
    return { output: output instanceof StreamedAnswer ? await output.parse() : JsonAnswer.parse(output), revision }
  })
}

/**
 * Carries an operation out, in the space of `options` or else in that of `user`. Its output may be a JsonAnswer or a
 * StreamedAnswer.
 */
export function carryOut(call: Call): Promise<CallResult> {
  const { user, operation, options } = call
  if (options.space !== undefined || (operation.account && user.shared)) return carryOutInSpace(call)
  return operation.method === 'GET' ? read(call) : write(call)
}

async function carryOutInSpace({ options: { space, ...options }, ...call }: Call): Promise<CallResult> {
  if (space === ALL_SPACES) return carryOutInAll({ ...call, options })
  if (space === DEFAULT_SPACE) return carryOutByDefault({ ...call, options })
  const { deps, user, operation } = call
  const inSpace = space === undefined ? user : await callerInSpace(deps.engine.read, user, space)
  const caller = operation.account && inSpace.shared ? await ownSpaceOf(deps, inSpace) : inSpace
  return carryOut({ ...call, user: caller, options })
}

async function carryOutInAll(call: Call): Promise<CallResult> {
  const { deps, user, session, operation, input, options } = call
  requireAllSpaces(operation)
  if (operation.noun === 'calendar')
    return carryOut({ ...call, user: user.shared ? await ownSpaceOf(deps, user) : user, isForAll: true })
  const parsed = readInput(operation, input)
  const users = call.inAllSpaces ?? (await inAllSpaces(deps.engine, user))
  if (operation.method === 'GET') {
    const contexts = users.map((one) => contextOf({ deps, user: one, session }))
    const output = await readOfAll(operation.name)(contexts, parsed)
    const spaces = new Set((await inAllSpaces(deps.engine, user)).map(({ space_id }) => space_id))
    const isOfAll = users.every(({ space_id }) => spaces.has(space_id)) // else one was left meanwhile
    if (!isOfAll) return carryOutInAll({ ...call, inAllSpaces: undefined })
    return { output, revision: null }
  }
  const chosen = await spaceToUndoIn(deps.engine.read, users, operation, parsed, options.idempotencyKey)
  const { output, ...rest } = await write({ ...call, user: chosen })
  return { ...rest, output: { ...(JsonAnswer.parse(output) as object), space: ownerOf(chosen).name } }
}

async function carryOutByDefault(call: Call): Promise<CallResult> {
  const user = await userInDefaultSpace(call)
  const { output, ...rest } = await carryOut({ ...call, user })
  return { ...rest, output: withSpace(JsonAnswer.parse(output), ownerOf(user).name) }
}

/** The caller in the space that their defaults name for a call. Throws `invalid` where there is no single one. */
export async function userInDefaultSpace({ deps, user, ...call }: Omit<Call, 'session'>): Promise<User> {
  if (user.shared) return user
  return inDefaultSpace({ deps, db: deps.engine.read, user, spaceId: user.space_id, now: nowOf(deps, user) }, call)
}

/** What is about the user concerns their own space, whichever a call names. */
const ownSpaceOf = ({ engine }: ServiceDeps, { shared: _, ...user }: User) => findCaller(engine.read, user)

/** Operations on several users or spaces take one lock for all, so that two of them cannot deadlock. */
const takesUsersLock = ({ noun }: NamedOperation) => ['users', 'spaces', 'members'].includes(noun)

function contextOf({ deps, user, session, isForAll }: Omit<Call, 'operation' | 'input' | 'options'>): ReadContext {
  return { deps, db: deps.engine.read, user, spaceId: user.space_id, now: nowOf(deps, user), session, isForAll }
}

async function read(call: Call): Promise<CallResult> {
  const { user, operation, input } = call
  mayCall(operation, user)
  const parsed = readInput(operation, input)
  const output = await readHandler(operation.name)(contextOf(call), parsed)
  return { output: user.shared ? await whileMember(call, output) : output, revision: null }
}

/** What was read of a shared space, for whoever is still a member. Throws `not_found`. */
async function whileMember({ deps, user }: Call, output: unknown): Promise<unknown> {
  const check = () => findCaller(deps.engine.read, user)
  if (output instanceof StreamedAnswer) return output.checkedBy(check)
  await check()
  return output
}

/** What a transaction did, for publication after the commit. */
interface TransactionOutcome {
  result: CallResult
  /** Ids of the owners whose revision it raised. */
  raised: ReadonlySet<string>
  /** The caller in their space as it left them; null where keys, roles, memberships or settings may have changed. */
  writer: OwnerRow | null
  removedSpaces?: readonly number[]
}

async function write(call: Call): Promise<CallResult> {
  const { deps, user, session, operation, input } = call
  mayCall(operation, user)
  const parsed = isLong(operation, input) ? await readDocument(operation, input) : readInput(operation, input)
  const lock = takesUsersLock(operation) ? 'users' : lockOf(user)
  const other = await otherSpaceOf(deps.engine.read, call, parsed)
  const giftSearch = mayLetIn(operation) ? await searchGifts(call, parsed) : undefined
  let runs = 0
  const job = (db: Db, later: Later, endPart?: EndPart) => {
    refuseGone(session)
    if (runs++) deps.lastKnown.delete(user.id) // as a transaction left them that was rolled back
    const parts = new WriteParts(endPart, () => currentUser(db, call))
    return runSteps(transact({ ...call, other, giftSearch }, db, later, parsed, parts), session.spent, parts.pause)
  }
  // into a shared space not in parts: who leaves it is at once taken out of its items
  const inParts = operation.name === 'data.import' && !user.shared
  const options = { ends: await holderOf(call, parsed), inParts, also: other && lockOf(other) }
  const attempt = () => deps.engine.write(lock, job, options)
  const { result, raised, writer, removedSpaces } = await attempt().catch((error: unknown) => {
    deps.lastKnown.delete(user.id) // the same
    if (error instanceof StaleRevision) return attempt()
    throw error
  })
  if (raised.size) {
    deps.onWritten(raised, writer)
    deps.engine.publishChange(writer ? [...raised] : null)
  }
  if (removedSpaces?.length) await purgeBeforeAnswer(deps.engine, removedSpaces)
  return result
}

/** The lock of the user whom an administrator changes: a key is replaced however long its holder's writes take. */
async function holderOf({ deps, operation }: Call, parsed: object): Promise<Lock | undefined> {
  if (operation.noun !== 'users' || !('name' in parsed)) return undefined
  const holder = await userByName(deps.engine.read, String(parsed.name))
  return holder && `user ${holder.id}`
}

/** Throws `unavailable` where the caller has left, and can learn nothing of what would be done. */
function refuseGone({ isGone }: Session): void {
  if (isGone?.()) throw new TrackError('unavailable', 'the caller has left')
}

/** A write, from the first statement to the commit. */
function* transact(call: WriteCall, db: Db, later: Later, input: object, parts: WriteParts): Step<TransactionOutcome> {
  const { deps, operation } = call
  if (takesUsersLock(operation)) yield* deps.engine.lock(db, lockOf(call.user))
  const { user, repeated, write, handled } = yield* beginWrite(call, db, later, input)
  parts.begin(write)
  if (repeated?.savedResult) return { result: repeated.savedResult, raised: write.raisedOwners, writer: user }
  try {
    return yield* finishWrite(call, later, parts, { user, repeated, write, handled })
  } catch (error) {
    return yield* write.failed(error) // perhaps since a check of its user has
  }
}

function* finishWrite(
  { deps, session, operation }: WriteCall,
  later: Later,
  parts: WriteParts,
  { user, repeated, write, handled }: WriteStart,
): Step<TransactionOutcome> {
  // written before the commit, so that nothing can fail after it
  const output = yield* JsonAnswer.of(yield* handled, MAX_WRITE_CHARACTERS)
  const result = resultOf(write, operation, output)
  const finish = yield* write.close()
  if (write.linked) yield* (yield* write.linked.close())()
  yield () => parts.end()
  yield* together(finish(), (!write.userRemoved && repeated?.save(result, write.now.at)) || nothing())
  if (operation.secret && session.isGone) {
    yield () => nextTurn() // in which the end of a connection is noticed
    refuseGone(session)
  }
  const outcome = outcomeOf(write, deps, user)
  remember(later, session, write, outcome.writer)
  return { result, ...outcome }
}

/** For the next write of the transaction, if the database is asked over a network. */
function remember(later: Later, { hash }: Session, write: Write, writer: OwnerRow | null): void {
  if (write.deps.engine.dialect !== 'postgres' || !writer || writer.shared || hash === undefined) return
  leaveMemory(later, (write.memory ?? new TransactionMemory(hash, writer)).after(write, writer))
}

/** What is answered; of a conversion into another space the revision there. */
function resultOf(
  write: Write,
  { name }: NamedOperation,
  output: JsonAnswer<unknown>,
): CallResult<JsonAnswer<unknown>> {
  const { created, linked } = write
  const { changesAnything, revision } = (name === 'items.convert' && linked) || write
  return { output, revision: changesAnything ? revision : null, created }
}

function outcomeOf(write: Write, deps: ServiceDeps, user: OwnerRow): Omit<TransactionOutcome, 'result'> {
  const { linked, settingsChanged, userRemoved, removedSpaces } = write
  const raised = new Set([...write.raisedOwners, ...(linked?.raisedOwners ?? [])])
  if (settingsChanged || userRemoved || linked) return { raised, writer: null, removedSpaces }
  const writer = { ...user, ...write.space }
  if (!writer.shared) keepLastKnown(deps, writer)
  return { raised, writer }
}

const MAX_LAST_KNOWN = 10_000

function keepLastKnown({ lastKnown }: ServiceDeps, user: OwnerRow): void {
  if (lastKnown.size >= MAX_LAST_KNOWN) lastKnown.clear()
  lastKnown.set(user.id, user)
}

function* nothing(): Step<null> {
  return null
}
