import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { api, newHome, serve, type Server } from './run.ts'

let server: Server | undefined
const home = newHome()
afterEach(async () => {
  await server?.stop('SIGKILL')
  home.remove()
})

it('a user who is removed leaves no word in the files', async () => {
  server = await serve(home.path, { TRACK_RATE_LIMIT: '0' })
  const stays = 'Wombatherd'
  const words = ['Quokkafarm', 'Zebrafinch', 'Numbatnest', 'Echidnapad']
  await api(server, 'POST', '/api/items', { kind: 'todo', title: `${stays} 0` })
  const eve = {
    ...server,
    key: ((await api(server, 'POST', '/api/users', { name: 'eve' })).body as unknown as { api_key: string }).api_key,
  }
  const [title, notes, tag, edited] = words
  for (let i = 0; i < 60; i++) {
    const { body } = await api(eve, 'POST', '/api/items', {
      kind: 'todo',
      title: `${title} ${i}`,
      notes: `${notes} `.repeat(i * 3),
      tags: [`${tag}${i}`],
    })
    if (i % 3 === 0) await api(eve, 'PATCH', `/api/items/${body.id}`, { title: `${edited} ${i}` })
    if (i % 7 === 0) await api(eve, 'DELETE', `/api/items/${body.id}`)
    if (i % 5 === 0) await api(server, 'POST', '/api/items', { kind: 'todo', title: `${stays} ${i}` })
  }
  const found = () => {
    const files = readdirSync(join(home.path, 'data')).map((name) =>
      readFileSync(join(home.path, 'data', name))
        .toString('latin1')
        .toLowerCase(),
    )
    return [...words, stays].filter((word) => files.some((text) => text.includes(word.toLowerCase())))
  }
  expect(found()).toEqual([...words, stays])
  expect((await api(server, 'DELETE', '/api/users/eve')).status).toBe(204)
  await server.stop()
  expect(found()).toEqual([stays])
})
