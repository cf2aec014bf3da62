import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { client } from '#client/client.ts'
import { nodeTransport } from '#client/node-transport.ts'
import { addSampleData } from './sample-data.ts'

/** `node dev-data.mjs URL KEYFILE`: fills the account of that key. */
const [url, keyFile] = process.argv.slice(2)
const key = readFileSync(keyFile!, 'utf8').trim()
await addSampleData(
  client({
    url: url!,
    key,
    client: 'cli',
    transport: nodeTransport(),
    idempotencyKey: () => randomUUID(),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
    now: Date.now,
  }),
)
