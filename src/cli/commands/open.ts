import { command } from '../command.ts'
import { loadSettings } from '../config.ts'

export const open = command<null>({
  about: 'Where there is no browser, the address is printed.',
  examples: ['track open'],
  read: () => null,
  async run({ environment, out, notify }) {
    const { url } = await loadSettings(environment)
    const page = new URL(url.value).pathname === '/' ? url.value : `${url.value}/` // where there is a path it ends so
    if (await environment.browse(page)) notify(`opened ${page}`)
    else out.line(page)
  },
})
