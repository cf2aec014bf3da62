import { setTimeout as pause } from 'node:timers/promises'
import type { Engine } from '#store/engine.ts'
import { nextTurn } from '#store/next-turn.ts'
import { removeSome, spacesOfNobody } from '#store/removed-spaces.ts'
import { runSteps } from '#store/run-steps.ts'

/** For so long an answer waits until what it removed is deleted: others' writes may be before that. */
const MAX_ANSWER_DELAY_MS = 1000

const running = new WeakMap<Engine, Promise<void>>()

/**
 * Deletes what removed spaces held, in many small writes, so that nobody waits long for one; without their numbers that
 * of all that were removed, which a process that was killed may have left. One call after another.
 */
export function purgeRemovedSpaces(engine: Engine, spaceIds?: readonly number[]): Promise<void> {
  const purge = (running.get(engine) ?? Promise.resolve()).then(async () =>
    purgeAll(engine, spaceIds ?? (await spacesOfNobody(engine.read))),
  )
  running.set(
    engine,
    purge.catch(() => {}),
  )
  return purge
}

/** The same, but goes on without its caller where it takes long. What fails is left to the next upkeep. */
export async function purgeBeforeAnswer(engine: Engine, spaceIds: readonly number[]): Promise<void> {
  const purge = purgeRemovedSpaces(engine, spaceIds).catch(() => {})
  await Promise.race([purge, pause(MAX_ANSWER_DELAY_MS, undefined, { ref: false })])
}

async function purgeAll(engine: Engine, spaceIds: readonly number[]): Promise<void> {
  if (!spaceIds.length) return
  for (const spaceId of spaceIds) {
    const remove = () => engine.write(`space ${spaceId}`, (db) => runSteps(removeSome(engine, db, spaceId)))
    while (!(await remove())) await nextTurn()
  }
  let isFirst = true
  const overwrite = () => engine.write('users', (db) => engine.fullText.overwriteRemoved(db, isFirst))
  for (; await overwrite(); isFirst = false) await nextTurn()
}
