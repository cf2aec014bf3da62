import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '#domain/errors.ts'
import { encodingFor } from './encoding.ts'
import { matches } from './etag.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json; charset=utf-8',
}

/** Nothing inline, nothing from elsewhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

interface File {
  type: string
  etag: string
  /** By content-encoding; made at build, the plain one always there. */
  bodies: { br?: Buffer; gzip?: Buffer; identity: Buffer }
}

function* paths(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* paths(path)
    else yield path
  }
}

/** The page's files, each read once, when it is first asked for; nothing outside this list can be. */
function filesIn(folder: string): Map<string, () => File> {
  const files = new Map<string, () => File>()
  for (const path of paths(folder)) {
    const type = TYPES[extname(path)]
    let file: File | undefined
    if (type) files.set(`/${relative(folder, path)}`, () => (file ??= readFile(path, type)))
  }
  return files
}

function readFile(path: string, type: string): File {
  const identity = readFileSync(path)
  const made = (ending: string) => (existsSync(path + ending) ? readFileSync(path + ending) : undefined)
  const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`
  return { type, etag, bodies: { br: made('.br'), gzip: made('.gz'), identity } }
}

/** Serves the built page. Addresses of its views are answered by index.html, so that reload and back work. */
export function pages(
  app: FastifyInstance,
  folder: string | null,
): (request: FastifyRequest, reply: FastifyReply, path: string) => FastifyReply | null {
  const files = folder ? filesIn(folder) : new Map<string, () => File>()
  const index = files.get('/index.html')
  for (const [path, file] of files)
    if (!path.startsWith('/assets/')) app.get(path, (request, reply) => send(request, reply, file(), false))
  app.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
    const path = `/assets/${request.params.name}`
    const file = files.get(path)
    if (!file) throw notFound(`GET ${path}`)
    return send(request, reply, file(), true)
  })
  app.get('/', (request, reply) =>
    index
      ? send(request, reply, index(), false)
      : reply.header('content-type', 'text/plain').send('Track is running. This build holds no web page.\n'),
  )
  return (request, reply, path) => {
    const wantsPage = request.method === 'GET' && !extname(path) && /\btext\/html\b/.test(request.headers.accept ?? '')
    return index && wantsPage ? send(request, reply, index(), false) : null
  }
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, etag, bodies }: File,
  hashed: boolean,
): FastifyReply {
  reply.headers({
    'content-type': type,
    etag,
    vary: 'accept-encoding',
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': POLICY,
  })
  if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send()
  const made = (['br', 'gzip'] as const).filter((name) => bodies[name])
  const encoding = encodingFor(request.headers['accept-encoding'], made)
  if (encoding) reply.header('content-encoding', encoding)
  return reply.send(bodies[encoding ?? 'identity'])
}
