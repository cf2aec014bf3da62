import type { FastifyRequest } from 'fastify'
import type { Backend } from './backend.ts'

/** Scheme, host and port under which the caller sees the server. */
export function origin(backend: Backend, request: FastifyRequest): string {
  return backend.settings.publicUrl ?? `${request.protocol}://${request.host}`
}
