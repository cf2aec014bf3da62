import * as fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { ITEM_COLUMNS } from './items.ts'
import { type TableRow, tableLines } from './table.ts'

const ROWS: TableRow[] = [
  ['t-1f3a', { text: 'P1', style: 'red' }, 'File taxes', 'today', '#money'],
  ['t-20b4c', 'P3', '漢字 and pizza 🍕', '', 'weekly'],
  ['t-3', 'P3', 'short', '', ''],
]

test('columns line up, wide characters and emoji too, and no line ends in spaces', async () => {
  expect(await tableLines(ROWS, { columns: ITEM_COLUMNS, width: Infinity, colours: false, links: false })).toEqual([
    't-1f3a   P1  File taxes         today  #money',
    't-20b4c  P3  漢字 and pizza 🍕         weekly',
    't-3      P3  short',
  ])
})

test('title and details share the width; a title that is long does not starve them', async () => {
  const frame = (width: number) => ({ columns: ITEM_COLUMNS, width, colours: false, links: false })
  const at = (width: number) => tableLines(ROWS.slice(0, 2), frame(width))
  const wordy = (width: number, title = 'A title that goes on for a while') =>
    tableLines([['t-1', 'P3', title, 'today', 'for Mom · birthday · #money']], frame(width))
  expect(await wordy(80)).toEqual(['t-1  P3  A title that goes on for a while  today  for Mom · birthday · #money'])
  expect(await wordy(70)).toEqual(['t-1  P3  A title that goes on for a while  today  for Mom · birthday…'])
  expect(await wordy(56)).toEqual(['t-1  P3  A title that goes on for…  today  for Mom · bi…'])
  expect(await wordy(56, 'x'.repeat(300))).toEqual([`t-1  P3  ${'x'.repeat(25)}…  today  for Mom · b…`])
  expect(await wordy(40)).toEqual(['t-1  P3  A title that goes on fo…  today'])
  expect(await at(44)).toEqual([
    't-1f3a   P1  File taxes        today  #money',
    't-20b4c  P3  漢字 and pizza…          weekly',
  ])
  expect(await at(36)).toEqual(['t-1f3a   P1  File taxes        today', 't-20b4c  P3  漢字 and pizza…'])
  expect(await at(20)).toEqual(['t-1f3a   File taxes', 't-20b4c  漢字 and p…'])
})

test('what is whole is never cut, and takes from the others first', async () => {
  const columns = [{}, { share: 1 }, { whole: true }]
  const row = ['line 3', 'A title that goes on', 'https://track.example/calendar']
  const lines = (width: number) => tableLines([row], { columns, width, colours: false, links: false })
  expect(await lines(50)).toEqual(['line 3  A title t…  https://track.example/calendar'])
  expect(await lines(30)).toEqual(['line 3  https://track.example/calendar'])
})

test('colours wrap the text, not the gaps', async () => {
  const [line] = await tableLines(ROWS.slice(0, 1), { columns: ITEM_COLUMNS, width: 80, colours: true, links: false })
  expect(line).toBe('t-1f3a  \u001b[31mP1\u001b[39m  File taxes  today  #money')
})

test('no line is wider than the frame, whatever it holds', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('', '🍕🍕🍕', '漢字漢字', '\u001b[31mx', 'a\nb'),
  )
  const rows = fc.array(
    fc.oneof(
      fc.array(cell, { minLength: 5, maxLength: 5 }),
      cell.map((text) => ({ heading: [text] })),
    ),
    { maxLength: 6 },
  )
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 8, max: 120 }), async (some, width) => {
      for (const line of await tableLines(some, { columns: ITEM_COLUMNS, width, colours: false, links: false })) {
        // terminals give signs without an emoji selector one column
        const inTerminal = line.replace(
          /(?!\p{Emoji_Presentation})\p{Extended_Pictographic}(?!\ufe0f|\u200d|\p{Emoji_Modifier})/gu,
          'x',
        )
        expect(stringWidth(inTerminal)).toBeLessThanOrEqual(width)
        expect(line).not.toMatch(/[\u0000-\u001f]/)
      }
    }),
  )
})
