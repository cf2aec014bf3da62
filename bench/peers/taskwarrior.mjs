import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './run-command.mjs'
import { addedItem } from './items.mjs'

const PRIORITIES = { 1: 'H', 2: 'H', 3: 'M', 4: 'L' }

/** Taskwarrior's commands; its data are files that each command reads. */
export const taskwarrior = {
  name: 'Taskwarrior',
  install: 'apt-get install taskwarrior',
  version: () => spawnSync('task', ['--version'], { encoding: 'utf8' }).stdout?.trim(),
  async start(folder, items) {
    mkdirSync(join(folder, 'data'), { recursive: true })
    writeFileSync(join(folder, 'rc'), 'confirmation=off\nnews.version=2.6.0\n')
    const file = join(folder, 'items.json')
    writeFileSync(file, JSON.stringify(items.map(toTask)))
    const env = { TASKRC: join(folder, 'rc'), TASKDATA: join(folder, 'data') }
    const task = (...args) => runCommand(['task', ...args], folder, env)
    let next = 1
    return {
      actions: {
        import: () => task('import', file),
        add: () => task('add', addedItem().title, 'due:tomorrow', '+household'),
        list: () => task('list'),
        today: () => task('(+OVERDUE or +TODAY)', 'list'),
        complete: () => task(String(next++), 'done'),
      },
      stop: () => {},
    }
  },
}

const toTask = ({ number, title, due, priority, tags }) => ({
  uuid: `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
  status: 'pending',
  description: title,
  due: `${due.replaceAll('-', '')}T000000Z`,
  entry: '20260101T000000Z',
  ...(PRIORITIES[priority] && { priority: PRIORITIES[priority] }),
  tags,
})
