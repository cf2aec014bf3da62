import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { createCommandLine } from '#testing/command-line.ts'
import { COMMANDS } from './commands.ts'

const alone = createCommandLine(() => expect.unreachable(), { file: null })
const script = async (shell: string) => (await alone.track(`completion ${shell}`)).out

describe('completion in bash', () => {
  let bash: string
  beforeAll(async () => void (bash = await script('bash')))

  /** What a Tab after these words offers. */
  function offered(line: string): string[] {
    const words = ['track', ...line.split(' ')]
    const program = `${bash}\nCOMP_WORDS=("$@")\nCOMP_CWORD=$(($# - 1))\n_track\necho "\${COMPREPLY[@]}"`
    return execFileSync('bash', ['-c', program, 'bash', ...words], { encoding: 'utf8' })
      .trim()
      .split(' ')
      .filter(Boolean)
  }

  test.each([
    ['li', ['list']],
    ['project a', ['add', 'archive']],
    ['list gr', ['groceries', 'grocery']],
    ['rank s', ['shopping']],
    ['add --due tomorrow g', ['gift', 'grocery']],
    ['ls --st', ['--status']],
    ['list --kind g', ['gift', 'grocery']],
    ['project edit boat --status a', ['active', 'archived']],
    ['--json list --due-', ['--due-before', '--due-after']],
    ['move t-1f3a u', ['up']],
    ['user role ryan ', ['admin', 'member']],
    ['completion z', ['zsh']],
    ['import tr', []],
    ['nosuch x', []],
  ])('track %s', (line, words) => {
    expect(offered(line)).toEqual(words)
  })
  test('knows every command', () => {
    expect(offered('').toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted())
  })
})

test('zsh and fish know every command as well, and how each says what it does', async () => {
  const [zsh, fish] = [await script('zsh'), await script('fish')]
  for (const { name, description } of COMMANDS) {
    expect(zsh).toContain(`'${name}'`)
    expect(fish).toContain(`-a '${name}' -d '${description.replaceAll("'", `'\\''`)}'`)
  }
  expect((await alone.track('completion tcsh')).code).toBe(2)
})
