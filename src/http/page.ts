import type { FastifyInstance } from 'fastify'

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Track</title>
<h1>Track is running</h1>
<p>Talk to it with the <code>track</code> command, or over <a href="/openapi.json">its HTTP API</a>.</p>
</html>
`

export function frontPage(app: FastifyInstance): void {
  app.get('/', (_request, reply) => reply.header('content-type', 'text/html; charset=utf-8').send(PAGE))
}
