import { expect } from 'vitest'
import { it, PHONE, row } from './browser.ts'

it('adds by one line, shows what it understood, and stays open for more', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context())
  await page.keyboard.press('q')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('Call the dentist today p1 #health ~15m')
  for (const chip of ['P1', 'health']) await dialog.getByText(chip).first().waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByRole('textbox').fill('Second thing today')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await row(page, 'Call the dentist').waitFor()
  await row(page, 'Second thing').waitFor()
  await expect
    .poll(async () =>
      (await stage.track.items.list()).items.map(({ title, priority, tags, estimate }) => ({
        title,
        priority,
        tags,
        estimate,
      })),
    )
    .toEqual([
      { title: 'Call the dentist', priority: 1, tags: ['health'], estimate: 15 },
      { title: 'Second thing', priority: 3, tags: [], estimate: null },
    ])
})

it('takes done back, by the toast and by z', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'File taxes', due: 'today' })
  const page = await stage.signedIn(await stage.context())
  const status = async () => (await stage.track.items.get({ id })).status
  await row(page, 'File taxes').getByRole('checkbox').click()
  await expect.poll(status).toBe('done')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(status).toBe('todo')
  await row(page, 'File taxes').locator('.row-title').focus()
  await page.keyboard.press('x')
  await expect.poll(status).toBe('done')
  await page.getByRole('button', { name: 'Undo' }).waitFor()
  await page.keyboard.press('z')
  await page.getByText('Undone – Done: “File taxes”').waitFor()
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
  await expect.poll(status).toBe('todo')
  await row(page, 'File taxes').waitFor()
})

it('can still take back by z what could not be taken back without a network', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'File taxes', due: 'today' })
  const context = await stage.context()
  const page = await stage.signedIn(context)
  await row(page, 'File taxes').locator('.row-title').focus()
  await page.keyboard.press('1')
  const priority = async () => (await stage.track.items.get({ id })).priority
  await expect.poll(priority).toBe(1)
  await page.route('**/api/undo', (route) => route.abort())
  await page.keyboard.press('z')
  await page.getByText(/cannot be reached/).waitFor({ timeout: 20_000 })
  await page.unroute('**/api/undo')
  await page.keyboard.press('z')
  await expect.poll(priority).toBe(3)
}, 60_000)

it('keeps what was typed and not added', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context())
  await page.keyboard.press('q')
  await page.getByRole('dialog').getByRole('textbox').fill('Half a thou')
  await page.keyboard.press('Escape')
  await page.keyboard.press('q')
  expect(await page.getByRole('dialog').getByRole('textbox').inputValue()).toBe('Half a thou')
})

it('finds what has a tag by a click on it', async ({ stage }) => {
  for (const [title, tags] of [
    ['Verbs', ['lang']],
    ['Nouns', ['lang']],
    ['Sums', []],
  ] as const)
    await stage.track.items.add({ kind: 'todo', title, due: 'today', tags: [...tags] })
  const page = await stage.signedIn(await stage.context())
  await row(page, 'Verbs').getByRole('link', { name: '#lang' }).click()
  await page.getByRole('heading', { name: 'Search', level: 1 }).waitFor()
  await row(page, 'Nouns').waitFor()
  expect(await page.locator('#main .row').count()).toBe(2)
})

it('offers something in the account menu', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context())
  await page.getByRole('button', { name: 'admin' }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
})

it('is worked by the keyboard alone', async ({ stage }) => {
  for (const title of ['One', 'Two', 'Three']) await stage.track.items.add({ kind: 'todo', title, due: 'today' })
  const page = await stage.signedIn(await stage.context())
  await row(page, 'Three').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Two')
  await page.keyboard.press('1')
  await expect.poll(async () => (await stage.track.items.list()).items[0]).toMatchObject({ title: 'Two', priority: 1 })
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.getByRole('heading', { name: 'Todos', level: 1 }).waitFor()
  await row(page, 'Three').locator('.row-title').focus()
  await page.keyboard.press('5') // into another section
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Three')
  await page.keyboard.press('3')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Three')
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.getByRole('heading', { name: 'Todos', level: 1 }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('groc')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Groceries', level: 1 }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: 'Todos', level: 1 }).waitFor()
})

it('keeps the keys that follow on one that opens a line whose code is still fetched, and gives them to it', async ({
  stage,
}) => {
  await stage.track.items.add({ kind: 'todo', title: 'One', due: 'today' })
  const context = await stage.context()
  await context.addInitScript(() => {
    if ('serviceWorker' in navigator) navigator.serviceWorker.register = () => Promise.reject(new Error('not now'))
  })
  const release: Record<string, () => void> = {}
  for (const part of ['quick-add', 'palette', 'search']) {
    const held = new Promise<void>((done) => (release[part] = done))
    await context.route(new RegExp(`/assets/${part}-[\\w-]{8}\\.js$`), async (route) => {
      await held
      await route.continue()
    })
  }
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel(/key/i).first().fill(stage.server.key)
  await page.keyboard.press('Enter')
  await row(page, 'One').locator('.row-title').focus()

  await page.keyboard.press('q')
  await page.keyboard.type('Box of stamps')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Call Annx')
  await page.keyboard.press('Backspace')
  release['quick-add']!()
  const line = page.getByRole('dialog').getByRole('textbox')
  await expect.poll(() => line.inputValue()).toBe('Call Ann')
  await page.keyboard.type(' tomorrow')
  await expect.poll(() => line.inputValue()).toBe('Call Ann tomorrow')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('box')
  release['palette']!()
  const find = page.getByRole('dialog').getByRole('combobox')
  await expect.poll(() => find.inputValue()).toBe('box')
  await page.keyboard.press('Escape')

  await page.keyboard.press('/')
  await page.keyboard.type('box')
  release['search']!()
  await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('box')
  await row(page, 'Box of stamps').waitFor()
  await expect
    .poll(async () =>
      (await stage.track.items.list()).items.map(({ title, status }) => `${title}: ${status}`).toSorted(),
    )
    .toEqual(['Box of stamps: todo', 'One: todo'])
})

it('loses no key that follows at once on the one that opens a line', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context())
  for (const [opens, line] of [
    ['q', 'textbox'],
    ['Control+k', 'combobox'],
  ] as const) {
    await page.keyboard.press(opens)
    await page.keyboard.type('Buy stamps')
    const field = page.getByRole('dialog').getByRole(line)
    await expect.poll(() => field.inputValue()).toBe('Buy stamps')
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
  }
})

it('takes the meaning of a chip away and leaves its words as they are', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context())
  await page.keyboard.press('q')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('buy: Read p1 about next fri today')
  for (const field of ['kind', 'priority', 'due'])
    await dialog.locator(`.chips li[data-field="${field}"]`).getByRole('button').click()
  await page.keyboard.press('Enter')
  await expect
    .poll(async () =>
      (await stage.track.items.list()).items.map(({ kind, title, priority }) => ({ kind, title, priority })),
    )
    .toEqual([{ kind: 'todo', title: 'buy: Read p1 about next fri', priority: 3 }])
})

it('counts what is said again, and takes it back step by step', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Sort the cellar', due: 'today' })
  const page = await stage.signedIn(await stage.context())
  const priority = async () => (await stage.track.items.get({ id })).priority
  await row(page, 'Sort the cellar').locator('.row-title').focus()
  for (const key of ['1', '2', '1']) {
    await page.keyboard.press(key)
    await expect.poll(priority).toBe(Number(key))
  }
  const toast = (text: string) => page.locator('.toast', { hasText: text })
  expect(await page.locator('.toast').count()).toBe(2)
  await toast('“Sort the cellar”: P1').getByText('×2').waitFor()
  for (const [text, before] of [
    ['P1', 2],
    ['P2', 1],
    ['P1', 3],
  ] as const) {
    await toast(text).getByRole('button', { name: 'Undo' }).click()
    await expect.poll(priority).toBe(before)
  }
  expect(await page.locator('.toast').count()).toBe(0)
})

it('takes back with z whatever was done: groceries, tags, projects, several removals', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Tag me', due: 'today', tags: ['one'] })
  await stage.track.items.add({ kind: 'todo', title: 'And me', due: 'today' })
  await stage.track.projects.add({ title: 'Shed' })
  const page = await stage.signedIn(await stage.context(), '/groceries')
  const count = async (kind: 'grocery' | 'todo') => (await stage.track.items.list({ kind })).items.length
  await page.getByRole('textbox', { name: 'Add groceries' }).fill('Milk, eggs')
  await page.keyboard.press('Enter')
  await expect.poll(() => count('grocery')).toBe(2)
  await page.keyboard.press('Escape')
  await page.keyboard.press('z')
  await expect.poll(() => count('grocery')).toBe(0)

  await page.keyboard.press('g')
  await page.keyboard.press('t')
  for (const title of ['Tag me', 'And me'])
    await row(page, title)
      .locator('.row-title')
      .click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('#')
  await page.getByRole('combobox').fill('two')
  await page.keyboard.press('Control+Enter') // what is typed counts
  await expect.poll(async () => (await stage.track.items.get({ id })).tags).toEqual(['one', 'two'])
  await page.keyboard.press('z')
  await expect.poll(async () => (await stage.track.items.get({ id })).tags).toEqual(['one'])
  await page.keyboard.press('Delete')
  await expect.poll(() => count('todo')).toBe(0)
  await page.keyboard.press('z')
  await expect.poll(() => count('todo')).toBe(2)

  await page.goto('/projects/shed')
  const status = async () => (await stage.track.projects.list()).projects.map((project) => project.status)
  await page.getByRole('button', { name: 'More about the project' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await expect.poll(status).toEqual(['archived'])
  await page.keyboard.press('z')
  await expect.poll(status).toEqual(['active'])
  await page.getByRole('button', { name: 'More about the project' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click()
  await expect.poll(status).toEqual([])
  await page.keyboard.press('z')
  await expect.poll(status).toEqual(['active'])
})

it('lets the last row of a section fade where it stood', async ({ stage }) => {
  await stage.track.items.add({ kind: 'todo', title: 'The only one', due: 'today' })
  const page = await stage.signedIn(await stage.context())
  await row(page, 'The only one').getByRole('checkbox').click()
  await page.locator('#main .row[data-done=true]', { hasText: 'The only one' }).waitFor()
  await row(page, 'The only one').waitFor({ state: 'detached' })
})

it('keeps a section folded as it was left', async ({ stage }) => {
  for (const title of ['Milk', 'Eggs']) await stage.track.items.add({ kind: 'grocery', title })
  const page = await stage.signedIn(await stage.context(), '/groceries')
  await page.getByRole('checkbox', { name: /Milk/ }).click()
  const cart = page.getByRole('button', { name: 'In the cart' })
  await cart.click()
  expect(await cart.getAttribute('aria-expanded')).toBe('false')
  await page.reload()
  expect(await cart.getAttribute('aria-expanded')).toBe('false')
})

it('neither runs nor breaks on what people write', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context({ viewport: PHONE }))
  const titles = [
    '<img src=x onerror=alert(1)>',
    '<script>alert(2)</script>',
    'مرحبا بالعالم',
    '👩‍👩‍👧‍👦 family',
    'w'.repeat(500),
  ]
  const added = []
  for (const title of titles)
    added.push(
      await stage.track.items.add({
        kind: 'todo',
        title,
        due: 'today',
        notes: `${title}\n\n[x](javascript:alert(3)) ![](http://127.0.0.1:9/x.png)`,
      }),
    )
  let ran = false
  page.on('dialog', () => (ran = true))
  for (const { id } of added) {
    await page.goto(`/today?item=${id}`)
    await page.getByRole('dialog').waitFor()
    await page.waitForTimeout(150)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  }
  expect(ran).toBe(false)
  // the policy also speaks up when text is only read as HTML, to be cleaned
  stage.problems = stage.problems.filter((message) => !message.includes('Executing inline event handler'))
})
