import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { it, row } from './browser.ts'

/** How many entries each store of this browser holds. */
const storedCounts = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(async () => {
    const ended = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) =>
        Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }),
      )
    const [{ name = '' } = {}] = await indexedDB.databases()
    const db = await ended(indexedDB.open(name))
    const counts: Record<string, number> = {}
    for (const store of db.objectStoreNames)
      counts[store] = await ended(db.transaction(store).objectStore(store).count())
    db.close()
    return counts
  })

it('keeps what is loaded and what changes after it, and folds many changes into the rest', async ({ stage }) => {
  const { track } = stage
  const { results } = await track.batch.run({
    operations: Array.from({ length: 600 }, (_, i) => ({
      op: 'items.add',
      input: { kind: 'todo', title: `Thing ${i}`, due: 'today' },
    })),
  })
  const ids = (results as { id: string }[]).map(({ id }) => id)
  const context = await stage.context({ offline: true })
  const page = await stage.signedIn(context, '/todos')
  await row(page, 'Thing 0').first().waitFor()
  await expect.poll(() => storedCounts(page)).toMatchObject({ stretches: 3, items: 0 })

  await track.batch.run({
    operations: ids
      .slice(0, 10)
      .map((id, i) =>
        i % 2
          ? { op: 'items.remove', input: { id } }
          : { op: 'items.update', input: { id, title: `Other ${i}`, priority: 1 } },
      ),
  })
  await expect.poll(() => storedCounts(page)).toMatchObject({ stretches: 3, items: 10 })
  const waitForSaved = async () => {
    await context.setOffline(true)
    await page.reload()
    await row(page, 'Other 0').first().waitFor()
    expect(
      await page
        .locator('#main .row')
        .allTextContents()
        .then((rows) => rows.slice(0, 7).map((text) => /(Other|Thing) \d+/.exec(text)?.[0])),
    ).toEqual(['Other 0', 'Other 2', 'Other 4', 'Other 6', 'Other 8', 'Thing 10', 'Thing 11'])
    await context.setOffline(false)
  }
  await waitForSaved()

  for (let from = 10; from < 600; from += 59)
    await track.batch.run({
      operations: ids.slice(from, from + 59).map((id) => ({ op: 'items.update', input: { id, notes: 'Seen.' } })),
    })
  await expect.poll(() => storedCounts(page), { timeout: 15_000 }).toMatchObject({ stretches: 3, items: 600 })
  await waitForSaved()
  await expect.poll(() => storedCounts(page)).toMatchObject({ stretches: 3, items: 0 })
  await waitForSaved()
}, 60_000)

it('loses nothing that is written during a full reload, and retries it when it fails', async ({ stage }) => {
  const { track } = stage
  const context = await stage.context({ offline: true })
  const page = await stage.signedIn(context, '/todos')
  const lots = (name: string) =>
    track.batch.run({
      operations: Array.from({ length: 501 }, (_, i) => ({
        op: 'items.add',
        input: { kind: 'todo', title: `${name} ${i}` },
      })),
    })
  let asked = () => {}
  const loading = new Promise<void>((done) => (asked = done))
  let answer = () => {}
  const held = new Promise<void>((done) => (answer = done))
  await page.route('**/api/me', async (route) => (asked(), await held, await route.continue()))
  await lots('Journaled')
  await loading
  await track.items.add({ kind: 'todo', title: 'Meanwhile', priority: 1 })
  answer()
  await row(page, 'Meanwhile').waitFor()
  await page.unroute('**/api/me')

  let failures = 0
  await page.route('**/api/snapshot*', (route) => (failures++ ? route.continue() : route.fulfill({ status: 500 })))
  await lots('Huge')
  await expect.poll(() => failures).toBe(1)
  await track.items.add({ kind: 'todo', title: 'Last', priority: 1 })
  await row(page, 'Last').waitFor({ timeout: 10_000 })
  await expect.poll(() => page.getByText(/1,?004/).count(), { timeout: 10_000 }).toBeGreaterThan(0)
  await page.locator('.connection[data-state=live]').waitFor()
}, 60_000)

it('asks for nothing more once another account is open', async ({ stage }) => {
  const other = await stage.track.users.add({ name: 'other' })
  const page = await stage.signedIn(await stage.context({ offline: true }), '/settings')
  let asked = () => {}
  const loading = new Promise<void>((done) => (asked = done))
  let answer = () => {}
  const held = new Promise<void>((done) => (answer = done))
  await page.route('**/api/snapshot*', async (route) => (asked(), await held, await route.continue()), { times: 1 })
  await stage.track.me.update({ timezone: 'Asia/Tokyo' }) // causes a full reload
  await loading
  await page.getByRole('button', { name: 'Add another key' }).click()
  await page.getByRole('dialog').getByLabel('Key').fill(other.api_key)
  await page.keyboard.press('Enter')
  // the sidebar's button; the settings name the account on others before it is open
  await page.getByRole('button', { name: 'other', exact: true }).waitFor()
  const keys: string[] = []
  answer()
  await page.waitForTimeout(500) // what was under way ends
  page.on('request', (request) => request.url().includes('/api/') && keys.push(request.headers()['x-track-key'] ?? ''))
  await page.waitForTimeout(6500) // longer than until a failed load is tried again
  expect(keys.filter((key) => key !== other.api_key)).toEqual([])
}, 60_000)

it('keeps a time zone that was set elsewhere', async ({ stage }) => {
  const context = await stage.context({ offline: true })
  const page = await stage.signedIn(context, '/settings')
  await stage.track.me.update({ timezone: 'Pacific/Kiritimati' })
  const zone = () => page.getByLabel('Your time zone').inputValue()
  await expect.poll(zone).toBe('Pacific/Kiritimati')
  await context.setOffline(true)
  await page.reload()
  expect(await zone()).toBe('Pacific/Kiritimati')
})

it('goes on from what an earlier version has kept', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Kept before', due: 'today' })
  const context = await stage.context({ offline: true })
  const page = await stage.signedIn(context)
  await row(page, 'Kept before').waitFor()
  await expect.poll(() => storedCounts(page)).toMatchObject({ stretches: 1, items: 0 })
  await page.goto('/icon.svg')
  await page.evaluate(async (itemId) => {
    const ended = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) =>
        Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }),
      )
    const [{ name = '' } = {}] = await indexedDB.databases()
    const now = await ended(indexedDB.open(name))
    const tx = now.transaction(['stretches', 'facts'])
    const [texts, facts] = [
      await ended(tx.objectStore('stretches').getAll()),
      (await ended(tx.objectStore('facts').get('now'))) as object,
    ]
    const items = texts.flatMap((text) => JSON.parse(text as string) as { id: string }[])
    if (!items.some((item) => item.id === itemId)) throw new Error('it is not kept')
    now.close()
    await ended(indexedDB.deleteDatabase(name))
    const opening = indexedDB.open(name, 1) // as version 1 has made it
    opening.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries({
        items: 'id',
        projects: 'slug',
        features: 'id',
        facts: undefined,
        waiting: 'seq',
        aside: 'seq',
      }))
        opening.result.createObjectStore(store, { keyPath })
    }
    const old = await ended(opening)
    const write = old.transaction(['items', 'facts', 'waiting'], 'readwrite')
    for (const item of items) write.objectStore('items').put(item)
    write.objectStore('facts').put(facts, 'now')
    write.objectStore('waiting').put({
      seq: 1,
      tab: 'closed',
      op: 'items.update',
      input: { id: itemId, priority: 2 },
      key: 'update',
      at: new Date().toISOString(),
      today: '2026-01-01',
      timezone: 'UTC',
      newIds: [],
      says: 'Changed before',
    })
    await new Promise((done) => (write.oncomplete = done))
    old.close()
  }, id)
  await context.setOffline(true)
  await page.goto('/today')
  await row(page, 'Kept before').waitFor()
  await page.getByRole('button', { name: /1 wait/ }).click()
  const pending = page.getByRole('dialog', { name: 'Waiting changes' })
  await pending.getByText('Changed before').waitFor()
  expect(await storedCounts(page)).toMatchObject({ stretches: 0, items: 1 })
}, 60_000)

it('completes items that were stored before a field existed', async ({ stage }) => {
  const { track } = stage
  const stored = await track.items.add({ kind: 'todo', title: 'Stored whole', due: 'today' })
  const context = await stage.context({ offline: true })
  const page = await stage.signedIn(context)
  await row(page, 'Stored whole').waitFor()
  await expect.poll(() => storedCounts(page)).toMatchObject({ stretches: 1, items: 0 })
  const changed = await track.items.add({ kind: 'todo', title: 'Stored since', due: 'today' })
  await expect.poll(() => storedCounts(page)).toMatchObject({ stretches: 1, items: 1 })
  await page.goto('/icon.svg')
  await page.evaluate(async () => {
    const ended = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) =>
        Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }),
      )
    const [{ name = '' } = {}] = await indexedDB.databases()
    const db = await ended(indexedDB.open(name))
    const tx = db.transaction(['stretches', 'items'], 'readwrite')
    const [stretches, items] = [tx.objectStore('stretches'), tx.objectStore('items')]
    const older = ({ tags: _tags, occasion: _occasion, priority: _priority, ...item }: Record<string, unknown>) => item
    for (const [key, text] of ((await ended(stretches.getAll())) as string[]).entries())
      stretches.put(JSON.stringify((JSON.parse(text) as Record<string, unknown>[]).map(older)), key)
    for (const item of (await ended(items.getAll())) as Record<string, unknown>[]) items.put(older(item))
    await new Promise((done) => (tx.oncomplete = done))
    db.close()
  })
  await context.setOffline(true)
  await page.goto('/today')
  for (const { id, title } of [stored, changed]) {
    await row(page, title).waitFor()
    await page.goto(`/today?item=${id}`)
    const field = page.locator('.item').getByRole('textbox', { name: 'Title' })
    await field.fill(`${title}, renamed`)
    await page.keyboard.press('Enter')
    await row(page, `${title}, renamed`).waitFor()
  }
  await context.setOffline(false)
  for (const { id, title } of [stored, changed])
    await expect
      .poll(() => track.items.get({ id }))
      .toMatchObject({ title: `${title}, renamed`, tags: [], occasion: null, priority: 3 })
}, 60_000)
