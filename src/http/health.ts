import type { Backend } from './backend.ts'
import { JSON_TYPE, respond } from './respond.ts'
import type { Router } from './router.ts'

/** `/healthz`: the process lives. `/readyz`: it can serve; throws `unavailable` while the database does not answer. */
export function addHealth(router: Router, backend: Backend): void {
  router.get('/healthz', (exchange) => {
    respond(exchange, 200, { 'content-type': JSON_TYPE }, '{"status":"ok"}')
  })
  router.get('/readyz', async (exchange) => {
    await backend.ready()
    respond(
      exchange,
      200,
      { 'content-type': JSON_TYPE },
      JSON.stringify({ status: 'ready', version: backend.version, proxy: exchange.proxy }),
    )
  })
}
