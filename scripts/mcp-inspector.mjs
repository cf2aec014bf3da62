// `npm run inspector`: calls the tools by the official MCP inspector over both transports, whose answers must be the
// same, and writes docs/mcp-inspector.md. The inspector needs Node 22, which comes from npm with it.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './prepare.mjs'
import { PROGRAM, WITH_ANY_NODE, withTemporaryServer } from './temporary-server.mjs'

const PACKAGES = ['node@22.23.3', '@modelcontextprotocol/inspector@2.12.0']

const CALLS = [
  {
    heading: 'A line as people type it',
    tool: 'items_add',
    args: ['text=Call the dentist tomorrow 3pm p2 #health'],
  },
  { heading: 'What matters today', tool: 'views_today', args: [] },
  { heading: 'What the next days hold', tool: 'views_upcoming', args: ['days=2'] },
  { heading: 'An id that is not there: the failure says what to do next', tool: 'items_done', args: ['id=t-0000'] },
  {
    heading: 'A wrong date: the failure says what is understood',
    tool: 'items_add',
    args: ['kind=todo', 'title=x', 'due=6/1'],
  },
  { heading: 'Taking back the newest write', tool: 'changes_undo', args: [] },
]
/** Of these the second transport's answer is another one, since the first has written. */
const WRITES = ['items_add', 'changes_undo']

const FENCE = '```'

await withTemporaryServer(writePage)

/** Runs the inspector; gives what it prints. */
function inspect(folder, target, args) {
  const packages = PACKAGES.flatMap((name) => ['--package', name])
  const { stdout, stderr } = spawnSync('npx', ['--yes', ...packages, 'mcp-inspector', '--cli', ...target, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...WITH_ANY_NODE, HOME: folder },
  })
  if (!stdout) throw new Error(`${args.join(' ')} printed nothing: ${stderr}`)
  return stdout.trim()
}

function writePage({ url, key, folder }) {
  const transports = {
    stdio: ['-e', `TRACK_API_URL=${url}`, '-e', `TRACK_API_KEY=${key}`, process.execPath, PROGRAM, 'mcp'],
    http: [`${url}/mcp`, '--transport', 'http', '--header', `x-track-key: ${key}`],
  }
  const same = (args) => {
    const [first, second] = Object.values(transports).map((target) => inspect(folder, target, args))
    if (first !== second && !WRITES.includes(args[3]))
      throw new Error(`${args.join(' ')} differs:\n${first}\n${second}`)
    return first
  }
  const { tools } = JSON.parse(same(['--method', 'tools/list']))
  const names = tools.map(({ name }) => `\`${name}\``).join(', ')
  const sections = CALLS.map(({ heading, tool, args }) => {
    const answer = same(['--method', 'tools/call', '--tool-name', tool, ...args.flatMap((arg) => ['--tool-arg', arg])])
    const typed = args.map((arg) => ` --tool-arg '${arg}'`).join('')
    const command = `$ mcp-inspector --cli track mcp --method tools/call --tool-name ${tool}${typed}`
    return [`## ${heading}\n`, FENCE, command, answer, FENCE].join('\n')
  })
  const page = [
    '# What the MCP inspector shows',
    'Written by `npm run inspector`, which calls the tools of the built server by the official inspector ' +
      `(${PACKAGES[1]}) over standard input and output and over HTTP, and fails where they answer differently.`,
    `\`tools/list\` gives ${tools.length} tools: ${names}.`,
    ...sections,
  ]
  writeFileSync(join(root, 'docs/mcp-inspector.md'), `${page.join('\n\n')}\n`)
}
