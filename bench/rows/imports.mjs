import { copyDataset } from '../dataset.mjs'
import { encodeRequest, load, todoRequests } from '../load.mjs'
import { median } from '../measure.mjs'
import { startTrack } from '../processes.mjs'

const IMPORTED = 100_000
const MAX_IMPORT_S = 6
const MAX_WAIT_MS = 100
const PROBE_PAUSE_MS = 5

/** Imports of 100,000 items into an empty account, and what another user waits for meanwhile. */
export async function imports(context) {
  const dataset = copyDataset('standard', 'import')
  const track = await startTrack(dataset.folder)
  const headers = { 'x-track-key': dataset.key }
  const body = documentOf(IMPORTED)
  const seconds = []
  const [reads, writes] = [[], []]
  for (let i = 0; i < context.imports; i++) {
    const importer = { 'x-track-key': await addUser(track, headers, `import-${i}`) }
    const request = encodeRequest('POST', '/api/import', importer, body) // takes long itself
    let isOver = false
    const probe = (next, expected) =>
      load({ port: track.port, next, expected, pauseMs: PROBE_PAUSE_MS, keepsAwake: false, isOver: () => isOver })
    const probes = [probe(() => encodeRequest('GET', '/api/today', headers), 200), probe(todoRequests(headers), 201)]
    const { elapsed } = await load({ port: track.port, count: 1, next: () => request, keepsAwake: false })
    isOver = true
    seconds.push(elapsed / 1000)
    const [read, written] = await Promise.all(probes)
    reads.push(Math.max(...read.times))
    writes.push(Math.max(...written.times))
  }
  await track.stop()
  const row = (name, unit, max, values, reached) => ({
    name,
    unit,
    target: { max },
    reached,
    spread: [Math.min(...values), Math.max(...values)],
  })
  return [
    row('import of 100,000 items', 's', MAX_IMPORT_S, seconds, median(seconds)),
    row("another user's Today meanwhile, longest", 'ms', MAX_WAIT_MS, reads, Math.max(...reads)),
    row("another user's add meanwhile, longest", 'ms', MAX_WAIT_MS, writes, Math.max(...writes)),
  ].map((one) => context.report(one))
}

async function addUser(track, headers, name) {
  const response = await fetch(`${track.url}/api/users`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  return (await response.json()).api_key
}

/** A document as `track export` writes it. */
export function documentOf(count) {
  const created_at = new Date().toISOString()
  const items = Array.from({ length: count }, (_, n) => ({
    id: `t-${(n + 0x1000000).toString(16)}`,
    kind: 'todo',
    title: `Imported ${n} from elsewhere`,
    notes: 'As it was there.',
    priority: 1 + (n % 5),
    due: created_at.slice(0, 10),
    tags: ['import'],
    created_at,
  }))
  return JSON.stringify({ format: 'track', version: 1, exported_at: created_at, projects: [], features: [], items })
}
