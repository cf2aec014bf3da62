import { readFileSync } from 'node:fs'
import { connect } from '#main/client.ts'
import { addSampleData } from './sample-data.ts'

/** `node dev-data.mjs URL KEYFILE`: fills the account of that key. */
const [url, keyFile] = process.argv.slice(2)
await addSampleData(connect({ url: url!, key: readFileSync(keyFile!, 'utf8').trim() }))
