import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Engine, type Lock, lockOf } from '#store/engine.ts'
import { reindexSome, spacesToReindex, usersToReindex } from '#store/reindexing.ts'
import { runSteps } from '#store/run-steps.ts'
import type { ReadContext, ServiceDeps } from './context.ts'

const BATCH_SIZE = 100

/** What is being reindexed, by space, so that several searches wait for the same. */
const reindexing = new WeakMap<Engine, Map<number, Promise<void>>>()

/**
 * Resolves when the full-text index has the words of the spaces as this program makes them. After an upgrade that makes
 * them otherwise a search waits for its own spaces, and finds everything.
 */
export async function whenReindexed(contexts: readonly ReadContext[]): Promise<void> {
  const waiting = await spacesToReindex(
    contexts[0]!.db,
    contexts.map(({ spaceId }) => spaceId),
  )
  for (const { deps, spaceId, user } of contexts)
    if (waiting.includes(spaceId)) await reindexSpace(deps, spaceId, lockOf(user))
}

/** Reindexes whatever an upgrade has left, step by step, until `isStopped`. */
export async function reindexAll(deps: ServiceDeps, isStopped: () => boolean): Promise<void> {
  for (;;) {
    const owners = await usersToReindex(deps.engine.read, BATCH_SIZE)
    for (const owner of owners) {
      if (isStopped()) return
      await reindexSpace(deps, owner.space_id, `user ${owner.id}`, isStopped)
    }
    if (owners.length < BATCH_SIZE) return
  }
}

function reindexSpace({ engine }: ServiceDeps, spaceId: number, lock: Lock, isStopped = () => false) {
  let bySpace = reindexing.get(engine)
  if (!bySpace) reindexing.set(engine, (bySpace = new Map()))
  let running = bySpace.get(spaceId)
  if (!running) {
    running = (async () => {
      while (!isStopped() && (await spacesToReindex(engine.read, [spaceId])).length) {
        await engine.write(lock, (db) => runSteps(reindexSome(engine, db, spaceId)))
        await nextTurn()
      }
    })().finally(() => bySpace.delete(spaceId))
    bySpace.set(spaceId, running)
  }
  return running
}
