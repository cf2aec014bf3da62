import type { FastifyRequest } from 'fastify'
import type { Doors } from './doors.ts'

/** Scheme, host and port under which the caller sees the server. */
export function origin(doors: Doors, request: FastifyRequest): string {
  return doors.settings.publicUrl ?? `${request.protocol}://${request.host}`
}
