import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createCommandLine } from '#testing/command-line.ts'
import { COMMANDS } from './commands.ts'
import { manPages } from './man-page.ts'

const cli = createCommandLine(() => expect.unreachable(), { file: null })

test('every command has a page with its options and examples', async () => {
  const pages = await manPages(COMMANDS, '1.2.3')
  expect(pages[0]!.name).toBe('track')
  for (const { name } of COMMANDS) expect(pages.map((page) => page.name)).toContain(`track-${name}`)
  const add = pages.find(({ name }) => name === 'track-add')!.text
  expect(add).toContain('.TH TRACK-ADD 1 "" "Track 1.2.3" "Track"\n.SH NAME\ntrack\\-add \\- add a todo')
  expect(add).toContain('.TP\n.B \\-p, \\-\\-priority <1\\-5>\n1 is highest')
  expect(add).toContain('track add Call the dentist tomorrow')
  for (const { text } of pages) expect(text).not.toMatch(/^(?:'|\.(?![A-Z]|[nf]))/m)
})

test.runIf(spawnSync('mandoc', ['-V']).error === undefined)('no page has an error or a warning', async () => {
  for (const { name, text } of await manPages(COMMANDS, '1.2.3')) {
    const { stdout, status } = spawnSync('mandoc', ['-T', 'lint', '-W', 'error'], { input: text, encoding: 'utf8' })
    expect([name, status, stdout]).toEqual([name, 0, ''])
  }
})

test('track man prints the page of a command, and writes all', async () => {
  expect((await cli.track('man ls')).out).toMatch(/^\.TH TRACK-LIST 1 /)
  expect((await cli.track('man project add')).out).toMatch(/^\.TH TRACK-PROJECT-ADD 1 /)
  expect((await cli.track('man')).out).toMatch(/^\.TH TRACK 1 /)
  expect(await cli.track('man nosuch')).toMatchObject({ code: 2, out: '' })
  expect((await cli.track('man -o /pages')).out).toMatch(/^wrote \d+ pages to \/pages\n$/)
  expect(cli.files.get('/pages/track-done.1')).toContain('.SH EXAMPLES')
})
