// All checks that a change must pass. The last line is that of the tests: `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process'
import { ensureInstalled, root } from './prepare.mjs'

ensureInstalled()
const node = process.execPath
const TSC = 'node_modules/typescript/bin/tsc'
const DEPENDENCY_CRUISER = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'

/** Two rows of steps that run beside each other, each one after another: those of the second read what is built. */
const rows = [
  [
    ['types', [TSC, '--noEmit']],
    ['format', ['node_modules/oxfmt/bin/oxfmt', '--check', '.']],
    ['lint', ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings']],
    ['dead code', ['node_modules/knip/bin/knip.js']],
  ],
  [
    ['build', ['scripts/build.mjs']],
    ['bundle', ['scripts/bundle.mjs']],
    ['vulnerabilities', ['scripts/audit.mjs']],
    ['generated files', ['scripts/generate.mjs', '--check']],
    ['conventions', ['scripts/conventions.mjs']],
    ['module boundaries', [DEPENDENCY_CRUISER, 'src', '--config', '.dependency-cruiser.cjs']],
    ['types of the page', [TSC, '--noEmit', '-p', 'src/web']],
  ],
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
await Promise.all(
  rows.map(async (steps) => {
    for (const step of steps) if (!(await passes(step))) failed = true
  }),
)
const tests = spawnSync(node, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(failed || tests.status !== 0 ? 1 : 0)
