import { promisify } from 'node:util'
import { createGzip, gzip } from 'node:zlib'
import { calendarWriter } from '#ics/calendar.ts'
import type { ItemSource, ZoneChange } from '#ics/event.ts'
import { mayAnswerLong } from '#domain/usage.ts'
import { ownerOf, type User } from '#domain/users.ts'
import type { Authenticator } from './authenticator.ts'
import type { Backend } from './backend.ts'
import { preferredEncoding } from './content-encoding.ts'
import { matches, viewEtag } from './etag.ts'
import type { Exchange } from './exchange.ts'
import type { InFlightLimits } from './in-flight-limits.ts'
import { respond, respondInPieces } from './respond.ts'

export const CALENDAR_PATH = '/calendar.ics'

const compress = promisify(gzip)
const MIN_GZIP_BYTES = 1024
/** A longer calendar is sent while it is made. */
const MAX_WHOLE_CHARACTERS = 1024 * 1024
/** How long events are written before others' requests get a turn: long notes take long. */
const TURN_MS = 10

type Query = Record<string, string | undefined>

/**
 * `GET /calendar.ics?key=…`: a user's items as a calendar, for programs that cannot send a header. Throws
 * `unauthenticated`, `rate_limited`, and for the filters of the query `invalid` and `not_found`.
 */
export async function sendCalendar(
  backend: Backend,
  authenticator: Authenticator,
  limits: InFlightLimits,
  exchange: Exchange,
): Promise<void> {
  while (!(await sendWhileOpen(backend, authenticator, limits, exchange)));
}

/** False where nothing was sent, since the user has left one of the spaces meanwhile. */
async function sendWhileOpen(
  backend: Backend,
  authenticator: Authenticator,
  limits: InFlightLimits,
  exchange: Exchange,
): Promise<boolean> {
  const query = firstValues(exchange)
  const { user } = (exchange.caller = await authenticator.authenticate(exchange, query.key, 'feed'))
  const users = await openedSpaces(backend, exchange)
  if (!users.length) {
    respond(exchange, 404, {})
    return true
  }
  const encoding = preferredEncoding(exchange.header('accept-encoding'), ['gzip'])
  // Either variant that the client has is still the calendar; a new response gets the tag of its own encoding.
  const etags = [encoding, encoding ? undefined : 'gzip'].map((variant) =>
    viewEtag(backend.version, user, exchange.url, [variant, ...revisionsOf(users)].join('-')),
  )
  const known = etags.find((etag) => matches(exchange.header('if-none-match'), etag))
  const headers = {
    etag: known ?? etags[0]!,
    'cache-control': 'private, no-cache',
    vary: 'accept-encoding, x-track-space',
  }
  if (known !== undefined) {
    respond(exchange, 304, headers)
    return true
  }
  const isOpen = () => backend.stillOpens(exchange.caller, users)
  let isSent = true
  await limits.admitWhile(user.id, mayAnswerLong(sumOf(users)), exchange.response, async () => {
    const parts = calendarParts(backend, users, query)
    const { text, isWhole } = await beginningOf(parts)
    const typed = { ...headers, 'content-type': 'text/calendar; charset=utf-8' }
    const encoded = { ...typed, ...(encoding && { 'content-encoding': encoding }) }
    if (!isWhole)
      return () =>
        respondInPieces(exchange, 200, encoded, whileOpen(joined(text, parts), isOpen), {
          ...backend.bounds,
          through: encoding && createGzip(),
          onPiece: (characters) => limits.unread.count(user.id, exchange.response, characters),
        })
    const whole = Buffer.from(text)
    const isEncoded = encoding !== undefined && whole.length >= MIN_GZIP_BYTES
    const body = isEncoded ? await compress(whole) : whole
    if (await isOpen()) respond(exchange, 200, isEncoded ? encoded : typed, body)
    else isSent = false
  })
  return isSent
}

/** Breaks off where the user has left one of the spaces. */
async function* whileOpen(parts: AsyncGenerator<string>, isOpen: () => Promise<boolean>): AsyncGenerator<string> {
  for await (const part of parts) {
    if (!(await isOpen())) throw new Error('the user has left a space')
    yield part
  }
}

/**
 * The user in each space that is shown: in that of the key, or in all; of these only in that which the request names.
 * None where the key does not open it.
 */
async function openedSpaces(backend: Backend, exchange: Exchange): Promise<User[]> {
  const { user, kind } = exchange.caller
  const space = exchange.header('x-track-space')
  const mayOpenAll = kind === 'feed of all' || (kind === 'api' && space !== undefined)
  const users = mayOpenAll ? await backend.inAllSpaces(user) : [user]
  if (space === undefined || (space === '*' && mayOpenAll)) return users
  return users.filter((one) => [ownerOf(one).name, ownerOf(one).id].includes(space))
}

/** What is in the ETag besides the user's own revision. */
const revisionsOf = ([, ...others]: readonly User[]): string[] =>
  others.map(({ space_id, revision }) => `${space_id}r${revision}`)

const sumOf = (users: readonly User[]) => ({ text_bytes: users.reduce((sum, { text_bytes }) => sum + text_bytes, 0) })

function zoneChangeOf({ timezone_changed_at: at, timezone_revision: revision }: User): ZoneChange | null {
  return at === null ? null : { at, revision }
}

/** Where events are of several spaces, those of shared ones name it. */
function sourceOf(user: User, isOfSeveral: boolean): ItemSource {
  const { id, name } = ownerOf(user)
  const isShared = user.shared !== undefined
  return { ownerId: id, isShared, space: isShared && isOfSeveral ? name : undefined }
}

/** The calendar's text; writing long notes takes long, so others' requests get turns. */
async function* calendarParts(backend: Backend, users: readonly User[], query: Query): AsyncGenerator<string> {
  const user = users[0]!
  const isOfSeveral = users.length > 1
  const writer = calendarWriter({
    name: isOfSeveral ? 'Track' : `Track (${ownerOf(user).name})`,
    repeat: query.repeat === '1',
    currency: user.currency,
    timezone: user.timezone,
    zoneChange: zoneChangeOf(user),
    onInvalid: (item, err) =>
      backend.log.error({ item: item.id, user: user.id, err }, 'an item was left out of the calendar'),
  })
  let text = writer.head
  let startedAt = performance.now()
  for await (const { user, items } of backend.feedItems(users, query)) {
    const source = sourceOf(user, isOfSeveral)
    for (const item of items) {
      text += writer.events([item], source)
      if (performance.now() - startedAt < TURN_MS) continue
      yield text
      text = ''
      await backend.nextTurn()
      startedAt = performance.now()
    }
  }
  yield text + writer.end()
}

/** What is made before anything is sent, the whole of most calendars. */
async function beginningOf(parts: AsyncGenerator<string>): Promise<{ text: string; isWhole: boolean }> {
  let text = ''
  while (text.length < MAX_WHOLE_CHARACTERS) {
    const part = await parts.next()
    if (part.done) return { text, isWhole: true }
    text += part.value
  }
  return { text, isWhole: false }
}

async function* joined(beginning: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield beginning
  yield* rest
}

/** Of a parameter that is given several times the first value counts. */
function firstValues({ query }: Exchange): Query {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
}
