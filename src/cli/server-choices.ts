import type { Track } from '#contract/track.ts'
import type { KnownUser, Page } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import { FEATURE_PREFIX, isKind, KIND, KINDS, type Pool, POOLS, poolOfId } from '#domain/kinds.ts'
import type { ItemInSpace } from '#domain/spaces.ts'
import { FEATURES, ITEMS, MEMBERS, PROJECTS, SPACES, TAGS, USERS } from './command.ts'
import type { FindChoices, Suggestion } from './completion.ts'
import { DEFAULT_URL, parseConfig } from './config.ts'
import type { ConfigFile } from './environment.ts'
import { clean } from './text.ts'

/** More than a shell shows; a longer page takes longer than a Tab may. */
const DEFAULT_ITEMS = 200
export const MAX_ITEMS = 1000

interface ServerChoicesOptions {
  maxItems?: number
  /** That `--space` names. */
  space?: string
  /** Of the command line. */
  words?: readonly string[]
  /** Who the key's user is; without another request where an answer has said it. */
  findUser?: () => Promise<KnownUser>
}

/**
 * Finds what the server has until the deadline, in milliseconds of the epoch: what is there by then is offered.
 * Of items so many are offered, those that are due first. Failures are silent: there is nothing to offer.
 */
export function serverChoices(
  track: Track,
  deadline: number,
  now: () => number,
  { maxItems = DEFAULT_ITEMS, space, words = [], findUser = () => track.me.get() }: ServerChoicesOptions = {},
): FindChoices {
  const inTime: InTime = async (job, otherwise) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<typeof otherwise>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, deadline - now()), otherwise)
    })
    try {
      return await Promise.race([job, late])
    } catch {
      return otherwise
    } finally {
      clearTimeout(timer) // it would keep the program from ending
    }
  }
  return async (choices, beginning, command) => {
    if (choices === TAGS) return tagsOf(await pagesInTime(track, inTime))
    if (choices === ITEMS) return items(track, { beginning, command, limit: maxItems, space, findUser }, inTime)
    if (choices === MEMBERS) return inTime(members(track, space, words), [])
    return inTime(others(track, choices), [])
  }
}

/** The accounts of the configuration file, with their addresses; none if it cannot be read. */
export async function accountChoices({ read, path }: ConfigFile): Promise<Suggestion[]> {
  try {
    const { accounts } = await parseConfig(read()?.text ?? '', path)
    return Object.entries(accounts).map(([word, { api_url: url = DEFAULT_URL }]) => ({ word, description: url }))
  } catch {
    return []
  }
}

type InTime = <T>(job: Promise<T>, otherwise: T) => Promise<T>

interface ItemsAsked {
  beginning: string
  command: string
  limit: number
  /** Where the command names one. */
  space: string | undefined
  findUser: () => Promise<KnownUser>
}

/** Items whose ids begin so: a page of those that are due first, and those that the server knows by the beginning. */
async function items(
  track: Track,
  { beginning, command, limit, space, findUser }: ItemsAsked,
  inTime: InTime,
): Promise<Suggestion[]> {
  const [, named, id = ''] = /^(?:([^/]*)\/)?(.*)$/.exec(beginning)!
  if (id.startsWith(`${FEATURE_PREFIX}-`)) return inTime(features(track), [])
  const kind = KINDS.filter((one) => id === '' || KIND[one].prefix === id[0]?.toLowerCase())
  if (!kind.length) return []
  const status = command === 'reopen' ? ['done', 'canceled', 'doing'] : ['open']
  const hasDigits = /^.-./.test(id)
  const page = hasDigits ? ({ sort: 'place', limit: MAX_ITEMS } as const) : { limit }
  const [listed, found] = await Promise.all([
    inTime(track.items.list({ kind, status, ...page }, { space: named ?? space ?? '*' }), EMPTY),
    hasDigits && named === undefined ? inTime(byBeginning(track, id), []) : [],
  ])
  const me = named === undefined && space === undefined ? await inTime<KnownUser | null>(findUser(), null) : null
  const wordOf = (item: ItemInSpace) => (named === undefined ? placePrefix(item, me) : `${named}/`) + item.id
  const words = listed.items.map((item) => ({ word: wordOf(item), description: clean(item.title) }))
  const known = new Set(words.map(({ word }) => word))
  return [...words, ...found.filter(({ word }) => !known.has(word))]
}

/** What an id needs before it where a command names no space. */
function placePrefix({ id, space }: ItemInSpace, me: KnownUser | null): string {
  const pool = poolOfId(id)
  if (!me || space === undefined) return ''
  const meant = (pool && me.defaults[pool]) ?? me.name
  return space === meant ? '' : `${space}/`
}

const EMPTY: Page = { items: [], next_cursor: null }

/** The item with this beginning of an id; of several their ids. */
async function byBeginning(track: Track, beginning: string): Promise<Suggestion[]> {
  try {
    const { id, title } = await track.items.get({ id: beginning })
    return [{ word: id, description: clean(title) }]
  } catch (error) {
    const candidates = error instanceof TrackError && error.code === 'conflict' ? error.details.candidates : undefined
    return (candidates ?? []).map((word) => ({ word, description: '' }))
  }
}

/**
 * The members of the space that the words name, else of those that are the user's default for what the words are about;
 * for all pools where they do not tell.
 */
async function members(track: Track, space: string | undefined, words: readonly string[]): Promise<Suggestion[]> {
  const named = space ?? words.map((word) => /^([^/]+)\/[a-z]-[0-9a-f]+$/i.exec(word)?.[1]).find(Boolean)
  const [{ spaces }, me] = await Promise.all([track.spaces.list(), named === undefined ? track.me.get() : null])
  const pools = words.flatMap((word) => poolNamedBy(word) ?? [])
  const meant = me ? (pools.length ? pools : POOLS).map((pool) => me.defaults[pool]) : [named]
  return spaces
    .filter(({ id, name }) => meant.includes(name) || (id !== undefined && meant.includes(id)))
    .flatMap(({ name, members: names = [] }) => names.map((word) => ({ word, description: name })))
    .filter(({ word }, i, all) => all.findIndex((one) => one.word === word) === i)
}

/** The pool of a kind, of an id, or of its own name. */
const poolNamedBy = (word: string): Pool | null | undefined =>
  isKind(word) ? KIND[word].pool : (POOLS.find((pool) => pool === word) ?? poolOfId(word))

/** As many as come in time on a machine that nothing else uses. */
const MAX_PAGES = 4

/** The first pages of open items, as many as come in time. */
async function pagesInTime(track: Track, inTime: InTime): Promise<Page['items']> {
  const found: Page['items'] = []
  let cursor: string | undefined
  let count = 0
  do {
    const page = await inTime(track.items.list({ sort: 'place', limit: MAX_ITEMS, cursor }), EMPTY)
    found.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor && ++count < MAX_PAGES)
  return found
}

/** The tags of items, those that are used most first. */
function tagsOf(list: Page['items']): Suggestion[] {
  const counts = new Map<string, number>()
  for (const { tags } of list) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([word, count]) => ({ word, description: `${count} open ${count === 1 ? 'item' : 'items'}` }))
}

async function others(track: Track, choices: string): Promise<Suggestion[]> {
  if (choices === PROJECTS)
    return (await track.projects.list()).projects
      .filter(({ status }) => status === 'active')
      .map(({ slug, title }) => ({ word: slug, description: clean(title) }))
  if (choices === FEATURES) return features(track)
  if (choices === SPACES)
    return (await track.spaces.list()).spaces.map(({ name, role }) => ({ word: name, description: role }))
  return choices === USERS
    ? (await track.users.list()).users.map(({ name, role }) => ({ word: name, description: role }))
    : []
}

async function features(track: Track): Promise<Suggestion[]> {
  const { projects } = await track.projects.list()
  const views = await Promise.all(
    projects.filter(({ type }) => type === 'engineering').map(({ slug }) => track.features.list({ slug })),
  )
  return views.flatMap((view) =>
    view.features
      .filter(({ status }) => status === 'todo' || status === 'doing')
      .map(({ id, title }) => ({ word: id, description: clean(title) })),
  )
}
