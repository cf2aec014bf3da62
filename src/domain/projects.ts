import type { Instant } from './dates.ts'
import type { Status } from './statuses.ts'
import { KINDS, POOLS } from './kinds.ts'

export const PROJECT_TYPES = ['general', 'engineering'] as const
export type ProjectType = (typeof PROJECT_TYPES)[number]
export const PROJECT_STATUSES = ['active', 'done', 'archived'] as const
export type ProjectStatus = (typeof PROJECT_STATUSES)[number]

export interface Project {
  slug: string
  title: string
  type: ProjectType
  status: ProjectStatus
  notes: string | null
  created_at: Instant
  updated_at: Instant
  revision: number
}

export interface Feature {
  id: string
  project: string
  title: string
  status: Status
  notes: string | null
  created_at: Instant
  updated_at: Instant
  revision: number
}

export interface Progress {
  done: number
  total: number
  /** Minutes of estimates of what is still open. */
  estimate_left: number
}

/** How many tasks of a project were done in one of its features, or outside all. */
export interface DoneCount {
  project: string
  feature: string | null
  done: number
}

export const MAX_SLUG_CHARACTERS = 64
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const ID_LIKE = /^[tcksgf]-[0-9a-f]+$/
const TAKEN: readonly string[] = [...KINDS, ...POOLS]

/** Why a text can't be a project's slug, or null when it can. */
export function slugProblem(slug: string): string | null {
  if (slug.length > MAX_SLUG_CHARACTERS) return `a slug has at most ${MAX_SLUG_CHARACTERS} characters`
  if (!SLUG.test(slug)) return 'a slug is made of words of a-z and 0-9 joined by "-"'
  if (TAKEN.includes(slug)) return `"${slug}" is the name of a list`
  if (ID_LIKE.test(slug)) return `"${slug}" looks like the id of an item`
  return null
}

/** Letters that Unicode does not decompose, with what people write instead. */
const LATIN: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th' }

/** Letters and symbols of which Latin ones can be told; the others need transliteration. */
const OTHER_SCRIPT = /(?![a-z])[\p{L}\p{So}]/u

/**
 * A slug for a title: `Kitchen Reno!` becomes `kitchen-reno`; `` when nothing of the title can stand in one, or some of
 * it is in another script.
 */
export function slugOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþ]/g, (letter) => LATIN[letter]!)
  if (OTHER_SCRIPT.test(plain)) return ''
  const words = plain.match(/[a-z0-9]+/g) ?? []
  let slug = ''
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word.slice(0, MAX_SLUG_CHARACTERS)
    if (longer.length > MAX_SLUG_CHARACTERS) break
    slug = longer
  }
  return slugProblem(slug) && slug ? `${slug}-project` : slug
}
