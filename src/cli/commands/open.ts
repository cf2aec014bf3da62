import { command } from '../command.ts'
import { loadSettings } from '../config.ts'

export const open = command<null>({
  about: 'Where there is no browser, the address is printed.',
  examples: ['track open'],
  read: () => null,
  async run({ environment, out, notify }) {
    const { url } = await loadSettings(environment)
    if (await environment.browse(url.value)) notify(`opened ${url.value}`)
    else out.line(url.value)
  },
})
