import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { notFound } from '#domain/errors.ts'
import { fileEtag } from './etag.ts'
import type { Exchange } from './exchange.ts'
import { respond } from './respond.ts'
import type { Router } from './router.ts'
import { sendFile, type StaticFile } from './static-file.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json; charset=utf-8',
}

/** Nothing inline, nothing from elsewhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const ASSETS = '/assets/'
/** Slashes in the path of a view, the first one apart. */
const MAX_VIEW_DEPTH = 4

/**
 * Routes of the built page in `folder`. Returns what answers the URLs of its views, which are no files, so that reload
 * and back work; it gives true when it has sent index.html. Where an asset is missing, its route throws `not_found`.
 */
export function addWebPage(router: Router, folder: string | null, basePath: string): (exchange: Exchange) => boolean {
  const files = folder === null ? new Map<string, () => StaticFile>() : filesIn(folder, basePath)
  const index = files.get('/index.html')
  const viewAtDepth = new Map<number, StaticFile>()
  for (const [path, file] of files)
    if (!path.startsWith(ASSETS)) router.get(path, (exchange) => sendFile(exchange, file()))
  router.get(`${ASSETS}{name}`, (exchange) => {
    const path = ASSETS + exchange.params.name
    const file = files.get(path)
    if (!file) throw notFound(`GET ${path}`)
    sendFile(exchange, file())
  })
  router.get('/', (exchange) => {
    if (index) return sendFile(exchange, index())
    const type = 'text/plain; charset=utf-8'
    respond(exchange, 200, { 'content-type': type }, 'Track is running. This build holds no web page.\n')
  })
  return (exchange) => {
    const depth = exchange.path.split('/').length - 2
    if (!index || !isView(exchange) || depth > MAX_VIEW_DEPTH) return false
    const known = viewAtDepth.get(depth) ?? indexAtDepth(index(), depth)
    viewAtDepth.set(depth, known)
    sendFile(exchange, known)
    return true
  }
}

/**
 * The page with addresses as a view needs them. They are relative, since a proxy may serve the page under a path that
 * is not known here.
 */
function indexAtDepth(index: StaticFile, depth: number): StaticFile {
  return depth === 0 ? index : withText(index, (html) => html.replaceAll('="./', `="${'../'.repeat(depth)}`))
}

function withText(file: StaticFile, change: (text: string) => string): StaticFile {
  const identity = Buffer.from(change(file.bodies.identity.toString()))
  const bodies = { br: brotliCompressSync(identity), gzip: gzipSync(identity), identity }
  return { ...file, etag: fileEtag(identity), bodies }
}

function isView(exchange: Exchange): boolean {
  const wantsHtml = /\btext\/html\b/.test(exchange.header('accept') ?? '')
  return exchange.isRead && !exchange.isApi && wantsHtml && !extname(exchange.path)
}

/** By path. Each is read when it is first asked for; nothing outside this list can be. */
function filesIn(folder: string, basePath: string): Map<string, () => StaticFile> {
  const files = new Map<string, () => StaticFile>()
  for (const path of pathsIn(folder)) {
    const type = TYPES[extname(path)]
    const url = `/${relative(folder, path)}`
    let file: StaticFile | undefined
    if (type) files.set(url, () => (file ??= readFile(path, type, url.startsWith(ASSETS))))
  }
  const manifest = files.get(MANIFEST)
  if (manifest && basePath !== '') files.set(MANIFEST, () => withText(manifest(), (text) => withId(text, basePath)))
  return files
}

const MANIFEST = '/manifest.webmanifest'

/** An app's id is its path on the host (W3C Web App Manifest, section 1.12), so only the server can name it. */
const withId = (manifest: string, basePath: string) => manifest.replace('"id": "/"', `"id": "${basePath}/"`)

function* pathsIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* pathsIn(path)
    else yield path
  }
}

function readFile(path: string, type: string, immutable: boolean): StaticFile {
  const identity = readFileSync(path)
  const compressed = (ending: string) => (existsSync(path + ending) ? readFileSync(path + ending) : undefined)
  const bodies = { br: compressed('.br'), gzip: compressed('.gz'), identity }
  return { type, policy: POLICY, immutable, etag: fileEtag(identity), bodies }
}
