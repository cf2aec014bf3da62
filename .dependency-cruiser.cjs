// Module boundaries: which folder of src/ may import which. See CODEBASE.md.
const ALLOWED = {
  domain: [],
  contract: ['domain'],
  store: ['domain'],
  service: ['domain', 'contract', 'store'],
  ics: ['domain'],
  formats: ['domain', 'contract'],
  http: ['domain', 'contract', 'ics'],
  client: ['domain', 'contract'],
  cli: ['domain', 'contract', 'formats'],
  mcp: ['domain', 'contract'],
  web: ['domain', 'contract', 'client', 'formats'],
}
const folders = Object.keys(ALLOWED)

/** Packages that only these folders may import. */
const OWNERS = {
  kysely: ['store'],
  '@photostructure/sqlite': ['store'],
  pg: ['store'],
  'smol-toml': ['cli', 'main'],
  'string-width': ['cli'],
  'fractional-indexing': ['domain'],
  zod: ['contract', 'service', 'http', 'mcp'],
  '@modelcontextprotocol/server': ['mcp', 'main'],
}

/** The page's folders, lowest first: each may import those before it. */
const PAGE = [
  'format',
  'live/replica',
  'live',
  'ui',
  'list',
  'dnd',
  'item',
  'quick',
  'pending',
  'settings',
  'views',
  'shell',
]

/** dependency-cruiser has swc parse every file as .ts, where JSX is a syntax error. */
const { Compiler } = require('@swc/core')
const { parseFileSync } = Compiler.prototype
Compiler.prototype.parseFileSync = function (path, options) {
  return parseFileSync.call(this, path, { ...options, tsx: path.endsWith('.tsx') })
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'no-cycles-by-folder', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'also fails for the page if its .tsx files could not be read',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['^src/testing/', '^src/web/(public/|worker\\.js)'] },
      to: {},
    },
    ...folders.map((folder) => ({
      name: `${folder}-imports-only-${ALLOWED[folder].join('-') || 'itself'}`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: [folder, ...ALLOWED[folder]].map((allowed) => `^src/${allowed}/`) },
    })),
    ...PAGE.map((folder, rank) => ({
      name: `page-${folder.replace('/', '-')}-imports-only-lower-ranks`,
      severity: 'error',
      from: { path: `^src/web/${folder}/[^/]+$` },
      to: { path: '^src/web/', pathNot: [...PAGE.slice(0, rank), folder].map((lower) => `^src/web/${lower}/[^/]+$`) },
    })),
    {
      name: 'page-folders-are-ranked',
      comment: 'a new folder of the page needs a place in PAGE',
      severity: 'error',
      from: { path: '^src/web/.+/', pathNot: ['gallery', ...PAGE].map((folder) => `^src/web/${folder}/[^/]+$`) },
      to: {},
    },
    {
      name: 'migrations-are-frozen',
      comment: 'what a migration imports would change it later',
      severity: 'error',
      from: { path: '^src/store/migrations/' },
      to: { pathNot: 'node_modules/kysely/' },
    },
    {
      name: 'only-tests-import-testing',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/testing/' },
      to: { path: '^src/testing/' },
    },
    ...Object.entries(OWNERS).map(([name, owners]) => ({
      name: `only-${owners.join('-')}-imports-${name}`,
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/testing/', ...owners.map((owner) => `^src/${owner}/`)] },
      to: { path: `node_modules/${name}/` },
    })),
    {
      name: 'pure-folders-import-no-built-in-modules',
      severity: 'error',
      from: { path: '^src/(domain|contract|ics|formats)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-the-server-imports-schemas',
      comment: 'zod would make the command line and the page heavy',
      severity: 'error',
      from: { path: ['^src/(client|cli|web)/', '^src/contract/(?!schemas)'] },
      to: { path: '^src/contract/schemas(/|\\.ts$)', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.ts$' }, // tests may import anything
  },
}
