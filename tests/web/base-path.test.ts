import { createServer, request, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { connect } from '#main/client.ts'
import { newHome, serve, type Server, track as runTrack } from '../program/run.ts'
import { add, it, row } from './browser.ts'

interface Mount {
  path: string
  server: Server
  strips: boolean
}

/** A proxy that leads paths of one host to servers. */
async function proxyTo(mounts: readonly Mount[]): Promise<{ url: string; proxy: HttpServer }> {
  const proxy = createServer((incoming, answer) => {
    const mount = mounts.find(({ path }) => incoming.url!.startsWith(`${path}/`))
    if (!mount) return void answer.writeHead(404).end('nothing here')
    const path = mount.strips ? incoming.url!.slice(mount.path.length) : incoming.url!
    const { method, headers } = incoming
    const outgoing = request(mount.server.url + path, { method, headers }, (reply) =>
      reply.pipe(answer.writeHead(reply.statusCode!, reply.headers)),
    )
    outgoing.on('error', () => answer.destroy())
    answer.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening))
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, proxy }
}

async function signIn(page: Page, url: string, key: string): Promise<void> {
  await page.goto(`${url}/`)
  await page.getByLabel('Your key').fill(key)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
}

it.for([true, false])(
  'the page works under a path of its host (taken away by the proxy: %s)',
  async (strips, { browser }) => {
    const home = newHome()
    const mount: Mount = { path: '/my/track', server: undefined as never, strips }
    const { url, proxy } = await proxyTo([mount])
    const base = `${url}${mount.path}`
    mount.server = await serve(home.path, { TRACK_PUBLIC_URL: `${base}/`, TRACK_RATE_LIMIT: '0' })
    const track = connect({ url: base, key: mount.server.key })
    const { id } = await track.items.add({ kind: 'todo', title: 'Over the path', due: 'today' })
    await track.projects.add({ title: 'Boat' })
    const context = await browser.newContext({ reducedMotion: 'reduce', timezoneId: 'UTC' })
    const page = await context.newPage()
    const left: string[] = []
    page.on('request', (sent) => !sent.url().startsWith(`${base}/`) && left.push(sent.url()))
    try {
      await signIn(page, base, mount.server.key)
      expect(page.url()).toBe(`${base}/today`)
      await page.evaluate(async () => void (await navigator.serviceWorker.ready))
      const scope = await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.scope)
      expect(scope).toBe(`${base}/`)

      await row(page, 'Over the path').locator('.row-title').click()
      await expect.poll(() => page.url()).toBe(`${base}/today?item=${id}`)
      await page.getByRole('button', { name: 'Close' }).click()
      await expect.poll(() => page.url()).toBe(`${base}/today`)
      await page.getByRole('link', { name: 'Boat' }).click()
      await page.getByRole('heading', { name: 'Boat', level: 1 }).waitFor()
      expect(page.url()).toBe(`${base}/projects/boat`)
      await page.reload()
      await page.getByRole('heading', { name: 'Boat', level: 1 }).waitFor()
      await page.goBack()
      await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
      expect(page.url()).toBe(`${base}/today`)

      await add(page, 'Added here today')
      await expect.poll(async () => (await track.items.list()).items.length).toBe(2)
      await track.items.add({ kind: 'todo', title: 'Added elsewhere', due: 'today' })
      await row(page, 'Added elsewhere').waitFor()

      await context.setOffline(true)
      await page.goto(`${base}/projects/boat`)
      await page.getByRole('heading', { name: 'Boat', level: 1 }).waitFor()
      await page.getByRole('link', { name: /^Upcoming/ }).click()
      await page.getByRole('heading', { name: 'Upcoming', level: 1 }).waitFor()
      await context.setOffline(false)

      await page.goto(`${base}/settings`)
      const { https } = await track.calendar.get()
      await expect.poll(() => page.getByRole('textbox', { name: 'Address' }).inputValue()).toBe(https)
      expect(https).toMatch(`${base}/calendar.ics?key=`)
      expect(await (await fetch(https)).text()).toContain('SUMMARY:Over the path')
      const cli = await runTrack(home.path, ['today'], {
        env: { TRACK_API_URL: base, TRACK_API_KEY: mount.server.key },
      })
      expect(cli).toMatchObject({ code: 0, stdout: expect.stringContaining('Over the path') })
      expect(left).toEqual([])
    } finally {
      await context.close()
      proxy.closeAllConnections()
      proxy.close()
      await mount.server.stop('SIGKILL')
      home.remove()
    }
  },
)

it('two servers under paths of one host keep their accounts apart', async ({ browser }) => {
  const homes = [newHome(), newHome()]
  const mounts: Mount[] = []
  for (const [i, home] of homes.entries())
    mounts.push({ path: `/${'ab'[i]}`, server: await serve(home.path, { TRACK_RATE_LIMIT: '0' }), strips: true })
  const { url, proxy } = await proxyTo(mounts)
  const context = await browser.newContext({ reducedMotion: 'reduce', timezoneId: 'UTC' })
  try {
    for (const { path, server } of mounts) {
      await connect(server).items.add({ kind: 'todo', title: `Of ${path}`, due: 'today' })
      const page = await context.newPage()
      await signIn(page, url + path, server.key)
      await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    }
    for (const offline of [false, true]) {
      await context.setOffline(offline)
      for (const { path } of mounts) {
        const page = await context.newPage()
        await page.goto(`${url}${path}/today`)
        await row(page, `Of ${path}`).waitFor()
        expect(await page.locator('#main .row').count()).toBe(1)
      }
    }
  } finally {
    await context.close()
    proxy.closeAllConnections()
    proxy.close()
    for (const { server } of mounts) await server.stop('SIGKILL')
    for (const home of homes) home.remove()
  }
})
