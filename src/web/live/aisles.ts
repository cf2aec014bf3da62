import { signal } from '@preact/signals'
import { wordsOf } from '#domain/search-words.ts'

/** The aisles of a shop, in the order in which most shops have them. */
export const AISLES = [
  'Fruit & vegetables',
  'Bakery',
  'Meat & fish',
  'Dairy & eggs',
  'Pantry',
  'Frozen',
  'Sweets & snacks',
  'Drinks',
  'Household',
  'Other',
] as const
export type Aisle = (typeof AISLES)[number]

/** Beginnings of words by which an aisle is guessed, until someone says otherwise. */
const WORDS: Record<Exclude<Aisle, 'Other'>, string> = {
  'Fruit & vegetables':
    'apple avocado banana basil bean beet berr broccol cabbage carrot cauliflower celery cherr courgette cucumber ' +
    'fennel fruit garlic ginger grape herb kale kiwi leek lemon lettuce lime mango melon mint mushroom onion orange ' +
    'parsley pea peach pear pepper pineapple plum potato pumpkin radish salad spinach tomato vegetable zucchini',
  Bakery: 'bagel baguette bread bun croissant roll toast tortilla',
  'Meat & fish': 'bacon beef chicken fish ham lamb meat mince pork salami salmon sausage shrimp steak tuna turkey',
  'Dairy & eggs': 'butter cheese cream egg feta kefir milk mozzarella parmesan quark skyr yoghurt yogurt',
  Pantry:
    'bouillon cereal chickpea coconut cornflakes couscous flour honey jam ketchup lentil mayo muesli mustard noodle ' +
    'oat oil olive pasta peanut pesto rice salt sauce soup soy spaghetti spice stock sugar tofu vinegar yeast',
  Frozen: 'frozen ice pizza',
  'Sweets & snacks': 'biscuit cake candy chips chocolate cookie cracker crisps gum nuts popcorn pretzel snack',
  Drinks: 'beer cider coffee cola juice lemonade soda tea water wine',
  Household:
    'bag battery batteries bleach bulb cleaner deodorant detergent diaper dishwasher foil kitchen napkin nappies ' +
    'paper razor shampoo shower soap sponge tissue toilet toothbrush toothpaste washing wipes',
}
const GUESSES = Object.entries(WORDS).map(([aisle, words]) => [aisle as Aisle, words.split(' ')] as const)

function guessAisle(name: string): Aisle {
  const words = wordsOf(name).toReversed() // what it is stands last: orange juice, peanut butter
  for (const word of words)
    for (const [aisle, beginnings] of GUESSES) if (beginnings.some((one) => word.startsWith(one))) return aisle
  return 'Other'
}

interface Remembered {
  /** By the title in lower case, without its amount. */
  aisles: Record<string, Aisle>
  /** By store, the aisles that have been put in order there. */
  orders: Record<string, readonly Aisle[]>
}

const storageKey = (userId: string) => `track_aisles_${userId}`
const version = signal(0)
const cache = new Map<string, Remembered>()

function remembered(userId: string): Remembered {
  void version.value
  const known = cache.get(userId)
  if (known) return known
  let read: Remembered = { aisles: {}, orders: {} }
  try {
    read = { ...read, ...(JSON.parse(localStorage.getItem(storageKey(userId)) ?? '{}') as Partial<Remembered>) }
  } catch {
    // what cannot be read is guessed again
  }
  cache.set(userId, read)
  return read
}

function remember(userId: string, next: Remembered): void {
  cache.set(userId, next)
  version.value++
  localStorage.setItem(storageKey(userId), JSON.stringify(next))
}

/** Where something stands in shops: as it was put once, or else as its words say. */
export function aisleOf(userId: string, name: string): Aisle {
  return remembered(userId).aisles[name.toLowerCase()] ?? guessAisle(name)
}

/** Puts something into an aisle, for good. */
export function putIntoAisle(userId: string, name: string, aisle: Aisle): void {
  const now = remembered(userId)
  remember(userId, { ...now, aisles: { ...now.aisles, [name.toLowerCase()]: aisle } })
}

/** The aisles of a store in the order in which one walks through it. */
export function aislesOf(userId: string, store: string): readonly Aisle[] {
  const order = remembered(userId).orders[store] ?? []
  return order.length ? [...order, ...AISLES.filter((aisle) => !order.includes(aisle))] : AISLES
}

/** Puts an aisle of a store before or after another one. */
export function moveAisle(userId: string, store: string, aisle: Aisle, target: Aisle, side: 'before' | 'after'): void {
  if (aisle === target) return
  const others = aislesOf(userId, store).filter((one) => one !== aisle)
  const at = others.indexOf(target) + (side === 'after' ? 1 : 0)
  const now = remembered(userId)
  remember(userId, { ...now, orders: { ...now.orders, [store]: others.toSpliced(at, 0, aisle) } })
}

export function wipeAisles(userId: string): void {
  cache.delete(userId)
  localStorage.removeItem(storageKey(userId))
}
