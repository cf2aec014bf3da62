// Conventions that the linter can't check: names of files, their length, the width of lines, and identifiers that the
// code base has replaced by standard terms.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const MAX_LINES = 300
const MAX_COLUMNS = 120
const CONTENTLESS_NAMES = ['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'lib', 'misc']

/** Former private words; a name needs the field's standard term. `stretches` stays the name of a store of the page. */
const PRIVATE_WORDS = new Set(
  `ARGUED Arrival Arrivals Begun Family GROUNDS Gate Held Holding House Hurt Listed Made PATIENCE PATIENCE_MS Reading
  STRETCH SetAside Typed UNSAID Unplaced WAYS Waiting World agreement among anew arrivalOf arrivals atOnce complain
  copiesGone disagreements drafted elsewhere furnished gathered ground guarded house idTold isOpenRoad
  leftBehind livingKeys moment newestTold nowhere ofTurn openHouse overHttp overhear recalled refuseBytes resting said
  saidOf sendable sharedClients sound standing stillGoverned stretch takeBack tangles tellable told unplaced
  untilWritten untold whenGiven`.split(/\s+/),
)
const PRIVATE_PREFIX = /^(?:MOST|LEAST)_/

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* files(path)
    else yield path
  }
}

/** A statement that makes a step and does not carry it out: it would do nothing, and no type notices. */
const FORGOTTEN_YIELD = /^\s*(?:records|write|this)\.(?:put|putAll|newItems|close|failed)\(/

/**
 * Selectors by which a browser computes the styles of a whole list anew with each row that comes or goes: `:has()` on
 * the root, and what follows an element that no class names, such as `li + li`.
 */
const COSTLY_SELECTOR = /(?:^|[\s,}])(?:(?::root|html|body):has\(|(?:[a-z]+|\*) [+~] )/

const COMMENT_OR_LITERAL = new RegExp(
  [
    /\/\*[\s\S]*?\*\/|\/\/.*/, // comments
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/, // strings
    /(?<=[(,=:[!&|?{};]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\//, // regular expressions
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/** The words of a source text outside of comments and literals, except in `${}`; roughly, without parsing. */
function* identifiers(text) {
  const code = text.replace(COMMENT_OR_LITERAL, (match) =>
    match.startsWith('`') ? [...match.matchAll(/\$\{([^}]*)\}/g)].map(([, expression]) => expression).join(' ') : ' ',
  )
  for (const [word] of code.matchAll(/[A-Za-z_$][\w$]*/g)) yield word
}

function* costlySelectors(path) {
  for (const [i, line] of readFileSync(path, 'utf8').split('\n').entries())
    if (!line.includes('calc(') && COSTLY_SELECTOR.test(line)) yield `line ${i + 1} has a costly selector`
}

function* problemsOf(path) {
  const contentless = path.split('/').find((part) => CONTENTLESS_NAMES.includes(part.replace(/\..*$/, '')))
  if (contentless) yield `"${contentless}" does not say what is inside`
  if (path.endsWith('.css')) yield* costlySelectors(path)
  if (!/\.(ts|tsx|mjs)$/.test(path)) return
  const text = readFileSync(path, 'utf8')
  const lines = text.split('\n')
  if (!/\.test\.ts$|\/migrations\//.test(path)) {
    if (lines.length - 1 > MAX_LINES) yield `has ${lines.length - 1} lines, more than ${MAX_LINES}`
    if (/\b(TODO|FIXME|XXX|HACK)\b/.test(text) && path !== 'scripts/conventions.mjs') yield 'has an unfinished part'
  }
  for (const [i, line] of lines.entries()) {
    const columns = [...line].length
    if (/^src\/(?:domain\/effects|service)\//.test(path) && FORGOTTEN_YIELD.test(line))
      yield `line ${i + 1} makes a step and does not carry it out: yield* is missing`
    if (columns > MAX_COLUMNS) yield `line ${i + 1} has ${columns} columns, more than ${MAX_COLUMNS}`
  }
  const words = [...identifiers(text)].filter((word) => PRIVATE_WORDS.has(word) || PRIVATE_PREFIX.test(word))
  for (const word of new Set(words)) yield `"${word}" is a private word; use the field's term`
}

const problems = ['src', 'scripts', 'bench', 'tests'].flatMap((folder) =>
  [...files(folder)].flatMap((path) => [...problemsOf(path)].map((problem) => `${path}: ${problem}`)),
)
for (const problem of problems) console.error(problem)
process.exit(problems.length ? 1 : 0)
