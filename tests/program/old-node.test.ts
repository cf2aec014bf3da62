import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'

const program = readFileSync('dist/track.js', 'utf8').replace(/^#!.*\n/, '')
const preloaded = readFileSync('scripts/require-node.cjs', 'utf8')

/** What a script does under a version of Node: what it says, and whether it goes on. */
function runUnder(version: string, script: string): { printed: string[]; code?: number; started: boolean } {
  const outcome: ReturnType<typeof runUnder> = { printed: [], started: false }
  const context = createContext({
    process: {
      versions: { node: version },
      exit(code: number) {
        outcome.code = code
        throw new Error('exit')
      },
    },
    console: { error: (text: string) => outcome.printed.push(text) },
    require: (path: string) => (path.endsWith('package.json') ? JSON.parse(readFileSync('package.json', 'utf8')) : {}),
  })
  try {
    runInContext(script, context)
    outcome.started = true
  } catch (error) {
    if ((error as Error).message !== 'exit') throw error
  }
  return outcome
}

describe.each([
  ['the program', program],
  ['npm start', preloaded],
])('%s under a Node that is too old', (_, script) => {
  it.each(['0.12.18', '4.9.1', '12.22.12', '18.20.8', '20.18.3'])('(%s) says so in one sentence', (version) => {
    expect(runUnder(version, script)).toEqual({
      printed: [`error: Track needs Node 20.19 or newer, and this is ${version}.`],
      code: 1,
      started: false,
    })
  })

  it.each(['20.19.0', '20.20.2', '22.0.0', '100.1.0'])('is none under %s', (version) => {
    expect(runUnder(version, script)).toEqual({ printed: [], started: true })
  })

  it('can be read by it: nothing in it is newer than ECMAScript 5', () => {
    const written = (target: string) => transformSync(script, { target, minifyWhitespace: true }).code
    expect(written('es5')).toBe(written('esnext'))
  })
})

it('npm start looks at the version first', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
  expect(scripts.start).toMatch(/^node --require \.\/scripts\/require-node\.cjs /)
})
