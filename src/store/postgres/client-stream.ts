import type { Duplex } from 'node:stream'
import type { ClientBase } from 'pg'

/** The socket of a client, which pg does not export. */
export function streamOf(client: ClientBase): Duplex {
  return (client as unknown as { connection: { stream: Duplex } }).connection.stream
}

/** A read of as many bytes has filled the buffer of the socket: more has come. */
const FULL_READ_BYTES = 64 * 1024

/**
 * Reads a long result a part in each turn of the event loop: node:net would read 2 MiB of each connection in one, and
 * only one new connection of a client is accepted in a turn.
 */
export function readInTurns(client: ClientBase): void {
  const stream = streamOf(client)
  stream.on('data', ({ length }: Buffer) => {
    if (length < FULL_READ_BYTES) return
    stream.pause()
    setImmediate(() => stream.resume())
  })
}
