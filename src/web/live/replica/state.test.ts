import { expect, it } from 'vitest'
import { doneEarlier, emptyState, recalled } from './state.ts'

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
    doneEarlier(state, 'boat'),
    doneEarlier(state, 'boat', 'f-1'),
    doneEarlier(state, 'attic'),
    doneEarlier(state, 'cellar'),
  ]).toEqual([5, 3, 7, 0])
  const after = { ...state, doneBefore: recalled(state.doneBefore, { project: 'boat', feature: null }) }
  expect([doneEarlier(after, 'boat'), doneEarlier(after, 'boat', 'f-1'), doneEarlier(after, 'attic')]).toEqual([
    4, 3, 7,
  ])
})
