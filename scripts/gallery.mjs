// `npm run gallery`: serves the page's components in all their states, light and dark.
import { createServer } from 'vite'
import { root } from './prepare.mjs'

process.chdir(root)
const server = await createServer({ configFile: 'vite.config.ts' })
await server.listen()
const [address] = server.resolvedUrls?.local ?? []
console.log(`${address}gallery.html`)
