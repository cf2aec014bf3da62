import type { Export } from '#contract/types.ts'
import { allItemsJson } from '#store/lists.ts'
import { allFeatures, allProjects } from '#store/projects.ts'
import type { ReadContext } from './context.ts'
import { findCaller } from './find.ts'
import { JsonAnswer } from './json-answer.ts'

/** Items per part of the answer. */
const BATCH_SIZE = 200

/** Everything as of one revision: reads again where a write came in between. */
export async function exportAll(context: ReadContext): Promise<JsonAnswer<Export>> {
  const { deps, db, user, now } = context
  for (;;) {
    const { revision } = await findCaller(db, user.id)
    const [projects, features, items] = [
      await allProjects(db, user.id),
      await allFeatures(db, user.id),
      await allItemsJson(deps.engine, db, user.id),
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
    return new JsonAnswer([`${JSON.stringify(rest).slice(0, -1)},"items":[`, ...batches(items), ']}'])
  }
}

function* batches(texts: readonly string[]): Generator<string> {
  for (let from = 0; from < texts.length; from += BATCH_SIZE)
    yield (from ? ',' : '') + texts.slice(from, from + BATCH_SIZE).join()
}
