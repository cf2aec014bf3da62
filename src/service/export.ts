import type { Export } from '#contract/types.ts'
import { allItemsJson } from '#store/lists.ts'
import { allFeatures, allProjects } from '#store/projects.ts'
import type { Reading } from './context.ts'
import { findCaller } from './find.ts'
import { Text } from './text.ts'

/** Items that travel together. */
const STRETCH = 200

/** All of it as of one moment: what a write came between is read again. */
export async function exportAll(reading: Reading): Promise<Text<Export>> {
  const { world, db, user, now } = reading
  for (;;) {
    const { revision } = await findCaller(db, user.id)
    const [projects, features, items] = [
      await allProjects(db, user.id),
      await allFeatures(db, user.id),
      await allItemsJson(world.engine, db, user.id),
    ]
    if ((await findCaller(db, user.id)).revision !== revision) continue
    const rest = {
      format: 'track',
      version: 1,
      exported_at: now.at,
      user: { id: user.id, name: user.name },
      projects,
      features,
    } satisfies Omit<Export, 'items'>
    return new Text([`${JSON.stringify(rest).slice(0, -1)},"items":[`, ...stretches(items), ']}'])
  }
}

function* stretches(texts: readonly string[]): Generator<string> {
  for (let from = 0; from < texts.length; from += STRETCH)
    yield (from ? ',' : '') + texts.slice(from, from + STRETCH).join()
}
