import type { ListInput } from '#contract/types.ts'
import { isKind, KINDS, kindsOfPool } from '#domain/kinds.ts'
import { STATUSES } from '#domain/statuses.ts'
import { FEATURES, MEMBERS, type Option, PROJECTS, TAGS } from './command.ts'
import {
  filterOption,
  integerOption,
  listOption,
  oneOf,
  type OptionValues,
  parsePriority,
  UsageError,
} from './options.ts'

export interface ListOptions {
  filter: ListInput & { project?: string[] }
  /** The project, if only one is listed. */
  slug?: string
  limit?: number
}

/** What `--sort` takes, as the API calls it. */
const SORTS = { due: 'due', priority: 'priority', added: 'created', done: 'done' } as const
const SORT_NAMES = Object.keys(SORTS) as (keyof typeof SORTS)[]

export const FILTER_OPTIONS: Option[] = [
  { flags: '--kind <kinds>', description: 'only these kinds', repeatable: true, choices: KINDS },
  {
    flags: '--status <statuses>',
    description: 'todo, doing, done, canceled, open or all',
    repeatable: true,
    choices: [...STATUSES, 'open', 'all'],
  },
  { flags: '--tag <tags>', description: 'with any of these tags', repeatable: true, choices: [TAGS] },
  { flags: '--not-tag <tags>', description: 'with none of these tags', repeatable: true, choices: [TAGS] },
  { flags: '--project <slugs>', description: 'in any of these projects', repeatable: true, choices: [PROJECTS] },
  { flags: '--feature <ids>', description: 'of any of these features', repeatable: true, choices: [FEATURES] },
  {
    flags: '--assigned <names>',
    description: 'assigned to any of these members',
    repeatable: true,
    choices: [MEMBERS],
  },
  { flags: '-p, --priority <1-5>', description: 'of any of these priorities: 1,2', repeatable: true },
  { flags: '--due-before <date>', description: 'due on that day or before' },
  { flags: '--due-after <date>', description: 'due on that day or after' },
  { flags: '--overdue', description: 'due before today' },
  { flags: '--no-due', description: 'without a due date' },
  { flags: '--done-before <date>', description: 'done on that day or before' },
  { flags: '--done-after <date>', description: 'done on that day or after' },
  { flags: '--sort <by>', description: 'due, priority, added or done', choices: SORT_NAMES },
  { flags: '--reverse', description: 'from the end' },
  { flags: '-a, --all', description: 'also what is done or canceled' },
  { flags: '--limit <n>', description: 'at most so many; without it, all' },
]

/** Flags of which at most one may be given. */
const EXCLUSIVE = [
  ['all', 'status', 'overdue'],
  ['due', 'overdue', 'dueBefore'],
  ['due', 'dueAfter'],
]
const FLAG_NAMES: Record<string, string> = { due: '--no-due', dueBefore: '--due-before', dueAfter: '--due-after' }

/** What `track list` asks for. Throws UsageError for empty values, and for flags that exclude each other. */
export function listOptions(what: string | undefined, flags: OptionValues): ListOptions {
  for (const names of EXCLUSIVE) {
    const [first, second] = names.filter((name) => flags[name] !== undefined)
    if (second) throw new UsageError(`${flagName(first!)} and ${flagName(second)} exclude each other`)
  }
  const filter = filterOf(flags)
  const limit = integerOption(flags, 'limit', 1, 1_000_000)
  if (what === undefined) return { filter, limit }
  if (!what.trim()) throw new UsageError('what to list is empty', 'For example: track list groceries')
  const kinds = kindsOfPool(what)
  if (!kinds.length && !isKind(what)) return { filter: inProject(filter, what), slug: what, limit }
  return { filter: { ...filter, kind: kindsWithin(kinds.length ? kinds : [what], what, flags) }, limit }
}

const flagName = (name: string) => FLAG_NAMES[name] ?? `--${name}`

function filterOf(flags: OptionValues): ListOptions['filter'] {
  const sort = filterOption(flags, 'sort')
  const filter = {
    kind: listOption(flags, 'kind'),
    tag: tagsOf(flags, 'tag'),
    not_tag: tagsOf(flags, 'notTag'),
    priority: listOption(flags, 'priority')?.map(parsePriority),
    project: listOption(flags, 'project'),
    feature: listOption(flags, 'feature'),
    assigned: listOption(flags, 'assigned'),
    due: flags.due === false ? ('none' as const) : undefined,
    due_before: flags.overdue ? 'yesterday' : filterOption(flags, 'dueBefore'),
    due_after: filterOption(flags, 'dueAfter'),
    done_before: filterOption(flags, 'doneBefore'),
    done_after: filterOption(flags, 'doneAfter'),
    sort: sort === undefined ? undefined : SORTS[oneOf('--sort', sort, SORT_NAMES)],
    reverse: flags.reverse === true || undefined,
  }
  return { ...filter, status: statusesOf(flags, filter) }
}

/** Open items by default; done ones where the list is of what was done on some day, or sorted by it. */
function statusesOf(flags: OptionValues, { done_before, done_after, sort }: ListInput): string[] | undefined {
  if (flags.all) return ['all']
  const isOfDone = done_before !== undefined || done_after !== undefined || sort === 'done'
  return listOption(flags, 'status') ?? (isOfDone ? ['done'] : undefined)
}

const tagsOf = (flags: OptionValues, name: string) => listOption(flags, name)?.map((tag) => tag.replace(/^#(?=.)/, ''))

function kindsWithin(within: readonly string[], what: string, flags: OptionValues): string[] {
  const given = listOption(flags, 'kind')
  const foreign = given?.find((kind) => !within.includes(kind))
  if (foreign === undefined) return given ?? [...within]
  throw new UsageError(`--kind ${foreign}: "${what}" holds only ${within.join(' and ')} items`)
}

function inProject(filter: ListOptions['filter'], slug: string): ListOptions['filter'] {
  if (filter.project) throw new UsageError(`--project and "${slug}" exclude each other`)
  return { ...filter, project: [slug] }
}
