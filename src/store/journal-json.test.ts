import { describe, expect, it } from 'vitest'
import { type AnyEntity, completeEntity, type EntityDifference, FIELD_CODES } from '#domain/entities.ts'
import { differenceJson, differencesFrom } from './journal-json.ts'

const at = '2026-03-20T10:00:00.000Z'
const written = { at, revision: 7 }
const stamp = { created_at: at, updated_at: at, revision: 7 }
const anHourBefore = { created_at: '2026-03-20T09:00:00.000Z', updated_at: '2026-03-20T09:00:00.000Z', revision: 3 }

const item = (fields: object): AnyEntity => completeEntity('item', { status: 'todo', position: 'a0', ...fields })
const todo = item({ id: 't-1f3a', kind: 'todo', title: 'Milk', due: '2026-03-21', tags: ['shop'], ...stamp })
const gift = item({ id: 's-2c4e', kind: 'gift', title: 'Scarf', recipient: 'Mom', budget: 49.5, ...stamp })
const former = item({ id: 't-1f3a', kind: 'todo', title: 'Milk', due: '2026-03-21', ...anHourBefore })
const done = { ...former, updated_at: at, revision: 7, status: 'done', done_at: at }
const urgent = { ...former, updated_at: at, revision: 7, priority: 1, due: null, notes: 'Now', tags: ['shop'] }
const project = completeEntity('project', { slug: 'boat', title: 'Boat', type: 'general', status: 'active', ...stamp })
const feature = completeEntity('feature', { id: 'f-0b1c', project: 'boat', title: 'Mast', status: 'todo', ...stamp })

/** As the journals of released versions have them: these must be read for ever. */
const JOURNALED: [string, EntityDifference, string][] = [
  [
    'a todo that was added',
    { entity: 'item', id: 't-1f3a', before: null, after: todo },
    '["t-1f3a",["tdgo","Milk","2026-03-21",["shop"],"a0"]]',
  ],
  [
    'a gift that was added',
    { entity: 'item', id: 's-2c4e', before: null, after: gift },
    '["s-2c4e",["ktRbo","gift","Scarf","Mom",49.5,"a0"]]',
  ],
  [
    'a todo that was done',
    { entity: 'item', id: 't-1f3a', before: former, after: done as AnyEntity },
    '["t-1f3a",["tsdcDo","Milk","done","2026-03-21",3600000,0,"a0"],["surD","todo",3600000,3]]',
  ],
  [
    'a todo that was changed',
    { entity: 'item', id: 't-1f3a', before: former, after: urgent },
    '["t-1f3a",["tpgnco","Milk",1,["shop"],"Now",3600000,"a0"],["durpgn","2026-03-21",3600000,3]]',
  ],
  [
    'a todo that was removed',
    { entity: 'item', id: 't-1f3a', before: former, after: null },
    '["t-1f3a",null,["tdcuro","Milk","2026-03-21",3600000,3600000,3,"a0"]]',
  ],
  [
    'a project',
    { entity: 'project', id: 'boat', before: null, after: project },
    '["boat",["tys","Boat","general","active"],null,"project"]',
  ],
  [
    'a feature',
    { entity: 'feature', id: 'f-0b1c', before: null, after: feature },
    '["f-0b1c",["Pts","boat","Mast","todo"],null,"feature"]',
  ],
]

describe('the journal', () => {
  it.each(JOURNALED)('has the JSON of %s', (_, difference, json) => {
    expect(differenceJson(difference, written)).toBe(json)
    expect(differencesFrom({ at: Date.parse(at), revision: 7, differences: `[${json}]` })).toEqual([difference])
  })

  it('has a letter for each field, and no letter for two', () => {
    const codes = Object.values(FIELD_CODES)
    for (const code of codes) expect(code).toMatch(/^[a-zA-Z]$/)
    expect(codes.toSorted()).toEqual([...new Set(codes)].toSorted())
  })

  it('never changes the letter of a field that was released', () => {
    const released =
      'id:i kind:k title:t status:s priority:p due:d at:a tags:g notes:n every:e anchor:h last_done:l project:P ' +
      'feature:f estimate:m recipient:R occasion:O budget:b url:U assigned:A turns:T turn_rule:L done_by:B ' +
      'bought_on:G next:x created_at:c updated_at:u done_at:D revision:r position:o slug:z type:y'
    const codes = released.split(' ').map((field) => field.split(':') as [string, string])
    expect(FIELD_CODES).toMatchObject(Object.fromEntries(codes))
  })
})
