import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TrackError } from '#domain/errors.ts'
import { calendarWriter } from '#ics/calendar.ts'
import type { Gate } from './auth.ts'
import type { Backend } from './backend.ts'
import { encodingFor } from './encoding.ts'
import { matches, viewEtag } from './etag.ts'
import { answerWhole, bytesOf, unchanged } from './headers.ts'
import type { Holding } from './holding.ts'
import { sendable, tellable } from './problem.ts'

const compress = promisify(gzip)
const GZIP_FROM_BYTES = 1024

/** `GET /calendar.ics?key=…`: a user's items as a calendar, for programs that can't send a header. */
export function feed(app: FastifyInstance, backend: Backend, gate: Gate, holding: Holding): void {
  app.get(
    '/calendar.ics',
    { errorHandler: (error, request, reply) => void refuse(reply, tellable(error, request, backend.log)) },
    async (request, reply) => {
      const query = queryOf(request)
      request.caller = await gate.caller(request, query.key, 'feed')
      const { user } = request.caller
      const encoding = encodingFor(request.headers['accept-encoding'], ['gzip'])
      const etags = [encoding, encoding ? undefined : 'gzip'].map((one) =>
        viewEtag(backend.version, user, request.url, one),
      )
      const known = etags.find((etag) => matches(request.headers['if-none-match'], etag))
      const headers = { etag: known ?? etags[0]!, 'cache-control': 'private, no-cache', vary: 'accept-encoding' }
      if (known !== undefined) {
        unchanged(reply, headers)
        return reply
      }
      holding.request(user.id, reply.raw)
      const writer = calendarWriter({
        name: `Track (${user.name})`,
        userId: user.id,
        repeat: query.repeat === '1',
        onInvalid: (item, err) =>
          backend.log.error({ item: item.id, user: user.id, err }, 'an item was left out of the calendar'),
      })
      const pieces = [Buffer.from(writer.head)]
      for await (const items of backend.feedItems(user, query)) pieces.push(Buffer.from(writer.events(items)))
      pieces.push(Buffer.from(writer.end()))
      await send(encoding, reply, { ...headers, 'content-type': 'text/calendar; charset=utf-8' }, pieces)
      return reply
    },
  )
}

/** A wrong key is told nothing but that. */
function refuse(reply: FastifyReply, error: TrackError): FastifyReply {
  const told = sendable(reply, error)
  return error.code === 'unauthenticated' ? reply.removeHeader('content-type').send() : reply.send(told)
}

/** Each parameter once; the first counts. */
function queryOf(request: FastifyRequest): Record<string, string | undefined> {
  const given = request.query as Record<string, string | string[]>
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
}

async function send(
  encoding: 'gzip' | undefined,
  reply: FastifyReply,
  headers: Record<string, string>,
  pieces: readonly Buffer[],
): Promise<void> {
  if (encoding && bytesOf(pieces) >= GZIP_FROM_BYTES)
    answerWhole(reply, { ...headers, 'content-encoding': encoding }, [await compress(Buffer.concat(pieces))])
  else answerWhole(reply, headers, pieces)
}
