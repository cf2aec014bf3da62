/** How much of something is wanted, as a title begins with it: `2 kg flour`, `2x milk`. */
export interface Amount {
  value: number
  /** Lower case; `x` counts pieces. */
  unit: string
}

const UNITS = [
  'x',
  'kg',
  'g',
  'l',
  'dl',
  'cl',
  'ml',
  'lb',
  'oz',
  'packs?',
  'cans?',
  'bottles?',
  'boxes',
  'box',
  'bags?',
]
const LEADING = new RegExp(`^(\\d{1,6}(?:[.,]\\d{1,3})?) ?(${UNITS.join('|')}|×) +(?=\\S)`, 'i')
/** Units of one kind, by how many of the smallest they hold. */
const SCALES: readonly Readonly<Record<string, number>>[] = [
  { g: 1, kg: 1000 },
  { ml: 1, cl: 10, dl: 100, l: 1000 },
  { oz: 1, lb: 16 },
]

/** What a title names, and how much of it; null where it says no amount. */
export function splitAmount(title: string): { name: string; amount: Amount | null } {
  const [whole, value, unit] = LEADING.exec(title) ?? []
  if (whole === undefined || value === undefined || unit === undefined) return { name: title, amount: null }
  const name = title.slice(whole.length)
  return { name, amount: { value: Number(value.replace(',', '.')), unit: unit.toLowerCase().replace('×', 'x') } }
}

/** `2 kg`, `1.5 l`; pieces as `2×`. */
export function amountPhrase({ value, unit }: Amount): string {
  const digits = String(Math.round(value * 1000) / 1000)
  return unit === 'x' ? `${digits}×` : `${digits} ${unit}`
}

/** Both together, in the larger of their units; null where they cannot be added. What says no amount is one piece. */
export function addAmounts(a: Amount | null, b: Amount | null): Amount | null {
  const [one, other] = [a ?? { value: 1, unit: 'x' }, b ?? { value: 1, unit: 'x' }]
  if (one.unit === other.unit) return { value: one.value + other.value, unit: one.unit }
  const scale = SCALES.find((units) => one.unit in units && other.unit in units)
  if (!scale) return null
  const unit = scale[one.unit]! > scale[other.unit]! ? one.unit : other.unit
  return { value: (one.value * scale[one.unit]! + other.value * scale[other.unit]!) / scale[unit]!, unit }
}

/** A title with an amount in front, as it is typed. */
export function titleWithAmount(name: string, { value, unit }: Amount): string {
  const digits = String(Math.round(value * 1000) / 1000)
  return unit === 'x' ? `${digits}x ${name}` : `${digits} ${unit} ${name}`
}
