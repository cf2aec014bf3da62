import type { Export } from '#contract/types.ts'
import { ownerOf } from '#domain/users.ts'
import { itemsInOrder } from '#store/lists.ts'
import { allFeatures, allProjects } from '#store/projects.ts'
import { itemsJsonBySeq } from '#store/search.ts'
import type { ReadContext } from './context.ts'
import { findCaller } from './find.ts'
import { buffered, StreamedAnswer } from './streamed-answer.ts'

/** Items per part of the answer: each may have long notes. */
const BATCH_SIZE = 50

/** Everything as of one revision, read as fast as the caller takes it, so that it is never held as a whole. */
export async function exportAll(context: ReadContext): Promise<StreamedAnswer<Export>> {
  return new StreamedAnswer(buffered(partsOf(context)))
}

async function* partsOf({ deps, user, spaceId, now }: ReadContext): AsyncGenerator<string> {
  const { id, name } = ownerOf(user)
  const snapshot = await deps.engine.snapshot(user.id)
  try {
    const { db } = snapshot
    await findCaller(db, user)
    const rest = {
      format: 'track',
      version: 1,
      exported_at: now.at,
      user: { id, name, currency: user.currency },
      projects: await allProjects(db, spaceId),
      features: await allFeatures(db, spaceId),
    } satisfies Omit<Export, 'items'>
    yield `${JSON.stringify(rest).slice(0, -1)},"items":[`
    const seqs = await itemsInOrder(db, spaceId)
    for (let from = 0; from < seqs.length; from += BATCH_SIZE) {
      const items = await itemsJsonBySeq(deps.engine, db, spaceId, seqs.slice(from, from + BATCH_SIZE))
      yield (from ? ',' : '') + items.map(({ json }) => json).join()
    }
    yield ']}'
  } finally {
    snapshot.close()
  }
}
