import { command } from '../command.ts'

export const open = command<null>({
  about: 'Where there is no browser, the address is printed.',
  examples: ['track open'],
  read: () => null,
  async run({ environment, out, notify, settings }) {
    const { url } = await settings()
    const page = new URL(url.value).pathname === '/' ? url.value : `${url.value}/` // where there is a path it ends so
    if (await environment.browse(page)) notify(`opened ${page}`)
    else out.line(page)
  },
})
