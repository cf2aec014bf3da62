// Rules of the house that no linter knows: short files, and rooms with names that say something.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

const MOST_LINES = 300
const EMPTY_NAMES = ['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'lib', 'misc']

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* files(path)
    else yield path
  }
}

const problems = []
for (const path of [...files('src'), ...files('scripts'), ...files('bench'), ...files('tests')]) {
  const parts = path.split('/')
  const empty = parts.find((part) => EMPTY_NAMES.includes(part.replace(/\..*$/, '')))
  if (empty) problems.push(`${path}: "${empty}" says nothing; a thing with no room has not been understood yet`)
  if (/\.test\.ts$|\/migrations\//.test(path) || !/\.(ts|tsx|mjs)$/.test(basename(path))) continue
  const lines = readFileSync(path, 'utf8').split('\n').length - 1
  if (lines > MOST_LINES) problems.push(`${path} has ${lines} lines, more than ${MOST_LINES}`)
  if (/\b(TODO|FIXME|XXX|HACK)\b/.test(readFileSync(path, 'utf8')) && path !== 'scripts/conventions.mjs')
    problems.push(`${path} leaves something for later`)
}
for (const problem of problems) console.error(problem)
process.exit(problems.length ? 1 : 0)
