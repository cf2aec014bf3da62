import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { calendarWriter } from '#ics/calendar.ts'
import type { User } from '#domain/users.ts'
import type { Authenticator } from './authenticator.ts'
import type { Backend } from './backend.ts'
import { preferredEncoding } from './content-encoding.ts'
import { matches, viewEtag } from './etag.ts'
import type { Exchange } from './exchange.ts'
import type { InFlightLimits } from './in-flight-limits.ts'
import { bytesOf, respond } from './respond.ts'

export const CALENDAR_PATH = '/calendar.ics'

const compress = promisify(gzip)
const MIN_GZIP_BYTES = 1024
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
  const query = firstValues(exchange)
  const { user } = (exchange.caller = await authenticator.authenticate(exchange, query.key, 'feed'))
  const encoding = preferredEncoding(exchange.header('accept-encoding'), ['gzip'])
  // Either variant that the client has is still the calendar; a new response gets the tag of its own encoding.
  const etags = [encoding, encoding ? undefined : 'gzip'].map((variant) =>
    viewEtag(backend.version, user, exchange.url, variant),
  )
  const known = etags.find((etag) => matches(exchange.header('if-none-match'), etag))
  const headers = { etag: known ?? etags[0]!, 'cache-control': 'private, no-cache', vary: 'accept-encoding' }
  if (known !== undefined) return respond(exchange, 304, headers)
  await limits.admitWhile(user.id, exchange.response, async () => {
    const calendar = await calendarOf(backend, user, query)
    const typed = { ...headers, 'content-type': 'text/calendar; charset=utf-8' }
    if (!encoding || bytesOf(calendar) < MIN_GZIP_BYTES) return respond(exchange, 200, typed, calendar)
    respond(exchange, 200, { ...typed, 'content-encoding': encoding }, await compress(Buffer.concat(calendar)))
  })
}

async function calendarOf(backend: Backend, user: User, query: Query): Promise<Buffer[]> {
  const writer = calendarWriter({
    name: `Track (${user.name})`,
    userId: user.id,
    repeat: query.repeat === '1',
    onInvalid: (item, err) =>
      backend.log.error({ item: item.id, user: user.id, err }, 'an item was left out of the calendar'),
  })
  const pieces = [Buffer.from(writer.head)]
  for await (const items of backend.feedItems(user, query)) {
    let text = ''
    let startedAt = performance.now()
    for (const item of items) {
      text += writer.events([item])
      if (performance.now() - startedAt < TURN_MS) continue
      await backend.nextTurn()
      startedAt = performance.now()
    }
    pieces.push(Buffer.from(text))
  }
  pieces.push(Buffer.from(writer.end()))
  return pieces
}

/** Of a parameter that is given several times the first value counts. */
function firstValues({ query }: Exchange): Query {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
}
