// Runs the scenarios of the official MCP conformance suite that apply to Track against the built server. The suite
// needs Node 22, which comes from npm with it; it sends no key, so a proxy adds one.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { WITH_ANY_NODE, withTemporaryServer } from './temporary-server.mjs'

const PACKAGES = ['node@22.23.3', '@modelcontextprotocol/conformance@0.1.16']
/** The others are about what Track does not offer: resources, prompts, sampling, elicitation, sessions. */
const SCENARIOS = ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection']

let failed = 0
await withTemporaryServer(async ({ url, key, folder }) => {
  const proxy = await startProxy(new URL(url).port, `Bearer ${key}`)
  for (const scenario of SCENARIOS) await run(scenario, `http://localhost:${proxy.address().port}/mcp`, folder)
  proxy.close()
})
process.exit(failed ? 1 : 0)

async function startProxy(port, authorization) {
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
  return proxy
}

async function run(scenario, url, folder) {
  const npx = ['--yes', ...PACKAGES.flatMap((name) => ['--package', name]), 'conformance', 'server']
  const suite = spawn('npx', [...npx, '--url', url, '--scenario', scenario, '--output-dir', folder], {
    cwd: folder,
    env: WITH_ANY_NODE,
    stdio: 'pipe',
  })
  let report = ''
  for (const stream of [suite.stdout, suite.stderr]) stream.on('data', (text) => (report += text))
  const [status] = await once(suite, 'exit')
  const passed = status === 0 && /Passed: [1-9]\d*\/\d+, 0 failed/.test(report)
  if (!passed) failed++
  console.log(passed ? `✓ ${scenario}` : `✗ ${scenario}\n${report}`)
}
