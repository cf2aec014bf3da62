import { createHash } from 'node:crypto'
import type { Version } from '#contract/track.ts'
import type { User } from '#domain/users.ts'

/** `"VERSION.USER.ITEM.rREVISION"`: names the item, since its address may be a beginning of its id, and mean another one tomorrow. */
export function itemEtag(version: string, user: User, { id, revision }: { id: string; revision: number }): string {
  return `"${version}.${user.id}.${id}.r${revision}"`
}

/** The user's revision, the date or the encoding (RFC 9110, 8.8.3.3) where the answer depends on it, and the address: what one address has answered says nothing of another, which may be wrong. */
export function viewEtag(version: string, user: User, url: string, variant = ''): string {
  return `"${version}.${user.id}.r${user.revision}.${variant}.${fingerprint(url)}"`
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

/** The versions of an item that If-Match names; undefined when any will do. A weak tag names none (RFC 9110, 13.1.1). */
export function versionsIn(header: string | undefined): Version[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  return tagsIn(header).flatMap((tag) => {
    const [, id, revision] = /^"(?:(?:.*\.)?([^.]+)\.)?r(\d{1,15})"$/.exec(tag) ?? []
    return revision === undefined ? [] : { id, revision: Number(revision) }
  })
}
