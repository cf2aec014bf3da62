/** The elements of a list by a key, each group in the order of the list. */
export function groupBy<Key, Element>(list: readonly Element[], keyOf: (element: Element) => Key): Map<Key, Element[]> {
  const groups = new Map<Key, Element[]>()
  for (const element of list) {
    const group = groups.get(keyOf(element))
    if (group) group.push(element)
    else groups.set(keyOf(element), [element])
  }
  return groups
}
