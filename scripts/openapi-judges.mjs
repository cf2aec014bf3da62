// Has others judge the description of the API: linters find nothing, and the clients that three generators make of it
// compile and work against the built server. Their packages come from npm into a folder of their own.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './prepare.mjs'
import { WITH_ANY_NODE, withTemporaryServer } from './temporary-server.mjs'

const PACKAGES = [
  '@redocly/cli@2.7.0',
  '@stoplight/spectral-cli@6.15.0',
  'openapi-typescript@7.10.1',
  'openapi-fetch@0.15.0',
  '@hey-api/openapi-ts@0.87.0',
  'orval@7.13.2',
]

/** Adds an item, reads it, and meets a failure, by the client of each generator. */
const PROGRAMS = {
  'openapi-typescript': `
    import createClient from 'openapi-fetch'
    import type { paths } from './types.ts'
    const api = createClient<paths>({ baseUrl: url, headers: { 'x-track-key': key } })
    const { data } = await api.POST('/api/items', { body: { kind: 'todo', title: 'One' } })
    const found = await api.GET('/api/items/{id}', { params: { path: { id: data!.id } } })
    const { error } = await api.GET('/api/items/{id}', { params: { path: { id: 't-0000' } } })
    check(found.data?.title, error?.code)`,
  'hey-api': `
    import { client } from './hey/client.gen.ts'
    import { itemsAdd, itemsGet } from './hey/sdk.gen.ts'
    client.setConfig({ baseUrl: url, headers: { 'x-track-key': key } })
    const { data } = await itemsAdd({ body: { kind: 'todo', title: 'One' } })
    const found = await itemsGet({ path: { id: data!.id } })
    const { error } = await itemsGet({ path: { id: 't-0000' } })
    check(found.data?.title, error?.code)`,
  orval: `
    import { itemsAdd, itemsGet } from './orval/track.ts'
    const options = { headers: { 'x-track-key': key } }
    const added = await itemsAdd({ kind: 'todo', title: 'One' }, options)
    const found = await itemsGet(added.status === 201 ? added.data.id : '', options)
    const missing = await itemsGet('t-0000', options)
    check(found.status === 200 ? found.data.title : '', missing.status === 404 ? missing.data.code : '')`,
}
const COMMON = `
  const url: string = process.env.TRACK_API_URL!
  const key: string = process.env.TRACK_API_KEY!
  function check(title: string | undefined, code: string | undefined): void {
    if (title !== 'One' || code !== 'not_found') throw new Error(\`got \${title} and \${code}\`)
  }`

await withTemporaryServer(async (server) => {
  const { folder } = server
  const run = (name, command) => runIn(server, name, command)
  prepare(server)
  for (const [name, ...command] of steps(folder)) run(name, command)
  run('types', [process.execPath, join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'])
  for (const name of Object.keys(PROGRAMS)) {
    const outfile = join(folder, `${name}.mjs`)
    await build({ entryPoints: [join(folder, `${name}.ts`)], outfile, bundle: true, platform: 'node', format: 'esm' })
    run(`the client of ${name}`, [process.execPath, outfile])
  }
})

function prepare({ folder, url }) {
  const file = (name, text) => writeFileSync(join(folder, name), text)
  file('openapi.json', readFileSync(join(root, 'docs/openapi.json'), 'utf8'))
  file('package.json', '{"private":true,"type":"module"}')
  file('.spectral.yaml', 'extends: ["spectral:oas"]\n')
  const target = { target: './orval/track.ts', client: 'fetch', baseUrl: url }
  file('orval.config.cjs', `module.exports = ${JSON.stringify({ track: { input: './openapi.json', output: target } })}`)
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const imports = program.split('\n').filter((line) => /^\s*import /.test(line))
    const rest = program.split('\n').filter((line) => !/^\s*import /.test(line))
    file(`${name}.ts`, [...imports, COMMON, ...rest].join('\n'))
  }
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
  }
  file('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] }))
}

function steps(folder) {
  const bin = (name) => join(folder, 'node_modules/.bin', name)
  return [
    ['packages', 'npm', 'install', '--no-audit', '--no-fund', '--silent', ...PACKAGES],
    ['redocly', bin('redocly'), 'lint', '--max-problems=100', 'openapi.json'],
    ['spectral', bin('spectral'), 'lint', '--fail-severity=hint', 'openapi.json'],
    ['openapi-typescript', bin('openapi-typescript'), 'openapi.json', '-o', 'types.ts'],
    ['hey-api', bin('openapi-ts'), '-i', 'openapi.json', '-o', 'hey', '-c', '@hey-api/client-fetch'],
    ['orval', bin('orval'), '--config', 'orval.config.cjs'],
  ]
}

/** Runs a command in the folder; its output is shown, and the script ends, where it fails or warns. */
function runIn({ folder, url, key }, name, [command, ...args]) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...WITH_ANY_NODE, TRACK_API_URL: url, TRACK_API_KEY: key, REDOCLY_TELEMETRY: 'off' },
  })
  const warned = name === 'redocly' && /\b[1-9]\d* warnings?/.test(stdout + stderr)
  if (status === 0 && !warned) return console.log(`✓ ${name}`)
  console.log(`✗ ${name}\n${stdout}${stderr}`)
  throw new Error(`${name} failed`)
}
