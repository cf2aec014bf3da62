import { expect, test } from 'vitest'
import { addAmounts, amountPhrase, splitAmount, titleWithAmount } from './amounts.ts'

test.each([
  ['2 kg flour', 'flour', '2 kg'],
  ['2x milk', 'milk', '2×'],
  ['3 × yoghurt', 'yoghurt', '3×'],
  ['1,5 l milk', 'milk', '1.5 l'],
  ['500g Butter', 'Butter', '500 g'],
  ['2 bottles red wine', 'red wine', '2 bottles'],
  ['milk', 'milk', null],
  ['7 up', '7 up', null],
  ['2 kg', '2 kg', null],
  ['4xmas cards', '4xmas cards', null],
])('%s', (title, name, phrase) => {
  const split = splitAmount(title)
  expect([split.name, split.amount && amountPhrase(split.amount)]).toEqual([name, phrase])
})

test.each([
  ['2 kg flour', '1 kg flour', '3 kg flour'],
  ['500 g flour', '1 kg flour', '1.5 kg flour'],
  ['1.5 l milk', '2,5 dl milk', '1.75 l milk'],
  ['2x milk', 'milk', '3x milk'],
  ['milk', 'milk', '2x milk'],
  ['2 kg flour', '2x flour', null],
  ['2 bags flour', 'flour', null],
])('%s and %s', (a, b, sum) => {
  const added = addAmounts(splitAmount(a).amount, splitAmount(b).amount)
  expect(added && titleWithAmount(splitAmount(a).name, added)).toBe(sum)
})
