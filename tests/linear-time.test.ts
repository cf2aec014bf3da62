import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { toSafeJson as safeJson, clean, cleanLines } from '#cli/text.ts'
import { parseConfig as configFile } from '#cli/config.ts'
import { parse } from '#cli/parse.ts'
import { readRanks } from '#cli/rank-input.ts'
import { truncate, widthFor } from '#cli/width.ts'
import { tableLines } from '#cli/table.ts'
import { schemasOf } from '#contract/schemas.ts'
import { readDate } from '#domain/date-words.ts'
import { readEstimate } from '#domain/estimates.ts'
import { idBeginning } from '#domain/ids.ts'
import { readInterval } from '#domain/intervals.ts'
import { withoutKeys } from '#domain/keys.ts'
import { readBudget } from '#domain/money.ts'
import { slugOf, slugProblem } from '#domain/projects.ts'
import { quickAdd } from '#domain/quick-add.ts'
import { rankMatches } from '#domain/search.ts'
import { queryTerms, wordsOf } from '#domain/search-words.ts'
import type { User } from '#domain/users.ts'
import { preferredEncoding } from '#http/content-encoding.ts'
import { matches, versionsIn } from '#http/etag.ts'
import { addressGroup } from '#http/forwarded.ts'
import { calendar } from '#ics/calendar.ts'
import { sample, USER } from '#ics/sample.ts'
import { logger } from '#main/log.ts'
import { readSettings } from '#main/settings.ts'

const TODAY = '2026-03-10'
const LONG = 64 * 1024
/** Four times the text may take this many times as long, with some tolerance; quadratic time would give 16. */
const MAX_RATIO = 8
/** Faster than this is not quadratic: 64 KB at a nanosecond per step would take four seconds. */
const NEGLIGIBLE_MS = 200
const MAX_TRIES = 6
const MAX_MS = 2000

const log = logger('info', new Writable({ write: (_chunk, _encoding, done) => done() }))
const parseInput = (noun: string, verb: string, input: object) => schemasOf({ noun, verb }).input.safeParse(input)
const resultOrNull = (read: () => unknown) => {
  try {
    return read()
  } catch {
    return null // a refusal is fine, only the time counts
  }
}

/** Everything that parses text from users, other programs or attackers. */
const READERS: Record<string, (text: string) => unknown> = {
  'a date': (text) => readDate(text, TODAY),
  'an interval': readInterval,
  'an estimate': readEstimate,
  'a budget': readBudget,
  'an id': idBeginning,
  'a slug': (text) => [slugOf(text), slugProblem(text)],
  'quick add': (text) => quickAdd(text, { today: TODAY, findProject: (name) => name }),
  'quick add behind every': (text) => quickAdd(`every ${text}`, { today: TODAY, findProject: () => undefined }),
  'quick add of a gift': (text) => quickAdd(`gift: ${text}`, { today: TODAY, findProject: () => undefined }),
  'search words': (text) => [wordsOf(text), queryTerms(text)],
  ranking: (text) => rankMatches([sample({ title: text, notes: text, tags: [text] })], queryTerms('a b')),
  'a title': (text) => parseInput('items', 'add', { kind: 'todo', title: text }),
  notes: (text) => parseInput('items', 'add', { kind: 'todo', title: 'x', notes: text }),
  'a tag': (text) => parseInput('items', 'add', { kind: 'todo', title: 'x', tags: [text] }),
  'a web address': (text) => parseInput('items', 'add', { kind: 'gift', title: 'x', url: `https://${text}` }),
  'a list of choices': (text) => parseInput('items', 'list', { tag: text, kind: text, feature: text }),
  "a user's name": (text) => parseInput('users', 'add', { name: text }),
  'a calendar': (text) =>
    calendar([sample({ title: text, notes: text, tags: [text], url: `https://x/${text}` })], {
      name: text,
      source: { ownerId: USER },
      repeat: true,
      timezone: 'UTC',
    }),
  'If-None-Match': (text) => matches(text, '"x"'),
  'If-Match': (text) => versionsIn(text, { id: 'ann' } as User),
  'Accept-Encoding': (text) => preferredEncoding(text, ['br', 'gzip']),
  'an address': addressGroup,
  'a log line': (text) => log.info({ text }, text),
  'keys in a text': withoutKeys,
  'a terminal line': (text) => [clean(text), cleanLines(text), safeJson(text)],
  'a width': async (text) => truncate(clean(text), 80, await widthFor([clean(text)])),
  'a table': (text) =>
    tableLines(
      [
        [text, 'x'],
        ['y', text],
      ],
      { columns: [{ share: 1 }, {}], width: 80, colours: false, links: false },
    ),
  ranks: (text) => resultOrNull(() => readRanks(text, 5)),
  'a command line': (text) => parse(['add', 'todo', text, `--due=${text}`], '1').catch(() => null),
  'an unknown command': (text) => parse([text], '1').catch(() => null),
  'a configuration file': (text) => configFile(text, 'config.toml').catch(() => null),
  settings: (text) =>
    ['TRACK_HOST', 'TRACK_PUBLIC_URL', 'TRACK_TRUST_PROXY', 'TRACK_PORT', 'TRACK_DATABASE_URL'].map((name) =>
      resultOrNull(() => readSettings({ [name]: text })),
    ),
}

/** Pieces whose repetition makes regular expressions backtrack: skipped characters, unclosed openings, keywords. */
const PIECES = [
  ' ',
  '\t',
  '\n',
  '\r\n',
  'a',
  'ab ',
  '1',
  '0.',
  '9 ',
  '-',
  '- ',
  '.',
  ',',
  ', ',
  ';',
  ':',
  '/',
  '\\',
  '"',
  '“',
  "'",
  '(',
  '[',
  '{',
  '<',
  '=',
  '&',
  '%',
  '#',
  '#a ',
  '@a ',
  '@a-',
  '~1h',
  '~',
  '$1',
  '$',
  'p1 ',
  'today ',
  'next ',
  'the ',
  'the day after ',
  'due by on ',
  'in 3 ',
  'jun ',
  '1 june ',
  'every ',
  'every 2 days ',
  'every other ',
  'mon,',
  'mon and ',
  '1h1',
  '1h 1m ',
  'for ',
  'for Mom ',
  '2026-',
  '1/',
  '1/ ',
  'a-',
  '-a',
  'T-1',
  'trk_',
  'trk_a',
  'W/"',
  '"a",',
  'gzip;q=0 ',
  'gzip;q=0.0',
  '::',
  'f:',
  '::ffff:1.',
  'a.',
  '1.1.1.1,',
  'a="',
  '[a]\n',
  'a=1\n',
  '"""',
  "'''",
  'a\u0301',
  '\u0301',
  '\u200d',
  '👩‍',
  '😀',
  '漢',
  'ﷺ',
  '\u001b[',
  '\u202e',
  '\ud83d',
  'http://',
  '__proto__',
]
const worst = (length: number) =>
  PIECES.map((run) => `${run.repeat(Math.ceil(length / run.length)).slice(0, length)}!x`)
const [short, long] = [worst(LONG / 4), worst(LONG)]

/** How many milliseconds it computes, however busy the machine is. */
async function time(read: (text: string) => unknown, text: string): Promise<number> {
  const before = process.cpuUsage()
  await read(text)
  return process.cpuUsage(before).user / 1000
}

describe('64 KB of the worst text takes linear time', () => {
  it.each(Object.entries(READERS))(
    'to be read as %s',
    async (_, read) => {
      for (const [i, text] of long.entries()) {
        let slowest = await time(read, text)
        expect(slowest, JSON.stringify(text.slice(0, 30))).toBeLessThan(MAX_MS)
        let quickest = Infinity
        let tries = 0
        const isOpen = () => slowest > NEGLIGIBLE_MS && (tries === 0 || slowest > MAX_RATIO * quickest)
        for (; isOpen() && tries < MAX_TRIES; tries++) {
          quickest = Math.min(quickest, await time(read, short[i]!))
          slowest = Math.min(slowest, await time(read, text))
        }
        if (slowest > NEGLIGIBLE_MS)
          expect(
            slowest / quickest,
            `${JSON.stringify(text.slice(0, 30))}: ${quickest} ms, four times as long ${slowest} ms`,
          ).toBeLessThan(MAX_RATIO)
      }
    },
    60_000,
  )
})
