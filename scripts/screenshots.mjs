// `npm run screenshots`: every view with the sample data, light and dark, desktop and phone, into .dev/screenshots/.
import { spawnSync } from 'node:child_process'
import { root } from './prepare.mjs'

process.env.TRACK_SCREENSHOTS = '1'
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'tests/web/screenshots.test.ts'],
  { cwd: root, stdio: 'inherit' },
)
process.exit(status ?? 1)
