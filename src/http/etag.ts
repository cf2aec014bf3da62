import { createHash } from 'node:crypto'
import type { Version } from '#contract/track.ts'
import type { User } from '#domain/users.ts'

/** The user and the space that a tag is for; neither has dots. */
const readerOf = ({ id, shared }: User): string => (shared ? `${id}~${shared.id}` : id)

/**
 * `"VERSION.USER.ITEM.rREVISION"`, with `USER~SPACE` for a shared space. Names the item, since the URL may hold a
 * beginning of its id, which may mean another item tomorrow.
 */
export function itemEtag(version: string, user: User, { id, revision }: { id: string; revision: number }): string {
  return `"${version}.${readerOf(user)}.${id}.r${revision}"`
}

/**
 * Names the user's revision, the variant (the date, or the encoding: RFC 9110, section 8.8.3.3) where the response
 * depends on one, and the URL: a different URL may be invalid and must not be answered 304.
 */
export function viewEtag(version: string, user: User, url: string, variant = ''): string {
  return `"${version}.${readerOf(user)}.r${user.revision}.${variant}.${fingerprint(url)}"`
}

/** FNV-1a, 32 bits. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}

/** Names the content itself, where no revision of the user tells whether it has changed. */
export function contentEtag(version: string, user: User, body: string): string {
  return `"${version}.${readerOf(user)}.${digest(body)}"`
}

/** Of a file that is the same for everyone. */
export function fileEtag(content: Buffer): string {
  return `"${digest(content)}"`
}

const digest = (content: string | Buffer) => createHash('sha256').update(content).digest('base64url').slice(0, 22)

const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim())

/** If-None-Match: whether the client has this already (RFC 9110, section 13.1.2). */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header === etag) return true
  return header.trim() === '*' || tagsIn(header).some((tag) => tag.replace(/^W\//, '') === etag)
}

/**
 * If-Match: the item versions that it names; undefined for any. A weak tag names none (RFC 9110, section 13.1.1), nor
 * does that of another user or space.
 */
export function versionsIn(header: string | undefined, user: User): Version[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  return tagsIn(header).flatMap((tag) => {
    const [, reader = readerOf(user), id, revision] = ITEM_TAG.exec(tag) ?? []
    return revision === undefined || reader !== readerOf(user) ? [] : { id, revision: Number(revision) }
  })
}

const ITEM_TAG = /^"(?:(?:(?:.*\.)?([^.]+)\.)?([^.]+)\.)?r(\d{1,15})"$/
