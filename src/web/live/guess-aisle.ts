import { wordsOf } from '#domain/search-words.ts'
import { type Aisle, rememberedAisle } from './aisles.ts'

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

/** Where something stands in shops: as it was put once, or else as its words say. */
export function aisleOf(userId: string, name: string): Aisle {
  return rememberedAisle(userId, name) ?? guessAisle(name)
}
