import { connect } from 'node:net'
import type { HostileRequest } from './hostile-requests.ts'

export interface RawResponse {
  /** 0: the connection ended without a response. */
  status: number
  head: string
  body: string
  ms: number
  /** Timed out: no response, and the connection stayed open. */
  hung: boolean
}

const HALF_CLOSE_MS = 150
const TIMEOUT_MS = 8000

/** Sends bytes as they are on a new connection, and reads one response. */
export function exchange(port: number, { bytes, unfinished, head: bodiless }: HostileRequest): Promise<RawResponse> {
  return new Promise((resolve) => {
    const from = performance.now()
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const finish = (hung: boolean) => {
      clearTimeout(timeout)
      clearTimeout(halfClose)
      socket.destroy()
      const { status, head, body } = read(Buffer.concat(chunks).toString('latin1'), bodiless)
      resolve({ status, head, body, ms: performance.now() - from, hung })
    }
    const timeout = setTimeout(() => finish(true), TIMEOUT_MS)
    const halfClose = unfinished ? setTimeout(() => socket.end(), HALF_CLOSE_MS) : undefined
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (read(Buffer.concat(chunks).toString('latin1'), bodiless).complete) finish(false)
    })
    socket.on('error', () => {})
    socket.on('close', () => finish(false))
  })
}

/** Parses the first response that is not 1xx (RFC 9112). */
function read(text: string, bodiless: boolean): { status: number; head: string; body: string; complete: boolean } {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return { status: 0, head: text, body: '', complete: false }
  const head = text.slice(0, end)
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0)
  const rest = text.slice(end + 4)
  if (status >= 100 && status < 200 && status !== 101) return read(rest, bodiless)
  const length = /^content-length: (\d+)/im.exec(head)?.[1]
  const streams = /^content-type: text\/event-stream/im.test(head)
  const complete =
    bodiless ||
    streams ||
    status === 204 ||
    status === 304 ||
    (length === undefined ? rest.endsWith('0\r\n\r\n') : rest.length >= Number(length))
  return {
    status,
    head,
    body: Buffer.from(length === undefined ? rest : rest.slice(0, Number(length)), 'latin1').toString(),
    complete,
  }
}
