import type {
  ClientRect,
  Collision,
  CollisionDetection,
  DroppableContainer,
  KeyboardCoordinateGetter,
} from '@dnd-kit/core'

/** Where something is dropped: beside a row, or on a zone (a day, a column, a priority). */
export type DropTarget = { row: string; side: 'before' | 'after' } | { zone: string }

/**
 * What a droppable is: a row among the others of its list, or a zone.
 * Pinned zones float above the rest and are reached by the pointer only.
 */
export type TargetData = { list: string } | { zone: true; pinned?: boolean }

interface Point {
  x: number
  y: number
}

/** Further from everything than this, nothing is meant. */
const FAR_PX = 90
/** A row is meant rather than the zone that it lies in, between two rows too. */
const NEAR_PX = 8
/** How far inside a row's edge the point lies that stands for the gap at that edge. */
const INSIDE_PX = 3
/** For an arrow a pixel aside counts as much as so many ahead. */
const ASIDE_WEIGHT = 3

const dataOf = (target: DroppableContainer) => target.data.current as TargetData | undefined
const centre = (box: ClientRect): Point => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 })
const distance = (box: ClientRect, { x, y }: Point): number =>
  Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom))

/** How far a target is; a pinned one is nearer than all others under the pointer, and else out of reach. */
function distanceTo(box: ClientRect, data: TargetData, point: Point, isPointer: boolean): number {
  const away = distance(box, point) - ('list' in data ? NEAR_PX : 0)
  if (!('zone' in data && data.pinned)) return away
  return isPointer && away <= 0 ? -Infinity : Infinity
}

/** The target nearest to the pointer, or to the middle of what the keyboard moves, and on which side of its middle. */
export const detectNearest: CollisionDetection = ({
  collisionRect,
  droppableContainers,
  droppableRects,
  pointerCoordinates,
}) => {
  const point = pointerCoordinates ?? centre(collisionRect)
  let best: Collision | null = null
  let least = pointerCoordinates ? FAR_PX : Infinity
  for (const target of droppableContainers) {
    // where it is seen now: what was measured as the drag began may have moved since
    const box = pointerCoordinates ? target.node.current?.getBoundingClientRect() : droppableRects.get(target.id)
    const data = dataOf(target)
    if (!box || !data) continue
    const away = distanceTo(box, data, point, pointerCoordinates !== null)
    if (away >= least && away !== -Infinity) continue
    least = away
    best = { id: target.id, data: { droppableContainer: target, side: point.y < centre(box).y ? 'before' : 'after' } }
  }
  return best ? [best] : []
}

/** Where a drag would be dropped; null over nothing, and over the dragged row itself. */
export function dropTargetOf(collisions: Collision[] | null, dragged: string): DropTarget | null {
  const [first] = collisions ?? []
  if (!first || first.id === dragged) return null
  const { droppableContainer, side } = first.data as {
    droppableContainer: DroppableContainer
    side: 'before' | 'after'
  }
  return 'zone' in dataOf(droppableContainer)! ? { zone: String(first.id) } : { row: String(first.id), side }
}

const ARROWS: Record<string, Point> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
}

/** An arrow goes to the next place in its direction. */
export const stepByKey: KeyboardCoordinateGetter = (
  event,
  { context: { active, collisionRect, droppableContainers, droppableRects } },
) => {
  const arrow = ARROWS[event.code]
  if (!arrow || !collisionRect || !active) return undefined
  event.preventDefault()
  const from = centre(collisionRect)
  const ahead = ({ x, y }: Point) => (x - from.x) * arrow.x + (y - from.y) * arrow.y
  const aside = ({ x, y }: Point) => Math.abs((x - from.x) * arrow.y) + Math.abs((y - from.y) * arrow.x)
  let best: Point | undefined
  let least = Infinity
  for (const point of candidatePoints(droppableContainers.getEnabled(), droppableRects, String(active.id), from)) {
    const cost = ahead(point) + aside(point) * ASIDE_WEIGHT
    if (ahead(point) < INSIDE_PX || cost >= least) continue
    best = point
    least = cost
  }
  return best && { x: best.x - collisionRect.width / 2, y: best.y - collisionRect.height / 2 }
}

/** A point for every place where the dragged row may go, and one for where it came from. */
function candidatePoints(
  targets: DroppableContainer[],
  boxes: Map<string | number, ClientRect>,
  dragged: string,
  from: Point,
): Point[] {
  const points: Point[] = []
  const lists = new Map<string, { id: string; box: ClientRect }[]>()
  for (const target of targets) {
    const box = boxes.get(target.id)
    const data = dataOf(target)
    if (!box || !data) continue
    if ('list' in data) lists.set(data.list, [...(lists.get(data.list) ?? []), { id: String(target.id), box }])
    else if (!data.pinned && distance(box, from) > 0) points.push(centre(box))
  }
  for (const rows of lists.values()) {
    rows.sort((a, b) => a.box.top - b.box.top)
    for (const [i, { id, box }] of rows.entries()) {
      const { x } = centre(box)
      if (id === dragged) points.push(centre(box))
      else {
        // below the dragged row is where it came from
        if (rows[i - 1]?.id !== dragged) points.push({ x, y: box.top + INSIDE_PX })
        if (i === rows.length - 1) points.push({ x, y: box.bottom - INSIDE_PX })
      }
    }
  }
  return points
}
