// Who may import whom. CODEBASE.md tells why.
const RANGE = {
  domain: [],
  contract: ['domain'],
  store: ['domain'],
  service: ['domain', 'contract', 'store'],
  ics: ['domain'],
  http: ['domain', 'contract', 'ics'],
  client: ['domain', 'contract'],
  cli: ['domain', 'contract'],
  mcp: ['domain', 'contract'],
  web: ['domain', 'contract', 'client'],
}
const rooms = Object.keys(RANGE)

/** Packages that only one room may know. */
const OWNERS = {
  kysely: ['store'],
  '@photostructure/sqlite': ['store'],
  pg: ['store'],
  fastify: ['http'],
  commander: ['cli'],
  'smol-toml': ['cli', 'main'],
  'string-width': ['cli'],
  'fractional-indexing': ['domain'],
  zod: ['contract', 'service', 'http', 'mcp'],
  '@modelcontextprotocol/server': ['mcp', 'main'],
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['\\.test\\.ts$', '^src/(testing|web)/'] },
      to: {},
    },
    ...rooms.map((room) => ({
      name: `${room}-knows-only-${RANGE[room].join('-') || 'itself'}`,
      severity: 'error',
      from: { path: `^src/${room}/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: [room, ...RANGE[room]].map((known) => `^src/${known}/`) },
    })),
    {
      name: 'nobody-but-tests-imports-testing',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/testing/', '\\.test\\.ts$'] },
      to: { path: '^src/testing/' },
    },
    ...Object.entries(OWNERS).map(([name, owners]) => ({
      name: `${name}-is-known-to-${owners.join('-')}`,
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.test\\.ts$', '^src/testing/', ...owners.map((owner) => `^src/${owner}/`)] },
      to: { path: `node_modules/${name}/` },
    })),
    {
      name: 'pure-rooms-reach-for-nothing',
      severity: 'error',
      from: { path: '^src/(domain|contract|ics)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'schemas-stay-with-the-server',
      comment: 'zod would make the command line and the page heavy',
      severity: 'error',
      from: { path: '^src/(client|cli)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/contract/(schemas|fields|answers)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.tsx$' }, // the parser can't read these; scripts/rules.mjs looks at their walls
  },
}
