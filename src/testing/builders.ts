import type { Track } from '#contract/track.ts'
import type { FieldsInput, Item } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'

/** Adds items of a kind, one for each title, in this order. */
export async function addAll(
  track: Track,
  kind: Kind,
  titles: readonly string[],
  fields: FieldsInput = {},
): Promise<Item[]> {
  const { results } = await track.batch.run({
    operations: titles.map((title) => ({ op: 'items.add', input: { kind, title, ...fields } })),
  })
  return results as Item[]
}

export const titles = (items: readonly { title: string }[]): string[] => items.map((item) => item.title)

/** The titles of a list, by default of open items in the order of their pools. */
export async function listTitles(track: Track, input: Parameters<Track['items']['list']>[0] = {}): Promise<string[]> {
  return titles((await track.items.list({ sort: 'place', ...input })).items)
}

export async function revisionOf(track: Track): Promise<number> {
  return (await track.me.get()).revision
}

type Bookkeeping = { updated_at: string; revision: number }
const withoutBookkeeping = <T extends Bookkeeping>({ updated_at: _at, revision: _revision, ...rest }: T) => rest

/** Everything that undo can restore, in order, without `updated_at` and `revision`. */
export async function contents(track: Track) {
  const [{ items, next_cursor }, { projects }] = await Promise.all([
    track.items.list({ status: 'all', sort: 'place', limit: 1000 }),
    track.projects.list(),
  ])
  if (next_cursor) throw new Error('more items than one page holds')
  const inactive = projects.filter((project) => project.status !== 'active').map((project) => project.slug)
  const hidden = inactive.length
    ? (await track.items.list({ project: inactive, status: 'all', limit: 1000 })).items
    : []
  const features = await Promise.all(projects.map(async ({ slug }) => (await track.features.list({ slug })).features))
  return {
    items: items.map(withoutBookkeeping),
    hidden: hidden.map(withoutBookkeeping),
    projects: projects.map(withoutBookkeeping),
    features: features.flat().map(withoutBookkeeping),
  }
}
