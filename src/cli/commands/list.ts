import type { Track } from '#contract/track.ts'
import type { ListInput, Page } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import { STATUSES } from '#domain/statuses.ts'
import { isKind, KINDS, kindsOfPool, POOLS } from '#domain/kinds.ts'
import { command } from '../command.ts'
import { LIST_OPTIONS, listStyle, type ListStyle, printItems } from '../item-list.ts'
import { similarNames } from '../similar-names.ts'
import { type OptionValues, listOption, UsageError, integerOption, filterOption } from '../options.ts'

interface ListOptions {
  filter: ListInput & { project?: string[] }
  /** The project, if only one is listed. */
  slug?: string
  limit?: number
}

export const listItems = command<ListOptions & { style: ListStyle }>({
  args: [
    ['[what]', 'a pool (todos, chores, shopping, groceries), a kind (gift, task…) or a project', [...POOLS, ...KINDS]],
  ],
  options: [
    { flags: '--kind <kinds>', description: 'only these kinds', repeatable: true, choices: KINDS },
    {
      flags: '--status <statuses>',
      description: 'todo, doing, done, canceled, open or all',
      repeatable: true,
      choices: [...STATUSES, 'open', 'all'],
    },
    { flags: '--tag <tags>', description: 'with any of these tags', repeatable: true },
    { flags: '--project <slugs>', description: 'in any of these projects', repeatable: true },
    { flags: '--feature <ids>', description: 'of any of these features', repeatable: true },
    { flags: '--due-before <date>', description: 'due on that day or before' },
    { flags: '--due-after <date>', description: 'due on that day or after' },
    { flags: '-a, --all', description: 'also what is done or canceled' },
    { flags: '--limit <n>', description: 'at most so many; without it, all' },
    ...LIST_OPTIONS,
  ],
  data: true,
  paged: true,
  about: '"shopping" means the pool: gifts and shopping. Gifts alone: track list shopping --kind gift.',
  examples: [
    'track list',
    'track list groceries --tag lidl',
    'track ls kitchen-reno --all',
    'track list --due-before "next week" --json',
  ],
  read: ({ args: [what], flags }) => ({ ...optionsOf(what, flags), style: listStyle(flags) }),
  async run(cli, { filter, slug, limit, style }) {
    const track = await cli.track()
    const page = await pages((part) => track.items.list({ ...filter, ...part }), limit)
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

function optionsOf(what: string | undefined, flags: OptionValues): ListOptions {
  if (flags.all && flags.status) throw new UsageError('--all and --status exclude each other')
  const status = flags.all ? ['all'] : listOption(flags, 'status')
  const filter: ListOptions['filter'] = {
    kind: listOption(flags, 'kind'),
    status,
    tag: listOption(flags, 'tag')?.map((tag) => tag.replace(/^#(?=.)/, '')),
    project: listOption(flags, 'project'),
    feature: listOption(flags, 'feature'),
    due_before: filterOption(flags, 'dueBefore'),
    due_after: filterOption(flags, 'dueAfter'),
  }
  const limit = integerOption(flags, 'limit', 1, 1_000_000)
  if (what === undefined) return { filter, limit }
  if (!what.trim()) throw new UsageError('what to list is empty', 'For example: track list groceries')
  const kinds = kindsOfPool(what)
  if (kinds.length || isKind(what)) {
    const within: readonly string[] = kinds.length ? kinds : [what]
    const given = listOption(flags, 'kind')
    const foreign = given?.find((kind) => !within.includes(kind))
    if (foreign !== undefined)
      throw new UsageError(`--kind ${foreign}: "${what}" holds only ${within.join(' and ')} items`)
    return { filter: { ...filter, kind: given ?? [...within] }, limit }
  }
  if (filter.project) throw new UsageError(`--project and "${what}" exclude each other`)
  return { filter: { ...filter, project: [what] }, slug: what, limit }
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
    ([name, value]) => value !== undefined && name !== 'kind' && name !== 'project',
  )
  return narrowed ? 'Nothing matches.' : 'Nothing here yet. To add something: track add'
}
