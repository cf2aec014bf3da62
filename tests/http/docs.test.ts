import { beforeAll, describe, expect, it } from 'vitest'
import { allOperations } from '#contract/operations.ts'
import { useTestServer } from '#testing/fixtures.ts'

describe('the API reference', () => {
  const server = useTestServer('http')
  let page: string
  beforeAll(async () => {
    page = await (await server.fetch('/docs')).text()
  })

  const sectionOf = (name: string) =>
    new RegExp(`<section id="${name.replace('.', '\\.')}">.*?</section>`, 's').exec(page)?.[0] ?? ''

  it('needs no key, runs no script and asks nobody else', async () => {
    const response = await server.fetch('/docs')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(page).not.toMatch(/<script|style=|\son\w+=|https?:\/\//)
    expect([...page.matchAll(/(?:src|href)="([^#"]+)"/g)].map(([, to]) => to)).toEqual(['docs.css', 'openapi.json'])
    const style = await server.fetch('/docs.css')
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(await style.text()).toContain('light-dark')
    expect((await server.fetch('/docs', { headers: { 'if-none-match': response.headers.get('etag')! } })).status).toBe(
      304,
    )
  })

  it.each(allOperations.map((operation) => [operation.name, operation] as const))(
    'tells %s: its route, its input and an example',
    (name, { method, path, description, role, fails }) => {
      const section = sectionOf(name)
      expect(section).toContain(`>${method}</b> <code>${path}</code>`)
      expect(section).toContain(description.replaceAll('"', '&#34;'))
      expect(section.includes('Administrators only.')).toBe(role === 'admin')
      const failures = /<p class="notes">Fails with (.*?)<\/p>/.exec(section)![1]
      for (const code of ['invalid', ...fails]) expect(failures).toContain(`<code>${code}</code>`)
      const example = /<pre>(.*?)<\/pre>/s.exec(section)![1]!
      expect(example).toMatch(/^curl /)
      expect(example).not.toMatch(/undefined|\{\w+\}/)
      for (const [, field] of path.matchAll(/\{(\w+)\}/g)) expect(section).toContain(`<code>${field!}</code>`)
    },
  )

  it('names fields, choices and what is required', () => {
    const add = sectionOf('items.add')
    for (const part of [
      '<code>kind</code>',
      '<code>grocery</code>',
      '<code>text</code>',
      'required',
      'href="#ItemInSpace"',
    ])
      expect(add + sectionOf('items.get')).toContain(part)
    expect(sectionOf('ItemInSpace')).toContain('<code>last_done</code>')
    expect(sectionOf('items.done')).toContain(
      '-d &#39;{&#34;on&#34;:&#34;yesterday&#34;}&#39;'.replaceAll('&#39;', "'"),
    )
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    for (const [, to] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(to)
  })
})
