import type { Engine } from '#store/engine.ts'
import { nextTurn } from '#store/next-turn.ts'
import { removeSome, spacesOfNobody } from '#store/removed-spaces.ts'
import { runSteps } from '#store/run-steps.ts'

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
