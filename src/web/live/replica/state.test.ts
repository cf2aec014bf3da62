import { expect, it } from 'vitest'
import { countDoneBefore, emptyState, decrementDoneCount } from './state.ts'

it('counts what was done before what is kept, and no longer what is told of again', () => {
  const state = {
    ...emptyState(),
    doneBefore: [
      { project: 'boat', feature: 'f-1', done: 3 },
      { project: 'boat', feature: null, done: 2 },
      { project: 'attic', feature: null, done: 7 },
    ],
  }
  expect([
    countDoneBefore(state, 'boat'),
    countDoneBefore(state, 'boat', 'f-1'),
    countDoneBefore(state, 'attic'),
    countDoneBefore(state, 'cellar'),
  ]).toEqual([5, 3, 7, 0])
  const after = { ...state, doneBefore: decrementDoneCount(state.doneBefore, { project: 'boat', feature: null }) }
  expect([
    countDoneBefore(after, 'boat'),
    countDoneBefore(after, 'boat', 'f-1'),
    countDoneBefore(after, 'attic'),
  ]).toEqual([4, 3, 7])
})
