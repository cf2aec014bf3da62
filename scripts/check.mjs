// All checks that a change must pass; with `--judges`, which CI gives, those of others, too, which come from npm. Other
// arguments are the tests'. The last line is that of the tests: `N passed, N failed`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ensureInstalled, root } from './prepare.mjs'

ensureInstalled()
const node = process.execPath
const TSC = 'node_modules/typescript/bin/tsc'
const DEPENDENCY_CRUISER = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'

/** Of these rows the steps run one after another; that of what is built begins with the build. */
const sources = [
  ['types', [TSC, '--noEmit']],
  ['format', ['node_modules/oxfmt/bin/oxfmt', '--check', '.']],
  ['lint', ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings']],
  ['dead code', ['node_modules/knip/bin/knip.js']],
]
const built = [
  ['bundle', ['scripts/bundle.mjs']],
  ['vulnerabilities', ['scripts/audit.mjs']],
  ['generated files', ['scripts/generate.mjs', '--check']],
  ['conventions', ['scripts/conventions.mjs']],
  ['module boundaries', [DEPENDENCY_CRUISER, 'src', '--config', '.dependency-cruiser.cjs']],
  ['types of the page', [TSC, '--noEmit', '-p', 'src/web']],
]
const judges = [
  ['judges of the tools for assistants', ['scripts/mcp-conformance.mjs']],
  ['judges of the API', ['scripts/openapi-judges.mjs']],
]

/** Runs a step, says how it went, with all its output if it failed, and returns whether it passed. */
async function passes([name, args]) {
  const from = Date.now()
  const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const status = await new Promise((ended) => child.on('close', ended))
  const passed = status === 0 && !/\(0 modules/.test(output) // dependency-cruiser passes if it could read no file
  console.log(`${passed ? '✓' : '✗'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`)
  for (const [note] of output.matchAll(/^note: .*$/gm)) console.log(`  ${note}`)
  if (!passed) process.stdout.write(`${output}\n`)
  return passed
}

let failed = false
async function run(steps) {
  for (const step of steps) if (!(await passes(step))) failed = true
}

const withJudges = process.argv.includes('--judges')
const sourcesChecked = run(sources)
await run([['build', ['scripts/build.mjs']]])
const judged = withJudges ? run(judges) : undefined
await Promise.all([sourcesChecked, run(built)])
const args = process.argv.slice(2).filter((arg) => arg !== '--judges')
const tests = spawn(node, ['node_modules/vitest/vitest.mjs', 'run', ...args], { cwd: root, stdio: 'inherit' })
const [status] = await once(tests, 'exit')
await judged
process.exit(failed || status !== 0 ? 1 : 0)
