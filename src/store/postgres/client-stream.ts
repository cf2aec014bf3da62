import type { Duplex } from 'node:stream'
import type { ClientBase } from 'pg'

/** The socket of a client, which pg does not export. */
export function streamOf(client: ClientBase): Duplex {
  return (client as unknown as { connection: { stream: Duplex } }).connection.stream
}
