import { createHash } from 'node:crypto'
import type { User } from '#domain/users.ts'

/** `"VERSION.USER.rREVISION"`: of an item, and of the feed, which has one for each encoding (RFC 9110, 8.8.3.3). */
export function etagOf(version: string, user: User, revision: number, encoding?: string): string {
  return `"${version}.${user.id}.r${revision}${encoding ? `.${encoding}` : ''}"`
}

/** The user's revision, the date where the day matters, and the address: what one address has answered says nothing of another, which may be wrong. */
export function viewEtag(version: string, user: User, url: string, day = ''): string {
  return `"${version}.${user.id}.r${user.revision}.${day}.${fingerprint(url)}"`
}

/** FNV-1a, 32 bits. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}

export function contentEtag(version: string, user: User, body: string): string {
  return `"${version}.${user.id}.${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}

const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim())

/** If-None-Match: whether the client has this already (RFC 9110, 13.1.2). */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header === etag) return true
  return header.trim() === '*' || tagsIn(header).some((tag) => tag.replace(/^W\//, '') === etag)
}

/** The revisions of an item that If-Match names; undefined when any will do. A weak tag names none (RFC 9110, 13.1.1). */
export function revisionsIn(header: string | undefined): number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  return tagsIn(header).flatMap((tag) => /^"(?:.*\.)?r(\d{1,15})"$/.exec(tag)?.[1] ?? []).map(Number)
}
