import type { Track } from '#contract/track.ts'
import type { AddInput } from '#contract/types.ts'

const items: AddInput[] = [
  {
    kind: 'todo',
    title: 'Renew the car insurance',
    due: 'yesterday',
    priority: 1,
    estimate: '20m',
    tags: ['admin'],
    notes: 'Compare two offers first. The old policy number is in the blue folder.',
  },
  {
    kind: 'todo',
    title: 'File taxes',
    due: 'today',
    priority: 1,
    estimate: '1h',
    tags: ['admin', 'money'],
    every: 'yearly',
    notes: 'Forms are in the blue folder. Ask Eve for the receipts of the workshop first.',
  },
  { kind: 'todo', title: 'Call the dentist', due: 'today', at: '10:30', priority: 2, estimate: '5m', tags: ['health'] },
  { kind: 'todo', title: 'Pay rent', due: 'eom', every: 'monthly', priority: 2, estimate: '5m', tags: ['money'] },
  { kind: 'todo', title: 'Ask about the school place', priority: 2, tags: ['kids'] },
  {
    kind: 'todo',
    title: 'Book train tickets to Hamburg',
    due: 'in 4 days',
    estimate: '15m',
    tags: ['travel'],
    notes: '- two adults, one child\n- table seats if there are any\n- not before 9:00',
  },
  { kind: 'todo', title: 'Sort the photos of the summer', estimate: '2h', priority: 4 },
  { kind: 'todo', title: 'Read "The Dispossessed"', priority: 5, tags: ['books'] },
  {
    kind: 'todo',
    title: 'Standup notes',
    due: 'tomorrow',
    at: '9:15',
    every: 'weekdays',
    estimate: '10m',
    tags: ['work'],
  },
  { kind: 'todo', title: 'Back up the laptop', due: 'next mon', every: '2 weeks', estimate: '10m' },
  { kind: 'todo', title: 'Return the library books', due: '+3d', tags: ['books', 'errands'] },
  { kind: 'chore', title: 'Water the plants', every: 'weekly', due: 'today', estimate: '15m', tags: ['home'] },
  {
    kind: 'chore',
    title: 'Replace the HVAC filter',
    every: '3 months',
    due: 'yesterday',
    estimate: '10m',
    tags: ['home'],
    notes: 'Size 20x25x1, two are in the cellar.',
  },
  { kind: 'chore', title: 'Clean the coffee machine', every: 'monthly', due: 'in 5 days', estimate: '20m' },
  { kind: 'chore', title: 'Take out recycling', every: 'mon,thu', due: 'tomorrow', estimate: '5m' },
  { kind: 'chore', title: 'Wash the bed linen', every: '2 weeks', due: 'in 2 days', estimate: '25m' },
  { kind: 'chore', title: 'Test the smoke detectors', every: '6 months', due: 'in 3 weeks', estimate: '15m' },
  {
    kind: 'gift',
    title: 'Wool scarf, the green one',
    recipient: 'Mom',
    occasion: 'birthday',
    budget: 50,
    due: 'today',
    priority: 2,
    url: 'https://example.com/scarf',
  },
  { kind: 'gift', title: 'Board game for three', recipient: 'Eve', occasion: 'Christmas', budget: 45, due: 'dec 24' },
  { kind: 'gift', title: 'A good pocket knife', recipient: 'Dad', occasion: 'Christmas', budget: 39.9, due: 'dec 24' },
  { kind: 'gift', title: 'Concert tickets', recipient: 'Eve', occasion: 'anniversary', budget: 120, due: 'in 3 weeks' },
  { kind: 'shopping', title: 'Smoke detector batteries', budget: 12, priority: 2, tags: ['hardware store'] },
  {
    kind: 'shopping',
    title: 'Winter tyres',
    budget: 480,
    url: 'https://example.com/tyres',
    priority: 2,
    due: 'in 2 weeks',
  },
  { kind: 'shopping', title: 'Desk lamp', budget: 60, priority: 4 },
  { kind: 'grocery', title: 'Oat milk', tags: ['corner shop'], every: 'weekly', due: 'today' },
  { kind: 'grocery', title: 'Eggs', tags: ['market'] },
  { kind: 'grocery', title: 'Tomatoes', tags: ['market'] },
  { kind: 'grocery', title: 'Bread', tags: ['bakery'], every: '3 days', due: 'today' },
  { kind: 'grocery', title: 'Coffee beans', tags: ['corner shop'] },
  { kind: 'grocery', title: 'Olive oil', tags: ['market'] },
  { kind: 'grocery', title: 'Cheese, the old one', tags: ['market'] },
]

const tasks: AddInput[] = [
  { kind: 'task', project: 'kitchen-reno', title: 'Measure the worktop', estimate: '30m', priority: 2 },
  { kind: 'task', project: 'kitchen-reno', title: 'Order the sink', due: 'in 6 days', estimate: '20m' },
  {
    kind: 'task',
    project: 'kitchen-reno',
    title: 'Seal the worktop edges before the sink goes in, twice, and let it dry',
    estimate: '1h20m',
  },
  {
    kind: 'task',
    project: 'kitchen-reno',
    title: 'Choose tiles',
    estimate: '2h',
    notes: 'Samples are at the shop in **Hafenstraße**.',
  },
  { kind: 'task', project: 'kitchen-reno', title: 'Find an electrician' },
  { kind: 'task', project: 'garden', title: 'Plant garlic', due: 'in 8 days', estimate: '45m' },
  { kind: 'task', project: 'garden', title: 'Mend the fence', estimate: '3h' },
]

const firmware: [feature: string, tasks: [title: string, estimate: string][]][] = [
  [
    'Sequencer',
    [
      ['Swing per track', '2h'],
      ['Copy and paste patterns', '3h'],
      ['Clock drifts after an hour', '1h30m'],
    ],
  ],
  [
    'MIDI',
    [
      ['Send program changes', '1h'],
      ['Learn mode for knobs', '4h'],
    ],
  ],
]

/** Fills an empty account with a household's items: every kind and stage, overdue and recurring ones. */
export async function addSampleData(track: Track): Promise<void> {
  await track.projects.add({ title: 'Kitchen reno', notes: 'Everything by spring.' })
  await track.projects.add({ title: 'Garden' })
  await track.projects.add({ title: 'Synth firmware', type: 'engineering', notes: 'The next release, 2.4.' })
  const add = async (inputs: AddInput[]) =>
    (await track.batch.run({ operations: inputs.map((input) => ({ op: 'items.add', input })) })).results as {
      id: string
      title: string
    }[]
  const added = [...(await add(items)), ...(await add(tasks))]
  for (const [title, its] of firmware) {
    const feature = await track.features.add({ slug: 'synth-firmware', title })
    added.push(
      ...(await add(
        its.map(([task, estimate]) => ({
          kind: 'task' as const,
          project: 'synth-firmware',
          feature: feature.id,
          title: task,
          estimate,
        })),
      )),
    )
  }
  const id = (title: string) => added.find((item) => item.title.startsWith(title))!.id
  for (const title of ['Seal the worktop', 'Swing per track']) await track.items.start({ id: id(title) })
  for (const title of [
    'Measure the worktop',
    'Send program changes',
    'Plant garlic',
    'Coffee beans',
    'Return the library',
  ])
    await track.items.done({ id: id(title) })
  await track.items.done({ id: id('Wool scarf'), stage: 'bought' })
  await track.items.done({ id: id('Wash the bed linen'), on: 'yesterday' })
  await track.items.done({ id: id('Clean the coffee'), on: 'yesterday' })
}
