// Runs the scenarios of the official MCP conformance suite that apply to Track against the built server. The suite
// needs Node 22, which comes from npm with it; it sends no key, so a proxy adds one.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled } from './prepare.mjs'
import { startTemporaryServer } from './temporary-server.mjs'

const PACKAGES = ['node@22.23.3', '@modelcontextprotocol/conformance@0.1.16']
/** The others are about what Track does not offer: resources, prompts, sampling, elicitation, sessions. */
const SCENARIOS = ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection']

ensureInstalled()
ensureBuilt()
const folder = mkdtempSync(join(tmpdir(), 'track-conformance-'))
const server = await startTemporaryServer(folder)
const { port } = new URL(server.url)
const authorization = `Bearer ${server.key}`

const proxy = createServer((incoming, response) => {
  const { method, url: path, headers } = incoming
  const options = { host: '127.0.0.1', port, method, path, headers: { ...headers, authorization } }
  const forwarded = request(options, (answer) => {
    response.writeHead(answer.statusCode, answer.headers)
    answer.pipe(response)
  })
  incoming.pipe(forwarded)
}).listen(0, '127.0.0.1')
await once(proxy, 'listening')

const npx = ['--yes', ...PACKAGES.flatMap((name) => ['--package', name]), 'conformance', 'server']
let failed = 0
for (const scenario of SCENARIOS) {
  const url = `http://localhost:${proxy.address().port}/mcp`
  const suite = spawn('npx', [...npx, '--url', url, '--scenario', scenario, '--output-dir', folder], {
    cwd: folder,
    env: { ...process.env, npm_config_engine_strict: 'false' }, // it is npx that runs on this version of Node
    stdio: 'pipe',
  })
  let report = ''
  for (const stream of [suite.stdout, suite.stderr]) stream.on('data', (text) => (report += text))
  const [status] = await once(suite, 'exit')
  const passed = status === 0 && /Passed: [1-9]\d*\/\d+, 0 failed/.test(report)
  if (!passed) failed++
  console.log(passed ? `✓ ${scenario}` : `✗ ${scenario}\n${report}`)
}
proxy.close()
await server.stop()
rmSync(folder, { recursive: true })
process.exit(failed ? 1 : 0)
