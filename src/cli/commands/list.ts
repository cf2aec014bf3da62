import type { Track } from '#contract/track.ts'
import type { ListInput, Page } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import { KIND, type Kind, KINDS, kindsOfPool, POOLS } from '#domain/kinds.ts'
import { type Cli, enterDefaultSpace, learnMe } from '../cli.ts'
import { command, PROJECTS } from '../command.ts'
import { LIST_OPTIONS, listStyle, type ListStyle, printItems } from '../item-list.ts'
import { FILTER_OPTIONS, listOptions, type ListOptions } from '../list-filter.ts'
import { similarNames } from '../similar-names.ts'

export const listItems = command<ListOptions & { style: ListStyle }>({
  args: [
    [
      '[what]',
      'a pool (todos, chores, shopping, groceries), a kind (gift, task…) or a project',
      [...POOLS, ...KINDS, PROJECTS],
    ],
  ],
  options: [...FILTER_OPTIONS, ...LIST_OPTIONS],
  data: true,
  paged: true,
  about: `"shopping" means the pool: gifts and shopping. Gifts alone: track list shopping --kind gift.
A pool, kind or project is in its order; what holds several is sorted by due date, then by priority.`,
  examples: [
    'track list',
    'track list groceries --tag lidl',
    'track ls kitchen-reno --all',
    'track list --due-before "next week" --json',
    'track list --overdue --not-tag work --sort priority',
    'track list --done-after monday --fields id,done_at,title',
  ],
  read: ({ args: [what], flags }) => ({ ...listOptions(what, flags), style: listStyle(flags) }),
  async run(cli, { filter, slug, limit, style }) {
    const page = await pageOf(cli, filter, limit)
    const track = await cli.track()
    if (!page.items.length) for (const project of filter.project ?? []) await requireProject(track, project)
    if (cli.json) return cli.out.json(page)
    if (!page.items.length) return cli.out.message(emptyMessage(filter))
    await printItems(
      cli,
      page.items.map((item) => ({ item, project: slug })),
      style,
    )
    if (page.next_cursor) cli.out.message('… and more; raise --limit, or leave it out to see all')
  },
})

/** The items of a filter, in the space that the pool is in by default where it is of one pool. */
async function pageOf(cli: Cli, filter: ListInput, limit: number | undefined): Promise<Page> {
  const list = async () => {
    const track = await cli.track()
    return pages((part) => track.items.list({ ...filter, ...part }), limit)
  }
  const { space } = cli
  const page = await list()
  if (space === undefined) await learnMe(cli)
  await enterDefaultSpace(cli, poolOfKinds(filter.kind))
  return cli.space === space ? page : list()
}

/** The pool of all these kinds; null where they are of none, or of several. */
function poolOfKinds(kinds: ListInput['kind']): string | null {
  const [pool = null, ...others] = new Set([kinds ?? []].flat().map((kind) => KIND[kind as Kind].pool))
  return others.length ? null : pool
}

/** Throws `not_found`, with a hint at similar names, if the project does not exist. */
async function requireProject(track: Track, slug: string): Promise<void> {
  await track.projects.get({ slug }).catch((error: unknown) => {
    const near = similarNames(slug.replace(/s$/, ''), [...POOLS, ...KINDS])
    if (!(error instanceof TrackError) || error.code !== 'not_found' || !near.length) throw error
    throw new TrackError(error.code, error.message, {
      ...error.details,
      hint: `Did you mean ${near.map((name) => `track list ${name}`).join(' or ')}?`,
    })
  })
}

/** Reads all pages, or the first `limit` items. */
export async function pages(
  page: (part: { limit: number; cursor?: string }) => Promise<Page>,
  limit = Infinity,
): Promise<Page> {
  const items: Page['items'] = []
  let cursor: string | undefined
  do {
    const next = await page({ limit: Math.min(1000, limit - items.length), cursor })
    items.push(...next.items)
    cursor = next.next_cursor ?? undefined
  } while (cursor && items.length < limit)
  return { items, next_cursor: cursor ?? null }
}

/** The open items of a pool or project, in list order. */
export async function openItems(track: Track, pool: string): Promise<Page['items']> {
  const kinds = kindsOfPool(pool)
  const filter = kinds.length ? { kind: kinds } : { kind: ['task'], project: [pool] }
  return (await pages((part) => track.items.list({ ...filter, ...part }))).items
}

function emptyMessage(filter: ListInput): string {
  const narrowed = Object.entries(filter).some(
    ([name, value]) => value !== undefined && !['kind', 'project', 'sort', 'reverse'].includes(name),
  )
  return narrowed ? 'Nothing matches.' : 'Nothing here yet. To add something: track add'
}
