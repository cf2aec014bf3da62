import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { root } from '../scripts/prepare.mjs'
import { load } from './load.mjs'

const SAMPLE_INTERVAL_US = '100' // µs
const WARM_UP_MS = 1500
const NODE = 'Node: HTTP, sockets, timers'

/** The owner of a stack frame by its source; the first match counts. */
const OWNERS = [
  [/\(garbage collector\)/, 'garbage collection'],
  [/node_modules\/kysely\b/, 'Kysely'],
  [/node_modules\/(pg|pg-[a-z]+|postgres-[a-z]+)\b/, 'pg, the driver'],
  [/node_modules\/zod\b/, 'zod'],
  [/src\/http\/|src\/main\//, 'Track: HTTP, key, log'],
  [/src\/(service|domain|contract|ics)\//, 'Track: service and rules'],
  [/src\/store\/sqlite\//, 'SQLite and what calls it'],
  [/src\/store\//, 'Track: store'],
  [/^bench\//, 'the floor: its query and JSON'],
  [/^node:/, NODE],
]

/**
 * Starts a server with V8's profiler by `start(flags)`. `measure` puts load on it; `ended` stops it and returns for
 * each load the microseconds per request, by owner and by function.
 */
export async function startProfiled(folder, start) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const server = await start(['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-interval', SAMPLE_INTERVAL_US])
  const now = () => Number(process.hrtime.bigint() / 1000n) // the clock of V8's samples
  const loads = []
  return {
    url: server.url,
    async measure(options) {
      await load({ port: server.port, ...options, milliseconds: WARM_UP_MS })
      const from = now()
      const { count } = await load({ port: server.port, ...options })
      loads.push({ from, until: now(), count })
    },
    async ended() {
      await server.stop()
      const profile = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]), 'utf8'))
      const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
      for (const node of profile.nodes) for (const child of node.children ?? []) nodes.get(child).parent = node
      return loads.map((one) => shares({ ...profile, nodes }, one))
    },
  }
}

function shares({ nodes, samples, timeDeltas, startTime }, { from, until, count }) {
  const owners = new Map()
  const functions = new Map()
  const add = (sums, key, micros) => sums.set(key, (sums.get(key) ?? 0) + micros)
  let at = startTime
  samples.forEach((id, i) => {
    at += timeDeltas[i]
    const node = nodes.get(id)
    const name = node.callFrame.functionName || '(anonymous)'
    if (at < from || at > until || name === '(idle)') return
    add(owners, ownerOf(node), timeDeltas[i] / count)
    add(functions, [name, sourceOf(node.callFrame)].filter(Boolean).join(', '), timeDeltas[i] / count)
  })
  return { owners, functions }
}

/** The owner of a frame; a frame without a source belongs to its caller. */
function ownerOf(node) {
  const { functionName, url } = node.callFrame
  const [, owner] = OWNERS.find(([pattern]) => pattern.test(sourceOf(node.callFrame) || functionName)) ?? []
  node.owner ??= owner ?? (!url && node.parent ? ownerOf(node.parent) : NODE)
  return node.owner
}

const maps = new Map()
// see src/main/code-cache.ts
const WRAPPER_LENGTH = '(function (exports, require, module, __filename, __dirname) {'.length

/** The source file of a built function. */
function sourceOf({ url, lineNumber, columnNumber }) {
  const path = url.replace('file://', '')
  if (!existsSync(`${path}.map`)) return path.replace(`${root}/`, '')
  if (!maps.has(path)) maps.set(path, new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8'))))
  const entry = maps.get(path).findEntry(lineNumber, columnNumber - (lineNumber === 0 ? WRAPPER_LENGTH : 0))
  const source = entry.originalSource?.replace(/^(\.\.\/)+/, '') ?? ''
  if (source.startsWith('src/') && !existsSync(join(root, source)))
    throw new Error(`${path} was built from ${source}, which is gone: npm run build`)
  return source
}
