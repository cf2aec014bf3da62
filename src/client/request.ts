import type { NamedOperation } from '#contract/operations.ts'
import type { CallOptions, Version } from '#contract/track.ts'
import { invalid } from '#domain/errors.ts'
import type { WireRequest } from './transport.ts'

export interface Sender {
  url: string
  key: string
  client: string
  /** The space that calls are about which name none. */
  space?: string
  /** Calls that name no space are about the one that the user's defaults name, where they may be. */
  usesDefaults?: boolean
  idempotencyKey(): string
}

type Value = string | number | boolean | string[] | null | undefined

/**
 * The request of an operation: path parameters are taken from the input, the rest is sent as query or JSON body. Throws
 * `invalid` for a parameter that would lead to another path or cannot be sent.
 */
export function requestFor(
  operation: NamedOperation,
  input: object,
  options: CallOptions,
  sender: Sender,
): Omit<WireRequest, 'idleTimeoutMs' | 'totalTimeoutMs'> {
  const rest = new Map(Object.entries(input as Record<string, Value>).filter(([, value]) => value !== undefined))
  const usesDefaults = sender.usesDefaults === true && mayUseDefaults(operation, rest)
  const space = options.space ?? sender.space ?? (usesDefaults ? 'default' : undefined)
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = textOf(name, rest.get(name) ?? '')
    // these segments would change the path
    if (value === '' || value === '.' || value === '..')
      throw invalid({ path: name, message: value ? `there is no "${value}"` : 'may not be empty' })
    rest.delete(name)
    if (!value.isWellFormed()) throw invalid({ path: name, message: 'is not valid Unicode text' })
    return encodeURIComponent(value)
  })
  const { method } = operation
  const headers: Record<string, string> = {
    accept: 'application/json',
    'x-track-key': sender.key,
    'x-track-client': sender.client,
  }
  if (space !== undefined) headers['x-track-space'] = space
  if (method !== 'GET') headers['idempotency-key'] = options.idempotencyKey ?? sender.idempotencyKey()
  if (options.ifMatch !== undefined) headers['if-match'] = etagsOf(options.ifMatch)

  const url = sender.url.replace(/\/+$/, '') + path
  if (method === 'GET' || method === 'DELETE') return { method, url: url + queryOf(rest), headers }
  headers['content-type'] = 'application/json'
  return { method, url, headers, body: JSON.stringify(Object.fromEntries(rest)) }
}

const mayUseDefaults = ({ byDefault }: NamedOperation, input: ReadonlyMap<string, unknown>): boolean =>
  byDefault === 'kind' || (byDefault !== undefined && input.has(byDefault))

function queryOf(fields: Map<string, Value>): string {
  const query = new URLSearchParams()
  for (const [name, value] of fields) if (value != null) query.set(name, textOf(name, value))
  return query.size ? `?${query.toString()}` : ''
}

/** A value as it stands in an address: arrays are joined by commas. Throws `invalid` for what has no text. */
function textOf(name: string, value: Value): string {
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join()
  throw invalid({ path: name, message: 'must be a text, a number, true or false, or a list of these' })
}

function etagsOf(ifMatch: NonNullable<CallOptions['ifMatch']>): string {
  const versions = typeof ifMatch === 'number' ? [{ revision: ifMatch }] : ifMatch
  return versions.map(({ id, revision }: Version) => `"${id === undefined ? '' : `${id}.`}r${revision}"`).join(', ')
}
