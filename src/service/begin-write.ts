import { EFFECTS } from '#domain/effects/effects.ts'
import { settled, type Step, together } from '#domain/effects/steps.ts'
import type { User } from '#domain/users.ts'
import type { Later } from '#store/engine.ts'
import { requireRevision } from '#store/revision-check.ts'
import type { Db, OwnerRow } from '#store/schema.ts'
import { type Call, nowOf } from './call.ts'
import { currentUser } from './current-user.ts'
import type { GiftSearch } from './gift-secrecy.ts'
import { mayCall, requireCurrency } from './guard.ts'
import { writeHandler } from './handlers.ts'
import { checkIdempotency, type IdempotencyCheck } from './idempotency.ts'
import { memoryOf, takeMemory, type TransactionMemory } from './transaction-memory.ts'
import { Write, type WriteContext } from './write.ts'

/** A call that writes; `other` is the caller in a second space that it writes to. */
export interface WriteCall extends Call {
  other: User | undefined
  giftSearch: GiftSearch | undefined
}

/** What a write begins with: its user, what is known of its idempotency key, and the handler, perhaps begun already. */
export interface WriteStart {
  user: OwnerRow
  repeated: IdempotencyCheck | null
  write: Write
  handled: Step<unknown>
}

/**
 * Begins a write in an open transaction. Throws what its operation throws, as currentUser, and StaleRevision: then the
 * write is to be made again.
 */
export function* beginWrite(call: WriteCall, db: Db, later: Later, input: object): Step<WriteStart> {
  const memory = call.user.shared ? undefined : takeMemory(later, call.user, call.session)
  const { operation, options } = call
  const given = call.isForAll ? { ...call.input, all: true } : call.input
  const { idempotencyKey: key } = options
  if (key !== undefined || call.other || !(operation.name in EFFECTS)) {
    const [user, repeated] = yield* together(
      currentUser(db, call),
      key === undefined ? nothing() : checkIdempotency(db, call.user, operation, given, key),
    )
    const write = writeOf(call, db, later, user)
    if (call.other) {
      write.linked = writeOf(call, db, later, yield* currentUser(db, { ...call, user: call.other }))
      write.linked.linked = write
    }
    return { user, repeated, write, handled: handle(write, call, input) }
  }
  return memory ? goOn(call, db, later, input, memory) : yield* beginEffect(call, db, later, input)
}

/**
 * Begins an effect with its user as this process last knew them, so that what it reads is asked together with the
 * user's row. It writes nothing before that row has come; where it is another one, the effect is begun anew.
 */
function* beginEffect(call: WriteCall, db: Db, later: Later, input: object): Step<WriteStart> {
  const known = call.user.shared ? undefined : call.deps.lastKnown.get(call.user.id)
  const memory = call.operation.name === 'items.add' ? memoryOf(known, call.session) : undefined
  if (memory) return goOnUnchecked(call, db, later, input, memory)
  const early = known && writeOf(call, db, later, known, { basis: 'unchecked' })
  if (!early) {
    const user = yield* currentUser(db, call)
    const write = writeOf(call, db, later, user)
    return { user, repeated: null, write, handled: handle(write, call, input) }
  }
  const [user, outcome] = yield* together(currentUser(db, call, early), settled(handle(early, call, input)))
  if (early.isCurrent) return { user, repeated: null, write: early, handled: outcome }
  const write = writeOf(call, db, later, user)
  return { user, repeated: null, write, handled: handle(write, call, input) }
}

/** Begins an effect with its user as the write before it has left them. Throws `forbidden`. */
function goOn(call: WriteCall, db: Db, later: Later, input: object, memory: TransactionMemory): WriteStart {
  mayCall(call.operation, memory.user)
  const write = writeOf(call, db, later, memory.user, { memory })
  return { user: memory.user, repeated: null, write, handled: handle(write, call, input) }
}

/**
 * The same in another transaction: the statement that checks whether the user is still so leaves together with all that
 * the write sends, and with its commit.
 */
function goOnUnchecked(call: WriteCall, db: Db, later: Later, input: object, memory: TransactionMemory): WriteStart {
  const { hash, user } = memory
  const start = goOn(call, db, later, input, memory)
  start.write.addCheck(requireRevision(db, { hash, id: user.id, revision: user.revision }))
  return start
}

function writeOf(
  { deps, session, operation, options, isForAll, giftSearch }: WriteCall,
  db: Db,
  later: Later,
  user: OwnerRow,
  begun: Pick<WriteContext, 'basis' | 'memory'> = {},
): Write {
  const about = { spaceId: user.space_id, now: nowOf(deps, user), session, isForAll, giftSearch }
  return new Write(
    { deps, db, later, user, ...begun, ...about },
    operation.name,
    operation.supportsIfMatch && options.ifMatch,
  )
}

function* handle(write: Write, { operation, input: given }: Call, input: object): Step<unknown> {
  try {
    requireCurrency(given, write.user.currency)
    return yield* writeHandler(operation.name)(write, input)
  } catch (error) {
    return yield* write.failed(error)
  }
}

function* nothing(): Step<null> {
  return null
}
