// Writes the generated documentation: docs/openapi.json, docs/settings.md, docs/cli.md. With --check it only reports
// stale files.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'track-docs-'))
const outfile = join(folder, 'generate-docs.mjs')
await build({
  entryPoints: ['src/main/generate-docs.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  define: { TRACK_VERSION: JSON.stringify(version) },
  banner: {
    js:
      "import { createRequire as __createRequire } from 'node:module'; " +
      `const require = __createRequire(${JSON.stringify(import.meta.url)});`,
  },
  external: ['@photostructure/sqlite', 'node:sqlite'],
  logLevel: 'warning',
})
const { generateDocs } = await import(pathToFileURL(outfile))
rmSync(folder, { recursive: true })

const stale = []
for (const [path, text] of Object.entries(await generateDocs())) {
  let present = ''
  try {
    present = readFileSync(path, 'utf8')
  } catch {
    // does not exist yet
  }
  if (present === text) continue
  stale.push(path)
  if (!process.argv.includes('--check')) writeFileSync(path, text)
}
if (process.argv.includes('--check') && stale.length) {
  console.error(`stale: ${stale.join(', ')}; make them with npm run generate`)
  process.exit(1)
}
