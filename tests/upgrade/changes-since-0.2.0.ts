import { FIELD_NAMES } from '#domain/fields.ts'
import type { Difference } from './compare.ts'

/** A difference from version 0.2.0 that is meant, with the section of the specification that asks for it. */
export interface Change {
  /** Of method and path, both as in `POST /api/items`. */
  request?: RegExp
  where: RegExp
  kind?: Difference['kind']
  section: number
  why: string
}

export const CHANGES: readonly Change[] = [
  { where: new RegExp(`(^|\\.)(${FIELD_NAMES.join('|')})$`), kind: 'added', section: 1, why: 'items have more fields' },
  { where: /^answer\.(currency|user\.currency)$/, kind: 'added', section: 5, why: 'each user has a currency' },
  { where: /^answer\.(spaces|defaults)$/, kind: 'added', section: 12, why: 'users share spaces' },
  { where: /\.by$/, kind: 'added', section: 12, why: 'the journal says who wrote' },
  { where: /^answer\.notices$/, kind: 'added', section: 3, why: 'quick add says what it did not understand' },
  { where: /^answer\.(gone|hint)$/, kind: 'added', section: 7, why: 'a 404 says what became of the item' },
  {
    where: /^answer\.(detail|errors\[\]\.message)$/,
    section: 3,
    why: 'more dates are understood, and refusals list them',
  },
  {
    where: /\.(due|anchor)$/,
    section: 3,
    why: 'a recurring item without a date is due on its first day from today on',
  },
  {
    request: /^POST .*\/(reopen|done)$/,
    where: /^answer\.(next|item\.next|added)$/,
    section: 1,
    why: 'a reopened item whose copy is gone carries the series on',
  },
  { request: /^POST \/api\/projects$/, where: /./, section: 4, why: 'slugs are made of titles in any script' },
  {
    request: /^PATCH \/api\/me$/,
    where: /^answer\.errors\[\]$/,
    section: 5,
    why: 'the currency can be changed without the time zone',
  },
]
