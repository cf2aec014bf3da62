import { describe, expect, test } from 'vitest'
import { readArguments, requireArguments } from './arguments.ts'
import type { Option } from './command.ts'

const OPTIONS: Option[] = [
  { flags: '-p, --priority <1-5>', description: '' },
  { flags: '--tags <a,b>', description: '', repeatable: true },
  { flags: '-a, --all', description: '' },
  { flags: '-y, --yes', description: '' },
  { flags: '--no-verify', description: '' },
  { flags: '--last-done <date>', description: '' },
]
const read = (line: string) => readArguments(line.split(' ').filter(Boolean), OPTIONS)

describe('options', () => {
  test.each([
    ['a -p 2 b', { args: ['a', 'b'], flags: { priority: '2' } }],
    ['-p2', { args: [], flags: { priority: '2' } }],
    ['--priority=2 --priority=3', { args: [], flags: { priority: '3' } }],
    ['--tags=', { args: [], flags: { tags: '' } }],
    ['--tags a --tags=b=c', { args: [], flags: { tags: 'a,b=c' } }],
    ['-ay', { args: [], flags: { all: true, yes: true } }],
    ['-ap2', { args: [], flags: { all: true, priority: '2' } }],
    ['--no-verify', { args: [], flags: { verify: false } }],
    ['--last-done -1d', { args: [], flags: { lastDone: '-1d' } }],
    ['a -- -p --', { args: ['a', '-p', '--'], flags: {} }],
    ['- -5 -.5', { args: ['-', '-5', '-.5'], flags: {} }],
  ])('%s', (line, expected) => expect(read(line)).toEqual(expected))

  test.each([
    ['--frob', "unknown option '--frob'"],
    ['--al', "unknown option '--al'"],
    ['-ax', "unknown option '-x'"],
    ['--all=1', "unknown option '--all=1'"],
    ['--priority', "option '-p, --priority <1-5>' argument missing"],
  ])('refuses %s', (line, message) => expect(() => read(line)).toThrow(message))
})

test('arguments are counted', () => {
  const check = (args: string, ...declared: string[]) => requireArguments(args.split(' ').filter(Boolean), declared)
  check('a', '<id>', '[where]')
  check('a b c', '<id>', '<title...>')
  expect(() => check('a', '<id>', '<title...>')).toThrow("missing required argument 'title'")
  expect(() => check('a b', '<id>')).toThrow('too many arguments. Expected 1 argument but got 2.')
  expect(() => check('a')).toThrow('too many arguments. Expected 0 arguments but got 1.')
})
