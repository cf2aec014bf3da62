import { createHash } from 'node:crypto'
import type { User } from '#domain/users.ts'

/** `"VERSION.USER.rREVISION"`: of an item. */
export function etagOf(version: string, user: User, revision: number): string {
  return `"${version}.${user.id}.r${revision}"`
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

const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))

/** If-None-Match: whether the client has this already (RFC 9110, 13.1.2). */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || tagsIn(header).includes(etag)
}

/** The item's revision that If-Match names; undefined when any will do, -1 when it names none of ours. */
export function revisionIn(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const revision = /^"(?:.*\.)?r(\d{1,15})"$/.exec(tagsIn(header)[0]!)?.[1]
  return revision === undefined ? -1 : Number(revision)
}
