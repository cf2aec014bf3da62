// All checks that a change must pass. The last line is that of the tests: `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { ensureInstalled, root } from './prepare.mjs'

ensureInstalled()
const node = process.execPath
const steps = [
  ['types', node, ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['types of the page', node, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'src/web']],
  ['format', node, ['node_modules/oxfmt/bin/oxfmt', '--check', '.']],
  ['lint', node, ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings']],
  [
    'module boundaries',
    node,
    ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--config', '.dependency-cruiser.cjs'],
  ],
  ['dead code', node, ['node_modules/knip/bin/knip.js']],
  ['build', node, ['scripts/build.mjs']],
  ['bundle', node, ['scripts/bundle.mjs']],
  ['vulnerabilities', node, ['scripts/audit.mjs']],
  ['generated files', node, ['scripts/generate.mjs', '--check']],
  ['conventions', node, ['scripts/conventions.mjs']],
]

let failed = false
for (const [name, command, args] of /** @type {[string, string, string[]][]} */ (steps)) {
  const from = Date.now()
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  const seconds = ((Date.now() - from) / 1000).toFixed(1)
  const passed = status === 0 && !/\(0 modules/.test(stdout) // dependency-cruiser passes if it could read no file
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds} s)`)
  for (const [note] of stdout.matchAll(/^note: .*$/gm)) console.log(`  ${note}`)
  if (passed) continue
  failed = true
  process.stdout.write(`${stdout}${stderr}\n`)
}
const tests = spawnSync(node, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(failed || tests.status !== 0 ? 1 : 0)
