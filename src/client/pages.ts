import type { InputOf } from '#contract/signatures.ts'
import type { Track } from '#contract/track.ts'
import type { Page } from '#contract/types.ts'

/** Operations whose answers are pages of items. */
export type PagedOperation = 'items.list' | 'search.find'

/** The pages of a list or a search, one request each, as they are asked for. */
export async function* pagesOf<Name extends PagedOperation>(
  track: Track,
  operation: Name,
  input: InputOf<Name>,
): AsyncGenerator<Page['items']> {
  let cursor: string | null | undefined
  do {
    const { output } = await track.call(operation, { ...input, ...(cursor && { cursor }) })
    const { items, next_cursor } = output as Page
    yield items
    cursor = next_cursor
  } while (cursor)
}
